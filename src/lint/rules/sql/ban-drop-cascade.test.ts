import assert from "node:assert/strict";
import { test } from "node:test";
import { sqlWordsOf } from "../../lint-fixture.test.ts";

const FOUND: readonly (readonly [text: string, words: readonly string[]])[] = [
  ["DROP SCHEMA app CASCADE", ["app"]],
  ['drop schema if exists "A b", c -- RESTRICT\n cascade', ['"A b"', "c"]],
  ["DROP TYPE s.mood CASCADE", ["s.mood"]],
  ["DROP DOMAIN IF EXISTS email CASCADE", ["email"]],
  ["DROP EXTENSION citext CASCADE", ["citext"]],
  ["DROP OWNED BY bob", ["bob"]],
  ["CREATE SCHEMA IF NOT EXISTS app; DROP SCHEMA app CASCADE", ["app"]],
];

for (const [text, words] of FOUND) {
  test(`found: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "ban-drop-cascade", text), words);
  });
}

const SILENT: readonly string[] = [
  "DROP SCHEMA app",
  "DROP SCHEMA app RESTRICT",
  "DROP TYPE cascade",
  'DROP TYPE "CASCADE"',
  "DROP VIEW v CASCADE",
  "CREATE SCHEMA app; CREATE TABLE app.t (a int8 PRIMARY KEY); DROP SCHEMA app CASCADE",
  "SELECT 'DROP SCHEMA app CASCADE'",
  "CREATE SCHEMA app;\n-- @down\nDROP SCHEMA app CASCADE",
];

for (const text of SILENT) {
  test(`silent: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "ban-drop-cascade", text), []);
  });
}

test("on CockroachDB, too", () => {
  assert.deepEqual(sqlWordsOf("cockroach", "ban-drop-cascade", "DROP SCHEMA IF EXISTS app CASCADE"), ["app"]);
});
