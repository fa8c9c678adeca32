import assert from "node:assert/strict";
import { test } from "node:test";
import { sqlWordsOf } from "../../lint-fixture.test.ts";

const FOUND: readonly (readonly [text: string, words: readonly string[]])[] = [
  ["ALTER TABLE t ADD a int GENERATED ALWAYS AS (b * 2) STORED", ["a"]],
  ['alter table t add column\n"A" int generated always as (b) /* x */ stored', ['"A"']],
];

for (const [text, words] of FOUND) {
  test(`found: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "adding-stored-generated-column", text), words);
  });
}

const SILENT: readonly string[] = [
  "ALTER TABLE t ADD a int GENERATED ALWAYS AS (b * 2) VIRTUAL",
  "CREATE TABLE t (b int); ALTER TABLE t ADD a int GENERATED ALWAYS AS (b) STORED",
  "ALTER TABLE t ADD a int DEFAULT 2",
];

for (const text of SILENT) {
  test(`silent: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "adding-stored-generated-column", text), []);
  });
}
