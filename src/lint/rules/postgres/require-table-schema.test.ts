import assert from "node:assert/strict";
import { test } from "node:test";
import { sqlWordsOf } from "../../lint-fixture.test.ts";

const OPTIONS = { levels: { "require-table-schema": "warn" } } as const;

const FOUND: readonly (readonly [text: string, words: readonly string[]])[] = [
  ["CREATE TABLE t (a int8)", ["t"]],
  ['alter table if exists -- this\n "T" add a int8; create index i on u (a); drop table v, s.w', ['"T"', "u", "v"]],
  [
    "INSERT INTO t VALUES (1); UPDATE t SET a = 1 WHERE a = 2; DELETE FROM t WHERE a = 3; TRUNCATE t",
    ["t", "t", "t", "t"],
  ],
];

const SILENT: readonly string[] = [
  "CREATE TABLE s.t (a int8)",
  "CREATE TEMP TABLE t (a int8)",
  "DROP INDEX i",
  "SELECT 'CREATE TABLE t'",
];

for (const [text, words] of FOUND) {
  test(`found: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "require-table-schema", text, OPTIONS), words);
  });
}

for (const text of SILENT) {
  test(`silent: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "require-table-schema", text, OPTIONS), []);
  });
}
