import assert from "node:assert/strict";
import { test } from "node:test";
import { sqlWordsOf } from "../../lint-fixture.test.ts";

const FOUND: readonly (readonly [text: string, words: readonly string[]])[] = [
  ["ALTER TABLE t ADD CONSTRAINT c UNIQUE (a)", ["c"]],
  ["alter table t add\n-- USING INDEX\nunique (a), add primary key (b)", ["unique", "primary"]],
  ["ALTER TABLE t ADD a int UNIQUE", ["a"]],
  ["ALTER TABLE t ADD id uuid PRIMARY KEY, ADD b uuid UNIQUE DEFAULT gen_random_uuid()", ["id", "b"]],
];

for (const [text, words] of FOUND) {
  test(`found: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "disallowed-unique-constraint", text), words);
  });
}

const SILENT: readonly string[] = [
  // Of adding-serial-primary-key-field.
  "ALTER TABLE t ADD id bigserial PRIMARY KEY",
  "ALTER TABLE t ADD CONSTRAINT c UNIQUE USING INDEX i",
  "CREATE TABLE t (a int8); ALTER TABLE t ADD PRIMARY KEY (a)",
  "ALTER TABLE t ADD a int",
];

for (const text of SILENT) {
  test(`silent: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "disallowed-unique-constraint", text), []);
  });
}
