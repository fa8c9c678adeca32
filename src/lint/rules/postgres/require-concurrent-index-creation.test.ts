import assert from "node:assert/strict";
import { test } from "node:test";
import { sqlWordsOf } from "../../lint-fixture.test.ts";

const FOUND: readonly (readonly [text: string, words: readonly string[]])[] = [
  ["CREATE INDEX i ON t (a)", ["t"]],
  ['create unique index if not exists\n "I" on s."T" /* CONCURRENTLY */ using gin (a)', ['s."T"']],
  ["ALTER TABLE _t RENAME TO t; CREATE INDEX i ON t (a)", ["t"]],
  ["CREATE TABLE t (a int8); ALTER TABLE t RENAME a TO b; CREATE INDEX i ON b (a)", ["b"]],
];

for (const [text, words] of FOUND) {
  test(`found: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "require-concurrent-index-creation", text), words);
  });
}

const SILENT: readonly string[] = [
  "CREATE INDEX i ON ONLY t (a)",
  "CREATE TABLE _t (a int8); INSERT INTO _t SELECT a FROM t; DROP TABLE t; ALTER TABLE _t RENAME TO t; CREATE INDEX i ON t (a)",
  "CREATE TABLE t AS SELECT 1 AS a; CREATE INDEX i ON t (a)",
  "CREATE INDEX CONCURRENTLY i ON t (a)",
  "CREATE TABLE t (a int8 PRIMARY KEY); CREATE INDEX i ON t (a)",
  'CREATE TABLE "T" (a int8); CREATE INDEX i ON public."T" (a)',
];

for (const text of SILENT) {
  test(`silent: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "require-concurrent-index-creation", text), []);
  });
}
