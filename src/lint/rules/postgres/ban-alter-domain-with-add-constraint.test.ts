import assert from "node:assert/strict";
import { test } from "node:test";
import { sqlWordsOf } from "../../lint-fixture.test.ts";

const FOUND: readonly (readonly [text: string, words: readonly string[]])[] = [
  ["ALTER DOMAIN d ADD CONSTRAINT c CHECK (value > 0)", ["CONSTRAINT"]],
  ['alter domain s."D" add -- now\n check (value > 0)', ["check"]],
  ['alter domain s."D" set\n NOT null', ["set\n NOT null"]],
];

const SILENT: readonly string[] = [
  "ALTER DOMAIN d DROP NOT NULL",
  "CREATE DOMAIN d AS int8; ALTER DOMAIN d SET NOT NULL",
  "ALTER DOMAIN d ADD CONSTRAINT c CHECK (value > 0) NOT VALID",
  "ALTER DOMAIN d DROP CONSTRAINT c",
  "CREATE DOMAIN d AS int8; ALTER DOMAIN d ADD CHECK (value > 0)",
  "ALTER TABLE d ADD CHECK (a > 0)",
];

for (const [text, words] of FOUND) {
  test(`found: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "ban-alter-domain-with-add-constraint", text), words);
  });
}

for (const text of SILENT) {
  test(`silent: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "ban-alter-domain-with-add-constraint", text), []);
  });
}
