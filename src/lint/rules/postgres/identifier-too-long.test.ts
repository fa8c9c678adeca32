import assert from "node:assert/strict";
import { test } from "node:test";
import { sqlWordsOf } from "../../lint-fixture.test.ts";

const FOUND: readonly (readonly [text: string, words: readonly string[]])[] = [
  [
    "CREATE INDEX a_name_that_goes_on_and_on_until_it_is_longer_than_postgresql_lets_it ON t (a)",
    ["a_name_that_goes_on_and_on_until_it_is_longer_than_postgresql_lets_it"],
  ],
  [
    'alter table t add -- long\n column "a_name_that_goes_on_and_on_until_it_is_longer_than_postgresql_lets_it" int8; DROP INDEX a_name_that_goes_on_and_on_until_it_is_longer_than_postgresql_lets_it',
    [
      '"a_name_that_goes_on_and_on_until_it_is_longer_than_postgresql_lets_it"',
      "a_name_that_goes_on_and_on_until_it_is_longer_than_postgresql_lets_it",
    ],
  ],
  ['CREATE TABLE "ääääääääääääääääääääääääääääääää" (a int8)', ['"ääääääääääääääääääääääääääääääää"']],
  [
    "CREATE TABLE a_name_that_goes_on_and_on_until_it_is_longer_than_postgresql_lets_it (a_name_that_goes_on_and_on_until_it_is_longer_than_postgresql_lets_it int8)",
    ["a_name_that_goes_on_and_on_until_it_is_longer_than_postgresql_lets_it"],
  ],
];

const SILENT: readonly string[] = [
  "CREATE INDEX a_name_that_goes_on_and_on_until_it_is_longer_than_postgresql_l ON t (a)",
  "COMMENT ON TABLE t IS 'a_name_that_goes_on_and_on_until_it_is_longer_than_postgresql_lets_it'",
  "-- a_name_that_goes_on_and_on_until_it_is_longer_than_postgresql_lets_it\nSELECT 1",
  'CREATE TABLE "äääääääääääääääääääääääääääääää" (a int8)',
];

for (const [text, words] of FOUND) {
  test(`found: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "identifier-too-long", text), words);
  });
}

for (const text of SILENT) {
  test(`silent: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "identifier-too-long", text), []);
  });
}
