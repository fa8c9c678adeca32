import assert from "node:assert/strict";
import { test } from "node:test";
import { sqlWordsOf } from "../../lint-fixture.test.ts";

const FOUND: readonly (readonly [text: string, words: readonly string[]])[] = [
  ["ALTER TABLE t SET LOCALITY GLOBAL", ["SET LOCALITY"]],
  ['alter table if exists s."T"\n  set -- all\n  locality regional by row', ["set -- all\n  locality"]],
  ["ALTER TABLE t DROP CONSTRAINT t_pkey, ADD CONSTRAINT t_pkey PRIMARY KEY (b)", ["PRIMARY KEY"]],
  ["ALTER TABLE u SET (schema_locked = false); ALTER TABLE t SET LOCALITY GLOBAL", ["SET LOCALITY"]],
  ["CREATE TABLE t (a INT8); ALTER TABLE t SET LOCALITY GLOBAL", ["SET LOCALITY"]],
  ["ALTER TABLE t SET (schema_locked = true); ALTER TABLE t SET LOCALITY GLOBAL", ["SET LOCALITY"]],
];

const SILENT: readonly string[] = [
  "ALTER TABLE t SET (schema_locked = false); ALTER TABLE t SET LOCALITY GLOBAL; ALTER TABLE t SET (schema_locked = true)",
  "CREATE TABLE t (a INT8) WITH (schema_locked = false); ALTER TABLE t SET LOCALITY GLOBAL",
  'ALTER TABLE t SET ("schema_locked" /* off */ = off); ALTER TABLE t SET LOCALITY GLOBAL',
  "ALTER TABLE t RESET (schema_locked); ALTER TABLE t SET LOCALITY GLOBAL",
  "ALTER TABLE t ADD COLUMN a INT8",
  "ALTER TABLE t ADD CONSTRAINT c PRIMARY KEY (a)",
  "ALTER TABLE t ADD COLUMN locality STRING DEFAULT 'SET LOCALITY'",
];

for (const [text, words] of FOUND) {
  test(`found: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("cockroach", "schema-locked", text), words);
  });
}

for (const text of SILENT) {
  test(`silent: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("cockroach", "schema-locked", text), []);
  });
}

test("before 26.1 tables are not locked unless somebody asks for it", () => {
  assert.deepEqual(sqlWordsOf("cockroach:25.4", "schema-locked", "ALTER TABLE t SET LOCALITY GLOBAL"), []);
});
