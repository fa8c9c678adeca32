import assert from "node:assert/strict";
import { test } from "node:test";
import { sqlWordsOf } from "../../lint-fixture.test.ts";

const FOUND: readonly (readonly [text: string, words: readonly string[]])[] = [
  ["CREATE TABLE t (id int PRIMARY KEY, n int)", ["int"]],
  ['create table t ("Id" -- key\n integer generated always as identity, n serial)', ["integer", "serial"]],
  ["CREATE TABLE t (id int4, PRIMARY KEY (id))", ["int4"]],
  ["ALTER TABLE t ADD COLUMN id serial4", ["serial4"]],
];

const SILENT: readonly string[] = [
  "CREATE TABLE t (id bigint PRIMARY KEY, n int)",
  "CREATE TABLE t (a int, b int, PRIMARY KEY (a, b))",
  "CREATE TABLE t (id bigserial PRIMARY KEY, int text)",
  "ALTER TABLE t ADD COLUMN n int",
  "CREATE TABLE t (id text PRIMARY KEY DEFAULT 'int')",
];

for (const [text, words] of FOUND) {
  test(`found: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "prefer-bigint-over-int", text), words);
  });
}

for (const text of SILENT) {
  test(`silent: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "prefer-bigint-over-int", text), []);
  });
}

test("with columns: all every column counts", () => {
  const options = { options: { "prefer-bigint-over-int": { columns: "all" } } };
  const text = "CREATE TABLE t (a int, b int8); ALTER TABLE t ADD c integer[]; ALTER TABLE t ALTER d TYPE int4";
  assert.deepEqual(sqlWordsOf("postgres", "prefer-bigint-over-int", text, options), ["int", "integer", "int4"]);
});
