import assert from "node:assert/strict";
import { test } from "node:test";
import { sqlWordsOf } from "../../lint-fixture.test.ts";

const OPTIONS = { levels: { "prefer-bigint-over-smallint": "warn" } } as const;

const FOUND: readonly (readonly [text: string, words: readonly string[]])[] = [
  ["CREATE TABLE t (a smallint, b int2[])", ["smallint", "int2"]],
  ["alter table t add -- n\n n SMALLSERIAL", ["SMALLSERIAL"]],
];

const SILENT: readonly string[] = [
  "CREATE TABLE t (smallint int8)",
  "CREATE TABLE t (a int)",
  "CREATE TABLE t (a text DEFAULT 'smallint')",
];

for (const [text, words] of FOUND) {
  test(`found: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "prefer-bigint-over-smallint", text, OPTIONS), words);
  });
}

for (const text of SILENT) {
  test(`silent: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "prefer-bigint-over-smallint", text, OPTIONS), []);
  });
}
