import assert from "node:assert/strict";
import { test } from "node:test";
import { sqlWordsOf } from "../../lint-fixture.test.ts";

const FOUND: readonly (readonly [text: string, words: readonly string[]])[] = [
  ["ALTER TABLE t ALTER COLUMN a SET NOT NULL", ["a"]],
  ['alter table "T" alter\n /* c */ "B" set not null, alter c set not null', ['"B"', "c"]],
  ["ALTER TABLE t ADD CONSTRAINT c NOT NULL a", ["c"]],
];

for (const [text, words] of FOUND) {
  test(`found: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "adding-not-nullable-field", text), words);
  });
}

const SILENT: readonly string[] = [
  "ALTER TABLE t ADD CONSTRAINT c NOT NULL a NOT VALID",
  "ALTER TABLE t ADD a int NOT NULL DEFAULT 1",
  "ALTER TABLE t ALTER a DROP NOT NULL",
  "CREATE TABLE t (a int8 PRIMARY KEY, b int); ALTER TABLE t ALTER b SET NOT NULL",
  "ALTER TABLE t VALIDATE CONSTRAINT c; ALTER TABLE t ALTER a SET NOT NULL",
  "ALTER TABLE t ALTER a SET DEFAULT 'SET NOT NULL'",
];

for (const text of SILENT) {
  test(`silent: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "adding-not-nullable-field", text), []);
  });
}
