import assert from "node:assert/strict";
import { test } from "node:test";
import { sqlWordsOf } from "../../lint-fixture.test.ts";

const OPTIONS = { levels: { "prefer-timestamptz": "warn" } } as const;

const FOUND: readonly (readonly [text: string, words: readonly string[]])[] = [
  ["CREATE TABLE t (a timestamp, b timestamp(3) without time zone)", ["timestamp", "timestamp"]],
  ['alter table t add -- when\n "At" TIMESTAMP', ["TIMESTAMP"]],
];

const SILENT: readonly string[] = [
  "CREATE TABLE t (a timestamptz, b timestamp with time zone, c date)",
  "CREATE TABLE t (timestamp text)",
  "CREATE TABLE t (a timestamptz DEFAULT '2020-01-01'::timestamp)",
];

for (const [text, words] of FOUND) {
  test(`found: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "prefer-timestamptz", text, OPTIONS), words);
  });
}

for (const text of SILENT) {
  test(`silent: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "prefer-timestamptz", text, OPTIONS), []);
  });
}
