import assert from "node:assert/strict";
import { test } from "node:test";
import { sqlWordsOf } from "../../lint-fixture.test.ts";

const FOUND: readonly (readonly [text: string, words: readonly string[]])[] = [
  ["DROP INDEX i", ["i"]],
  ['drop index if exists\n s."I" /* CONCURRENTLY */, j', ['s."I"']],
  ["CREATE INDEX CONCURRENTLY i ON t (a); DROP INDEX i, j, k", ["j"]],
];

for (const [text, words] of FOUND) {
  test(`found: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "require-concurrent-index-deletion", text), words);
  });
}

const SILENT: readonly string[] = [
  "CREATE INDEX CONCURRENTLY i ON t (a);\n-- @down\nDROP INDEX i;",
  "DROP INDEX CONCURRENTLY i",
  "CREATE INDEX CONCURRENTLY i ON t (a); DROP INDEX i",
  "DROP TABLE i",
];

for (const text of SILENT) {
  test(`silent: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "require-concurrent-index-deletion", text), []);
  });
}
