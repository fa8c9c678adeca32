import assert from "node:assert/strict";
import { test } from "node:test";
import { sqlWordsOf } from "../../lint-fixture.test.ts";

const FOUND: readonly (readonly [text: string, words: readonly string[]])[] = [
  ["ALTER TABLE t ADD COLUMN a STRING NOT NULL", ["a"]],
  ['alter table t add "X y" int8\n-- DEFAULT 1\nnot null, add b int8 not null default 1', ['"X y"']],
];

const SILENT: readonly string[] = [
  "ALTER TABLE t ADD a STRING",
  "ALTER TABLE t ADD a STRING NOT NULL DEFAULT ''",
  "ALTER TABLE t ADD a INT8 NOT NULL AS (b * 2) STORED",
  "ALTER TABLE t ADD a INT8 NOT NULL GENERATED ALWAYS AS IDENTITY",
  "ALTER TABLE t ADD a SERIAL NOT NULL",
  "ALTER TABLE t ADD CONSTRAINT c CHECK (a IS NOT NULL)",
  "CREATE TABLE t (b INT8); ALTER TABLE t ADD a STRING NOT NULL",
];

for (const [text, words] of FOUND) {
  test(`found: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("cockroach", "crdb-adding-required-field", text), words);
  });
}

for (const text of SILENT) {
  test(`silent: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("cockroach", "crdb-adding-required-field", text), []);
  });
}
