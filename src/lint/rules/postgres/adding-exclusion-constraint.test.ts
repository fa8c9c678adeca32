import assert from "node:assert/strict";
import { test } from "node:test";
import { sqlWordsOf } from "../../lint-fixture.test.ts";

const FOUND: readonly (readonly [text: string, words: readonly string[]])[] = [
  ["ALTER TABLE t ADD CONSTRAINT c EXCLUDE USING gist (a WITH &&)", ["c"]],
  ["alter table t add\nexclude (a with =)", ["exclude"]],
];

for (const [text, words] of FOUND) {
  test(`found: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "adding-exclusion-constraint", text), words);
  });
}

const SILENT: readonly string[] = [
  "CREATE TABLE t (a tstzrange); ALTER TABLE t ADD EXCLUDE USING gist (a WITH &&)",
  'ALTER TABLE t ADD CONSTRAINT "EXCLUDE" CHECK (true) NOT VALID',
];

for (const text of SILENT) {
  test(`silent: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "adding-exclusion-constraint", text), []);
  });
}
