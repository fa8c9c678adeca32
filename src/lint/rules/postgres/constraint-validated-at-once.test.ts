import assert from "node:assert/strict";
import { test } from "node:test";
import { sqlWordsOf } from "../../lint-fixture.test.ts";

const FOUND: readonly (readonly [text: string, words: readonly string[]])[] = [
  ["ALTER TABLE t ADD CONSTRAINT c CHECK (a > 1) NOT VALID; alter table t validate /* c */ constraint C", ["C"]],
  [
    'ALTER TABLE t ADD CONSTRAINT "C" FOREIGN KEY (a) REFERENCES u NOT VALID; SELECT 1; ALTER TABLE t VALIDATE CONSTRAINT\n"C"',
    ['"C"'],
  ],
];

for (const [text, words] of FOUND) {
  test(`found: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "constraint-validated-at-once", text), words);
  });
}

const SILENT: readonly string[] = [
  "ALTER TABLE t VALIDATE CONSTRAINT c",
  "-- @no-transaction\nALTER TABLE t ADD CONSTRAINT c CHECK (a > 1) NOT VALID; ALTER TABLE t VALIDATE CONSTRAINT c",
  "ALTER TABLE t ADD CONSTRAINT c CHECK (a > 1) NOT VALID; ALTER TABLE u VALIDATE CONSTRAINT c",
];

for (const text of SILENT) {
  test(`silent: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "constraint-validated-at-once", text), []);
  });
}
