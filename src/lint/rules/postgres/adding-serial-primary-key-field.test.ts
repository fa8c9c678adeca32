import assert from "node:assert/strict";
import { test } from "node:test";
import { sqlWordsOf } from "../../lint-fixture.test.ts";

const FOUND: readonly (readonly [text: string, words: readonly string[]])[] = [
  ["ALTER TABLE t ADD COLUMN id bigserial PRIMARY KEY", ["id"]],
  ['alter table t add "Id" bigint -- counts\n generated always as identity primary key', ['"Id"']],
  ["ALTER TABLE t ADD COLUMN id uuid DEFAULT gen_random_uuid() PRIMARY KEY", ["id"]],
];

const SILENT: readonly string[] = [
  "ALTER TABLE t ADD COLUMN n bigserial",
  "ALTER TABLE t ADD PRIMARY KEY USING INDEX i",
  "CREATE TABLE t (a int8); ALTER TABLE t ADD id bigserial PRIMARY KEY",
  "CREATE TABLE t (id bigserial PRIMARY KEY)",
];

for (const [text, words] of FOUND) {
  test(`found: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "adding-serial-primary-key-field", text), words);
  });
}

for (const text of SILENT) {
  test(`silent: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "adding-serial-primary-key-field", text), []);
  });
}
