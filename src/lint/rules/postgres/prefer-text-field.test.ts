import assert from "node:assert/strict";
import { test } from "node:test";
import { sqlWordsOf } from "../../lint-fixture.test.ts";

const OPTIONS = { levels: { "prefer-text-field": "warn" } } as const;

const FOUND: readonly (readonly [text: string, words: readonly string[]])[] = [
  ["CREATE TABLE t (a varchar(10), b character varying (20)[])", ["varchar", "character"]],
  ['alter table t alter "A" -- wider\n type VARCHAR(30)', ["VARCHAR"]],
];

const SILENT: readonly string[] = [
  "CREATE TABLE t (a text, b varchar, c char(3))",
  "CREATE TABLE t (varchar text)",
  "CREATE TABLE t (a text DEFAULT 'varchar(3)')",
];

for (const [text, words] of FOUND) {
  test(`found: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "prefer-text-field", text, OPTIONS), words);
  });
}

for (const text of SILENT) {
  test(`silent: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "prefer-text-field", text, OPTIONS), []);
  });
}
