import assert from "node:assert/strict";
import { test } from "node:test";
import { sqlWordsOf } from "../../lint-fixture.test.ts";

const FOUND: readonly (readonly [text: string, words: readonly string[]])[] = [
  ["SET lock_timeout = 0", ["lock_timeout"]],
  ["set local -- wait\n LOCK_TIMEOUT to '0s'", ["LOCK_TIMEOUT"]],
  ["RESET lock_timeout; SET lock_timeout = DEFAULT", ["lock_timeout", "lock_timeout"]],
];

const SILENT: readonly string[] = [
  "SET lock_timeout = '5s'",
  "SET LOCAL lock_timeout = 100",
  "SET statement_timeout = 0",
  "SELECT 'SET lock_timeout = 0'",
];

for (const [text, words] of FOUND) {
  test(`found: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "require-timeout-settings", text), words);
  });
}

for (const text of SILENT) {
  test(`silent: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "require-timeout-settings", text), []);
  });
}
