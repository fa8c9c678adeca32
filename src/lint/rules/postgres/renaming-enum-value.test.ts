import assert from "node:assert/strict";
import { test } from "node:test";
import { sqlWordsOf } from "../../lint-fixture.test.ts";

const FOUND: readonly (readonly [text: string, words: readonly string[]])[] = [
  ["ALTER TYPE mood RENAME VALUE 'a' TO 'b'", ["'a'"]],
  ["alter type s.\"M\"\nrename value -- x\n 'a' to 'b'", ["'a'"]],
];

for (const [text, words] of FOUND) {
  test(`found: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "renaming-enum-value", text), words);
  });
}

const SILENT: readonly string[] = [
  "ALTER TYPE mood ADD VALUE 'a'",
  "ALTER TYPE mood RENAME TO feeling",
  "SELECT 1;\n-- @down\nALTER TYPE mood RENAME VALUE 'b' TO 'a'",
];

for (const text of SILENT) {
  test(`silent: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "renaming-enum-value", text), []);
  });
}
