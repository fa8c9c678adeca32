import assert from "node:assert/strict";
import { test } from "node:test";
import { sqlWordsOf } from "../../lint-fixture.test.ts";

const FOUND: readonly (readonly [text: string, words: readonly string[]])[] = [
  ["CLUSTER t USING i", ["CLUSTER"]],
  ["vacuum\n(analyze, full) t", ["vacuum"]],
  ["Vacuum /* x */ Full", ["Vacuum"]],
];

for (const [text, words] of FOUND) {
  test(`found: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "prefer-repack", text), words);
  });
}

const SILENT: readonly string[] = ["VACUUM t", 'VACUUM (ANALYZE) "full"', "SELECT 'CLUSTER t'"];

for (const text of SILENT) {
  test(`silent: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "prefer-repack", text), []);
  });
}
