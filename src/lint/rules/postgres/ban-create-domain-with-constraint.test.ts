import assert from "node:assert/strict";
import { test } from "node:test";
import { sqlWordsOf } from "../../lint-fixture.test.ts";

const OPTIONS = { levels: { "ban-create-domain-with-constraint": "warn" } } as const;

const FOUND: readonly (readonly [text: string, words: readonly string[]])[] = [
  ["CREATE DOMAIN d AS int8 CHECK (value > 0)", ["CHECK"]],
  ["create domain d as text -- never\n not null constraint c check (value <> '')", ["not", "constraint"]],
];

const SILENT: readonly string[] = [
  "CREATE DOMAIN d AS int8",
  "CREATE DOMAIN d AS int8 DEFAULT 1",
  "CREATE TABLE t (a int8 CHECK (a > 0))",
];

for (const [text, words] of FOUND) {
  test(`found: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "ban-create-domain-with-constraint", text, OPTIONS), words);
  });
}

for (const text of SILENT) {
  test(`silent: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "ban-create-domain-with-constraint", text, OPTIONS), []);
  });
}
