import assert from "node:assert/strict";
import { test } from "node:test";
import { sqlWordsOf } from "../../lint-fixture.test.ts";

const OPTIONS = { levels: { "prefer-identity": "warn" } } as const;

const FOUND: readonly (readonly [text: string, words: readonly string[]])[] = [
  ["CREATE TABLE t (a serial, b bigserial NOT NULL)", ["serial", "bigserial"]],
  ['alter table t add -- n\n "N" SERIAL8', ["SERIAL8"]],
];

const SILENT: readonly string[] = [
  "CREATE TABLE t (serial text)",
  "CREATE TABLE t (a bigint GENERATED ALWAYS AS IDENTITY)",
  "CREATE TABLE t (a text DEFAULT 'serial')",
];

for (const [text, words] of FOUND) {
  test(`found: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "prefer-identity", text, OPTIONS), words);
  });
}

for (const text of SILENT) {
  test(`silent: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "prefer-identity", text, OPTIONS), []);
  });
}
