import assert from "node:assert/strict";
import { test } from "node:test";
import { sqlWordsOf } from "../../lint-fixture.test.ts";

const FOUND: readonly (readonly [text: string, words: readonly string[]])[] = [
  ["ALTER TABLE t ADD CONSTRAINT c CHECK (a > 1)", ["c"]],
  ["ALTER TABLE t ADD a int CHECK (a > 1), ADD COLUMN b int", ["a"]],
  ["alter table t add\n-- NOT VALID\n check (a > 1)", ["check"]],
];

for (const [text, words] of FOUND) {
  test(`found: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "constraint-missing-not-valid", text), words);
  });
}

const SILENT: readonly string[] = [
  "ALTER TABLE t ADD CONSTRAINT c CHECK (a > 1) NOT VALID",
  "CREATE TABLE t (a int8 PRIMARY KEY); ALTER TABLE t ADD CHECK (a > 1)",
  'ALTER TABLE t ADD CONSTRAINT "CHECK" UNIQUE USING INDEX i',
];

for (const text of SILENT) {
  test(`silent: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "constraint-missing-not-valid", text), []);
  });
}
