import assert from "node:assert/strict";
import { test } from "node:test";
import { sqlWordsOf } from "../../lint-fixture.test.ts";

const FOUND: readonly (readonly [text: string, words: readonly string[]])[] = [
  ["ALTER TABLE t ADD COLUMN a uuid DEFAULT gen_random_uuid()", ["a"]],
  ['alter table if exists only T\n add /* DEFAULT 1 */ "A b" uuid not null default\n Gen_Random_UUID()', ['"A b"']],
  [
    "ALTER TABLE t ADD x int DEFAULT 1, ADD COLUMN IF NOT EXISTS y float DEFAULT random() * 2, ADD z timestamptz DEFAULT clock_timestamp()",
    ["y", "z"],
  ],
  ["ALTER TABLE t ADD id bigint GENERATED ALWAYS AS IDENTITY", ["id"]],
  ["ALTER TABLE t ADD id bigserial", ["id"]],
  ["ALTER TABLE t ADD a text DEFAULT my_own()", ["a"]],
];

for (const [text, words] of FOUND) {
  test(`found: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "adding-field-with-default", text), words);
  });
}

const SILENT: readonly string[] = [
  "ALTER TABLE t ADD a tsvector DEFAULT to_tsvector('simple', ''), ADD b text DEFAULT lpad('1', 3, '0'), ADD c text[] DEFAULT array_append('{}', 'a')",
  "ALTER TABLE t ADD a int DEFAULT 1, ADD b text DEFAULT 'random()', ADD c timestamptz DEFAULT now(), ADD d timestamptz DEFAULT CURRENT_TIMESTAMP",
  "ALTER TABLE t ADD a int, ADD b text[] DEFAULT ARRAY['x']::text[], ADD c jsonb DEFAULT '{}'::jsonb",
  "CREATE TABLE t (a int8 PRIMARY KEY); ALTER TABLE t ADD token uuid DEFAULT gen_random_uuid()",
  "ALTER TABLE t ALTER a SET DEFAULT random()",
  "SELECT 'ALTER TABLE t ADD a uuid DEFAULT gen_random_uuid()'",
];

for (const text of SILENT) {
  test(`silent: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "adding-field-with-default", text), []);
  });
}

test("before PostgreSQL 11 every default is written into every row", () => {
  const text = "ALTER TABLE t ADD a int DEFAULT 1, ADD b int";
  assert.deepEqual(sqlWordsOf("postgres:10", "adding-field-with-default", text), ["a"]);
});
