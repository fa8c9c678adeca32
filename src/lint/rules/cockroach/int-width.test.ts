import assert from "node:assert/strict";
import { test } from "node:test";
import { sqlWordsOf } from "../../lint-fixture.test.ts";

const OPTIONS = { levels: { "int-width": "warn" } } as const;

const FOUND: readonly (readonly [text: string, words: readonly string[]])[] = [
  ["CREATE TABLE t (a INT PRIMARY KEY, b INT8, c INTEGER, d INT4)", ["INT", "INTEGER"]],
  ["alter table t add column if not exists n -- how wide\n int not null default 0", ["int"]],
  ["CREATE TABLE t (a INT[])", ["INT"]],
];

const SILENT: readonly string[] = [
  "CREATE TABLE t (int STRING, b INT8)",
  'CREATE TABLE t (a "int")',
  "ALTER TABLE t ADD COLUMN a INT2",
  "ALTER TABLE t ADD CONSTRAINT c CHECK (a::INT > 0)",
  "CREATE TABLE t (a s.int)",
];

for (const [text, words] of FOUND) {
  test(`found: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("cockroach", "int-width", text, OPTIONS), words);
  });
}

for (const text of SILENT) {
  test(`silent: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("cockroach", "int-width", text, OPTIONS), []);
  });
}
