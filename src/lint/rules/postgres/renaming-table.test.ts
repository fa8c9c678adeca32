import assert from "node:assert/strict";
import { test } from "node:test";
import { sqlWordsOf } from "../../lint-fixture.test.ts";

const FOUND: readonly (readonly [text: string, words: readonly string[]])[] = [
  ["ALTER TABLE t RENAME TO u", ["t"]],
  ['alter table if exists\n s."T" rename to u', ['s."T"']],
  ["ALTER TABLE t SET SCHEMA old", ["t"]],
];

for (const [text, words] of FOUND) {
  test(`found: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "renaming-table", text), words);
  });
}

const SILENT: readonly string[] = [
  "ALTER VIEW v SET SCHEMA old",
  "CREATE TABLE t (a int8 PRIMARY KEY); ALTER TABLE t SET SCHEMA old",
  "ALTER TABLE t RENAME a TO b",
  "CREATE TABLE t (a int8 PRIMARY KEY); ALTER TABLE t RENAME TO u",
  "ALTER INDEX i RENAME TO j",
  "SELECT 1;\n-- @down\nALTER TABLE u RENAME TO t",
];

for (const text of SILENT) {
  test(`silent: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "renaming-table", text), []);
  });
}
