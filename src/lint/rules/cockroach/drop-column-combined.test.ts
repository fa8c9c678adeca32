import assert from "node:assert/strict";
import { test } from "node:test";
import { sqlWordsOf } from "../../lint-fixture.test.ts";

const FOUND: readonly (readonly [text: string, words: readonly string[]])[] = [
  ["ALTER TABLE t DROP COLUMN a, ADD COLUMN b INT8", ["a"]],
  ['alter table if exists s.t add constraint c unique (b),\n  -- gone\n  drop "X y" cascade', ['"X y"']],
  ["ALTER TABLE t DROP COLUMN IF EXISTS a, DROP b", ["a", "b"]],
];

const SILENT: readonly string[] = [
  "ALTER TABLE t DROP COLUMN a",
  "ALTER TABLE t DROP CONSTRAINT a, ADD COLUMN b INT8",
  "ALTER TABLE t ADD COLUMN a INT8 DEFAULT 1, ADD CONSTRAINT c CHECK (a IN (1, 2))",
  "CREATE TABLE t (a INT8, b INT8); ALTER TABLE t DROP COLUMN a, ADD COLUMN c INT8",
  "INSERT INTO t VALUES ('ALTER TABLE t DROP COLUMN a, ADD COLUMN b INT8')",
];

for (const [text, words] of FOUND) {
  test(`found: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("cockroach", "drop-column-combined", text), words);
  });
}

for (const text of SILENT) {
  test(`silent: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("cockroach", "drop-column-combined", text), []);
  });
}
