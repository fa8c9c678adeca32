import assert from "node:assert/strict";
import { test } from "node:test";
import { sqlWordsOf } from "../../lint-fixture.test.ts";

const FOUND: readonly (readonly [text: string, words: readonly string[]])[] = [
  ["ALTER TABLE t ADD a json", ["json"]],
  ['create table "T" (a int8 primary key,\n b /* jsonb */ JSON not null, c json[])', ["JSON", "json"]],
];

for (const [text, words] of FOUND) {
  test(`found: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "prefer-jsonb", text), words);
  });
}

const SILENT: readonly string[] = ["CREATE TABLE t (a int8 PRIMARY KEY, json jsonb)", "SELECT '{}'::json"];

for (const text of SILENT) {
  test(`silent: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "prefer-jsonb", text), []);
  });
}
