import assert from "node:assert/strict";
import { test } from "node:test";
import { messagesOf, wordsOf } from "../../lint-fixture.test.ts";

test("a mask that is put on, and one that is taken away, are found at the column, in the up side", () => {
  const text =
    'ALTER TABLE users ALTER email MASKED WITH DEFAULT;\nalter table shop.users alter -- number\n "Phone" masked with mask_inner(1, 2);\n-- @down\nALTER TABLE users ALTER email DROP MASKED;';
  assert.deepEqual(wordsOf("mask-change", text), ["email", '"Phone"']);
});

test("what each of them leads to is said", () => {
  const text = "ALTER TABLE t ALTER a MASKED WITH DEFAULT; ALTER TABLE t ALTER a DROP MASKED;";
  assert.deepEqual(messagesOf("mask-change", { "V1__x.cql": text }), [
    "V1__x.cql: roles without UNMASK read `a` masked from now on, write back what they read, and may not ask for it in WHERE",
    "V1__x.cql: every role that may read the table sees `a` from now on",
  ]);
});

test("a column that is made with its mask, and a table that the side makes, are no finding", () => {
  const text = [
    "CREATE TABLE t (a int PRIMARY KEY, b text MASKED WITH DEFAULT); ALTER TABLE t ALTER b DROP MASKED;",
    "ALTER TABLE u ADD c text MASKED WITH NULL; ALTER TABLE u DROP masked; ALTER TABLE u ALTER a TYPE text;",
  ].join("\n");
  assert.deepEqual(wordsOf("mask-change", text), []);
});
