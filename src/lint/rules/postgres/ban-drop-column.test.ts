import assert from "node:assert/strict";
import { test } from "node:test";
import { sqlWordsOf } from "../../lint-fixture.test.ts";

const FOUND: readonly (readonly [text: string, words: readonly string[]])[] = [
  ["ALTER TABLE t DROP COLUMN a", ["a"]],
  ['alter table only "T"\n drop if exists\n-- it\n"A", drop b cascade', ['"A"', "b"]],
];

for (const [text, words] of FOUND) {
  test(`found: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "ban-drop-column", text), words);
  });
}

const SILENT: readonly string[] = [
  "ALTER TABLE t DROP CONSTRAINT c",
  "ALTER TABLE t ADD a int; ALTER TABLE t DROP COLUMN a",
  "ALTER TABLE t ADD a int;\n-- @down\nALTER TABLE t DROP COLUMN a",
  "CREATE TABLE t (a int8 PRIMARY KEY, b int); ALTER TABLE t DROP b",
  "SELECT 'DROP COLUMN a'",
];

for (const text of SILENT) {
  test(`silent: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "ban-drop-column", text), []);
  });
}
