import assert from "node:assert/strict";
import { test } from "node:test";
import { sqlWordsOf } from "../../lint-fixture.test.ts";

const FOUND: readonly (readonly [text: string, words: readonly string[]])[] = [
  ["ALTER TABLE t ADD COLUMN a text NOT NULL", ["a"]],
  ['alter table t add "X y" int\n-- DEFAULT 1\nnot null, add b int not null default 1', ['"X y"']],
  ["ALTER TABLE t ADD id int PRIMARY KEY", ["id"]],
];

for (const [text, words] of FOUND) {
  test(`found: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "adding-required-field", text), words);
  });
}

const SILENT: readonly string[] = [
  "ALTER TABLE t ADD a text",
  "ALTER TABLE t ADD a text NOT NULL DEFAULT ''",
  "ALTER TABLE t ADD a int GENERATED ALWAYS AS IDENTITY NOT NULL",
  "ALTER TABLE t ADD a int GENERATED ALWAYS AS (b * 2) STORED NOT NULL",
  "ALTER TABLE t ADD id bigserial PRIMARY KEY",
  "CREATE TABLE t (b int); ALTER TABLE t ADD a text NOT NULL",
];

for (const text of SILENT) {
  test(`silent: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "adding-required-field", text), []);
  });
}
