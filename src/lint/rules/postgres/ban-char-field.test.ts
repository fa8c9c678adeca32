import assert from "node:assert/strict";
import { test } from "node:test";
import { sqlWordsOf } from "../../lint-fixture.test.ts";

const OPTIONS = { levels: { "ban-char-field": "warn" } } as const;

const FOUND: readonly (readonly [text: string, words: readonly string[]])[] = [
  ["CREATE TABLE t (a char, b character(2), c bpchar)", ["char", "character", "bpchar"]],
  ['alter table t add -- code\n "Code" CHAR(3)', ["CHAR"]],
];

const SILENT: readonly string[] = [
  "CREATE TABLE t (a text, b varchar(3), c character varying)",
  'CREATE TABLE t (a "char")',
  "CREATE TABLE t (char text)",
];

for (const [text, words] of FOUND) {
  test(`found: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "ban-char-field", text, OPTIONS), words);
  });
}

for (const text of SILENT) {
  test(`silent: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "ban-char-field", text, OPTIONS), []);
  });
}
