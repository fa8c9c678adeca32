import assert from "node:assert/strict";
import { test } from "node:test";
import { sqlWordsOf } from "../../lint-fixture.test.ts";

const FOUND: readonly (readonly [text: string, words: readonly string[]])[] = [
  ["REINDEX INDEX i", ["REINDEX"]],
  ["reindex\n(verbose) table /* CONCURRENTLY */ t", ["reindex"]],
];

for (const [text, words] of FOUND) {
  test(`found: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "require-concurrent-reindex", text), words);
  });
}

const SILENT: readonly string[] = [
  "REINDEX SYSTEM app",
  "CREATE TABLE t (a int8 PRIMARY KEY); REINDEX TABLE t",
  "REINDEX INDEX CONCURRENTLY i",
  "REINDEX (CONCURRENTLY) TABLE t",
  "SELECT 'REINDEX INDEX i'",
];

for (const text of SILENT) {
  test(`silent: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "require-concurrent-reindex", text), []);
  });
}
