import assert from "node:assert/strict";
import { test } from "node:test";
import { sqlWordsOf } from "../../lint-fixture.test.ts";

const OPTIONS = { levels: { "require-enum-value-ordering": "warn" } } as const;

const FOUND: readonly (readonly [text: string, words: readonly string[]])[] = [
  ["ALTER TYPE mood ADD VALUE 'calm'", ["'calm'"]],
  ["alter type s.\"Mood\" add value if not exists -- new\n 'calm'", ["'calm'"]],
];

const SILENT: readonly string[] = [
  "ALTER TYPE mood ADD VALUE 'calm' BEFORE 'sad'",
  "ALTER TYPE mood ADD VALUE 'calm' AFTER 'sad'",
  "ALTER TYPE mood RENAME VALUE 'calm' TO 'sad'",
  "CREATE TYPE mood AS ENUM ('calm')",
];

for (const [text, words] of FOUND) {
  test(`found: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "require-enum-value-ordering", text, OPTIONS), words);
  });
}

for (const text of SILENT) {
  test(`silent: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "require-enum-value-ordering", text, OPTIONS), []);
  });
}
