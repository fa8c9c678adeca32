import assert from "node:assert/strict";
import { test } from "node:test";
import { sqlWordsOf } from "../../lint-fixture.test.ts";

const FOUND: readonly (readonly [text: string, words: readonly string[]])[] = [
  ["ALTER TABLE t RENAME COLUMN a TO b", ["a"]],
  ['alter table if exists s."T"\n rename /* c */ "A" to b', ['"A"']],
];

for (const [text, words] of FOUND) {
  test(`found: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "renaming-column", text), words);
  });
}

const SILENT: readonly string[] = [
  "ALTER TABLE t RENAME CONSTRAINT a TO b",
  "CREATE TABLE t (a int8 PRIMARY KEY); ALTER TABLE t RENAME a TO b",
  "SELECT 1;\n-- @down\nALTER TABLE t RENAME a TO b",
];

for (const text of SILENT) {
  test(`silent: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "renaming-column", text), []);
  });
}
