import assert from "node:assert/strict";
import { test } from "node:test";
import { sqlWordsOf } from "../../lint-fixture.test.ts";

const FOUND: readonly (readonly [text: string, words: readonly string[]])[] = [
  ["DROP TABLE a", ["a"]],
  ['drop table if exists\n /* c */ s."A", b cascade', ['s."A"', "b"]],
];

for (const [text, words] of FOUND) {
  test(`found: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "ban-drop-table", text), words);
  });
}

const SILENT: readonly string[] = [
  "DROP INDEX CONCURRENTLY i",
  "CREATE TABLE a (b int8 PRIMARY KEY); DROP TABLE a",
  "SELECT 1;\n-- @down\nDROP TABLE a",
  "DROP VIEW v",
  "COMMENT ON TABLE a IS 'DROP TABLE a'",
];

for (const text of SILENT) {
  test(`silent: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "ban-drop-table", text), []);
  });
}
