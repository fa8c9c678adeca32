import assert from "node:assert/strict";
import { test } from "node:test";
import { messagesOf, wordsOf } from "../../lint-fixture.test.ts";

const OPTIONS = { options: { "many-columns": { limit: 3 } } };

test("a new table over the limit is found at its name", () => {
  assert.deepEqual(wordsOf("many-columns", "CREATE TABLE shop.t (a int PRIMARY KEY, b int, c int, d int);", OPTIONS), [
    "shop.t",
  ]);
  assert.deepEqual(wordsOf("many-columns", "CREATE TABLE t (a int PRIMARY KEY, b int, c int);", OPTIONS), []);
});

test("it is said once, of the column that goes over the limit", () => {
  const files = {
    "V1__x.cql": "CREATE TABLE IF NOT EXISTS t (a int PRIMARY KEY, b int);",
    "V2__x.cql": "ALTER TABLE t ADD c int; ALTER TABLE t ADD d int; ALTER TABLE t ADD e int;",
  };
  assert.deepEqual(messagesOf("many-columns", files, OPTIONS), [
    "V2__x.cql: `t` has 4 columns now: every node holds them in its schema, and a row that is read as a whole is as many cells",
  ]);
  const added = 'CREATE TABLE t (a int PRIMARY KEY); alter table t add (\n "B" int, c int, d int);';
  assert.deepEqual(wordsOf("many-columns", added, OPTIONS), ['"B"']);
});

test("columns that are dropped do not count, nor do tables that nobody knows", () => {
  const text = "CREATE TABLE t (a int PRIMARY KEY, b int, c int); ALTER TABLE t DROP b; ALTER TABLE t ADD d int;";
  assert.deepEqual(wordsOf("many-columns", text, OPTIONS), []);
  assert.deepEqual(wordsOf("many-columns", "ALTER TABLE legacy ADD (b int, c int, d int, e int);", OPTIONS), []);
});

test("100 are fine unless it is said otherwise", () => {
  const columns = Array.from({ length: 100 }, (_, index) => `c${index} int`).join(", ");
  assert.deepEqual(wordsOf("many-columns", `CREATE TABLE t (a int PRIMARY KEY, ${columns});`), ["t"]);
  assert.deepEqual(wordsOf("many-columns", `CREATE TABLE t (${columns}, PRIMARY KEY (c0));`), []);
});
