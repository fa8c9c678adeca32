import assert from "node:assert/strict";
import { test } from "node:test";
import { sqlWordsOf } from "../../lint-fixture.test.ts";

const FOUND: readonly (readonly [text: string, words: readonly string[]])[] = [
  ["TRUNCATE t CASCADE", ["CASCADE"]],
  ["truncate table s.t, u -- all\n cascade", ["cascade"]],
];

const SILENT: readonly string[] = ["TRUNCATE t", "TRUNCATE t RESTRICT", 'TRUNCATE "CASCADE"', "DROP TABLE t CASCADE"];

for (const [text, words] of FOUND) {
  test(`found: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("cockroach", "crdb-ban-truncate-cascade", text), words);
  });
}

for (const text of SILENT) {
  test(`silent: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("cockroach", "crdb-ban-truncate-cascade", text), []);
  });
}
