import assert from "node:assert/strict";
import { test } from "node:test";
import { sqlWordsOf } from "../../lint-fixture.test.ts";

const FOUND: readonly (readonly [text: string, words: readonly string[]])[] = [
  ["ALTER TABLE t ALTER COLUMN a DROP NOT NULL", ["a"]],
  ['alter table t alter\n"B" -- c\ndrop not null', ['"B"']],
];

for (const [text, words] of FOUND) {
  test(`found: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "ban-drop-not-null", text), words);
  });
}

const SILENT: readonly string[] = [
  "ALTER TABLE t ALTER a SET NOT NULL",
  "ALTER TABLE t ALTER a DROP DEFAULT",
  "ALTER TABLE t ALTER a SET NOT NULL;\n-- @down\nALTER TABLE t ALTER a DROP NOT NULL",
];

for (const text of SILENT) {
  test(`silent: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "ban-drop-not-null", text), []);
  });
}
