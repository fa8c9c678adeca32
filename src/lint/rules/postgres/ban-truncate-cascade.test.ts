import assert from "node:assert/strict";
import { test } from "node:test";
import { sqlWordsOf } from "../../lint-fixture.test.ts";

const FOUND: readonly (readonly [text: string, words: readonly string[]])[] = [
  ["TRUNCATE a CASCADE", ["a"]],
  ['truncate table\n s."A", b /* c */ cascade', ['s."A"']],
];

for (const [text, words] of FOUND) {
  test(`found: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "ban-truncate-cascade", text), words);
  });
}

const SILENT: readonly string[] = ["TRUNCATE a", 'TRUNCATE "CASCADE"', "DROP TABLE a CASCADE"];

for (const text of SILENT) {
  test(`silent: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "ban-truncate-cascade", text), []);
  });
}
