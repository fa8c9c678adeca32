import assert from "node:assert/strict";
import { test } from "node:test";
import { sqlWordsOf } from "../../lint-fixture.test.ts";

const FOUND: readonly (readonly [text: string, words: readonly string[]])[] = [
  ["UPDATE t SET a = 1, b = 2, a = 3", ["a"]],
  ['update t set "A" = 1, (b, -- twice\n "A") = (2, 3)', ['"A"']],
  ["INSERT INTO t (a, b, A) VALUES (1, 2, 3)", ["A"]],
  ["INSERT INTO t (a) VALUES (1) ON CONFLICT (a) DO UPDATE SET b = 1, b = 2", ["b"]],
];

const SILENT: readonly string[] = [
  'UPDATE t SET a = 1, "A" = 2',
  "UPDATE t SET a[1] = 1, a[2] = 2",
  "INSERT INTO t (a, b) VALUES (1, 2)",
  "UPDATE t SET a = b, b = a",
];

for (const [text, words] of FOUND) {
  test(`found: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "ban-duplicate-column-assignments", text), words);
  });
}

for (const text of SILENT) {
  test(`silent: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "ban-duplicate-column-assignments", text), []);
  });
}
