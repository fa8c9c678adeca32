import assert from "node:assert/strict";
import { test } from "node:test";
import { sqlWordsOf } from "../../lint-fixture.test.ts";

const FOUND: readonly (readonly [text: string, words: readonly string[]])[] = [
  ["TRUNCATE a", ["a"]],
  ['truncate table only\n s."A" -- c\n, b', ['s."A" -- c\n, b']],
];

for (const [text, words] of FOUND) {
  test(`found: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "ban-truncate", text), words);
  });
}

const SILENT: readonly string[] = [
  "DELETE FROM a WHERE b = 1",
  "CREATE TABLE a (b int8 PRIMARY KEY); TRUNCATE a",
  "SELECT 'TRUNCATE a'",
  'CREATE TABLE "truncate" (a int8 PRIMARY KEY)',
];

for (const text of SILENT) {
  test(`silent: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "ban-truncate", text), []);
  });
}

test("on CockroachDB, too", () => {
  assert.deepEqual(sqlWordsOf("cockroach", "ban-truncate", "TRUNCATE TABLE a"), ["a"]);
});
