import assert from "node:assert/strict";
import { test } from "node:test";
import { sqlWordsOf } from "../../lint-fixture.test.ts";

const FOUND: readonly (readonly [text: string, words: readonly string[]])[] = [
  ["CREATE TABLE t (id SERIAL PRIMARY KEY, name STRING)", ["id"]],
  ['create table if not exists s.t (\n  -- counts\n  "Id" int8 not null default unique_rowid() primary key)', ['"Id"']],
  ["CREATE TABLE t (id INT8 GENERATED ALWAYS AS IDENTITY, CONSTRAINT t_pkey PRIMARY KEY (id))", ["id"]],
  ["CREATE TABLE t (id INT8 DEFAULT nextval('s'), b INT8, PRIMARY KEY (id, b))", ["id"]],
  ["CREATE TABLE t (id INT8 DEFAULT pg_catalog.\"nextval\"('s') PRIMARY KEY)", ["id"]],
  ["CREATE TABLE t (at TIMESTAMPTZ, id UUID, PRIMARY KEY (at, id))", ["at"]],
  ["CREATE TABLE t (id UUID PRIMARY KEY, at TIMESTAMP, INDEX (at DESC), UNIQUE INDEX i (at, id))", ["at", "at"]],
  ["CREATE TABLE t (id UUID PRIMARY KEY, at TIMESTAMPTZ); CREATE INDEX i ON t (at)", ["at"]],
];

const SILENT: readonly string[] = [
  "CREATE TABLE t (id UUID PRIMARY KEY DEFAULT gen_random_uuid(), at TIMESTAMPTZ)",
  "CREATE TABLE t (id SERIAL PRIMARY KEY USING HASH)",
  "CREATE TABLE t (id SERIAL, PRIMARY KEY (id) USING HASH WITH (bucket_count = 8))",
  "CREATE TABLE t (id UUID PRIMARY KEY, at TIMESTAMPTZ, INDEX (id, at), INDEX j (at) USING HASH)",
  "CREATE TABLE t (id UUID PRIMARY KEY, at TIMESTAMPTZ DEFAULT now(), FAMILY f (at), CHECK (at > '2020-01-01'))",
  "CREATE TABLE t (id UUID PRIMARY KEY, n SERIAL)",
  "CREATE TABLE t (id INT8 PRIMARY KEY)",
  "CREATE INDEX i ON t (created_at)",
  "CREATE TABLE t (id UUID PRIMARY KEY, at TIMESTAMPTZ); CREATE INDEX i ON u (at); CREATE INDEX j ON t (at) USING HASH",
  "CREATE TABLE t (index TIMESTAMPTZ, id UUID PRIMARY KEY)",
];

for (const [text, words] of FOUND) {
  test(`found: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("cockroach", "sequential-key", text), words);
  });
}

for (const text of SILENT) {
  test(`silent: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("cockroach", "sequential-key", text), []);
  });
}
