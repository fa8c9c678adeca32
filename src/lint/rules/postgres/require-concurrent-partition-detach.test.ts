import assert from "node:assert/strict";
import { test } from "node:test";
import { sqlWordsOf } from "../../lint-fixture.test.ts";

const FOUND: readonly (readonly [text: string, words: readonly string[]])[] = [
  ["ALTER TABLE t DETACH PARTITION p", ["p"]],
  ["alter table t\n detach partition /* CONCURRENTLY */ s.p", ["s"]],
];

for (const [text, words] of FOUND) {
  test(`found: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "require-concurrent-partition-detach", text), words);
  });
}

const SILENT: readonly string[] = [
  "ALTER TABLE t DETACH PARTITION p CONCURRENTLY",
  "ALTER TABLE t DETACH PARTITION p FINALIZE",
];

for (const text of SILENT) {
  test(`silent: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "require-concurrent-partition-detach", text), []);
  });
}
