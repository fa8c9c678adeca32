import assert from "node:assert/strict";
import { test } from "node:test";
import { sqlWordsOf } from "../../lint-fixture.test.ts";

const FOUND: readonly (readonly [text: string, words: readonly string[]])[] = [
  ["ALTER TABLE t ALTER COLUMN a TYPE bigint", ["a"]],
  ['alter table t alter\n "B" set data /* x */ type text using "B"::text, alter c type int', ['"B"', "c"]],
];

for (const [text, words] of FOUND) {
  test(`found: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "changing-column-type", text), words);
  });
}

const SILENT: readonly string[] = [
  "ALTER TABLE t ALTER a SET DEFAULT 1",
  "CREATE TABLE t (a int8 PRIMARY KEY); ALTER TABLE t ALTER a TYPE int",
  "ALTER TYPE mood ADD VALUE 'x'",
];

for (const text of SILENT) {
  test(`silent: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "changing-column-type", text), []);
  });
}
