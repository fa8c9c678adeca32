import assert from "node:assert/strict";
import { test } from "node:test";
import { sqlWordsOf } from "../../lint-fixture.test.ts";

const FOUND: readonly (readonly [text: string, words: readonly string[]])[] = [
  ["ALTER SCHEMA a RENAME TO b", ["a"]],
  ['alter schema\n/* x */ "A" rename to b', ['"A"']],
];

for (const [text, words] of FOUND) {
  test(`found: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "renaming-schema", text), words);
  });
}

const SILENT: readonly string[] = ["ALTER SCHEMA a OWNER TO b", "SELECT 1;\n-- @down\nALTER SCHEMA b RENAME TO a"];

for (const text of SILENT) {
  test(`silent: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "renaming-schema", text), []);
  });
}
