import assert from "node:assert/strict";
import { test } from "node:test";
import { sqlWordsOf } from "../../lint-fixture.test.ts";

const FOUND: readonly (readonly [text: string, words: readonly string[]])[] = [
  ["ALTER TABLE t DROP COLUMN a", ["a"]],
  ['alter table if exists s.t drop -- gone\n "A b" cascade, drop column if exists c', ['"A b"', "c"]],
  ["ALTER TABLE t ADD COLUMN IF NOT EXISTS a INT8; ALTER TABLE t DROP COLUMN a", ["a"]],
  ["ALTER TABLE u ADD COLUMN a INT8; ALTER TABLE t DROP COLUMN a", ["a"]],
];

const SILENT: readonly string[] = [
  "ALTER TABLE t DROP CONSTRAINT a",
  "ALTER TABLE t ALTER COLUMN a DROP DEFAULT",
  "-- @allow-destructive\nALTER TABLE t DROP COLUMN a",
  "ALTER TABLE t ADD COLUMN a INT8;\n-- @down\nALTER TABLE t DROP COLUMN a",
  "ALTER TABLE t ADD COLUMN A INT8; ALTER TABLE t DROP COLUMN a",
  "CREATE TABLE t (a INT8, b INT8); ALTER TABLE t DROP COLUMN a",
];

for (const [text, words] of FOUND) {
  test(`found: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("cockroach", "crdb-ban-drop-column", text), words);
  });
}

for (const text of SILENT) {
  test(`silent: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("cockroach", "crdb-ban-drop-column", text), []);
  });
}
