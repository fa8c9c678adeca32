import assert from "node:assert/strict";
import { test } from "node:test";
import { sqlWordsOf } from "../../lint-fixture.test.ts";

const FOUND: readonly (readonly [text: string, words: readonly string[]])[] = [
  ["DROP DATABASE shop", ["shop"]],
  ['drop database if exists -- gone\n "Shop"', ['"Shop"']],
];

const SILENT: readonly string[] = [
  "DROP SCHEMA shop",
  "CREATE TABLE database (a int8)",
  "-- @allow-destructive\nDROP DATABASE shop",
];

for (const server of ["postgres", "cockroach"]) {
  for (const [text, words] of FOUND) {
    test(`${server}, found: ${text}`, () => {
      assert.deepEqual(sqlWordsOf(server, "ban-drop-database", text), words);
    });
  }

  for (const text of SILENT) {
    test(`${server}, silent: ${text}`, () => {
      assert.deepEqual(sqlWordsOf(server, "ban-drop-database", text), []);
    });
  }
}
