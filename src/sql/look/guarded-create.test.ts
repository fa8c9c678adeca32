import assert from "node:assert/strict";
import { test } from "node:test";
import { readGuardedCreate } from "./guarded-create.ts";

const TRIALS: Readonly<Record<string, string>> = {
  "CREATE TABLE IF NOT EXISTS users (id int)": "CREATE TABLE IF NOT EXISTS trial.users (id int)",
  'create unlogged table if not exists shop."Users" (id int REFERENCES users)':
    'create unlogged table if not exists trial."Users" (id int REFERENCES users)',
  "CREATE TABLE IF NOT EXISTS t AS SELECT 1 -- one": "CREATE TABLE IF NOT EXISTS trial.t AS SELECT 1 WITH NO DATA",
  "CREATE MATERIALIZED VIEW IF NOT EXISTS v AS SELECT 1 WITH DATA":
    "CREATE MATERIALIZED VIEW IF NOT EXISTS trial.v AS SELECT 1 WITH NO DATA",
  "CREATE MATERIALIZED VIEW IF NOT EXISTS v AS SELECT 1 WITH NO DATA":
    "CREATE MATERIALIZED VIEW IF NOT EXISTS trial.v AS SELECT 1 WITH NO DATA",
  "CREATE SEQUENCE IF NOT EXISTS s AS int": "CREATE SEQUENCE IF NOT EXISTS trial.s AS int",
  "CREATE UNIQUE INDEX IF NOT EXISTS i ON ONLY shop.users (id)":
    "CREATE UNIQUE INDEX IF NOT EXISTS i ON ONLY trial.users (id)",
  "CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON users (id)": "CREATE INDEX  IF NOT EXISTS i ON trial.users (id)",
  "ALTER TABLE users ADD COLUMN IF NOT EXISTS price numeric(9, 2)":
    "ALTER TABLE trial.users ADD COLUMN IF NOT EXISTS price numeric(9, 2)",
};

for (const [text, trial] of Object.entries(TRIALS)) {
  test(`put elsewhere: ${text}`, () => assert.equal(readGuardedCreate(text)?.textIn("trial"), trial));
}

test("an index is looked for in the schema of its table", () => {
  const held = readGuardedCreate('CREATE INDEX IF NOT EXISTS "I" ON shop.users (id)')?.held;
  assert.deepEqual(held, { relation: 'shop."I"', column: undefined });
});

const NOT_TRIED = [
  "CREATE TABLE users (id int)",
  "CREATE TEMP TABLE IF NOT EXISTS users (id int)",
  "CREATE TABLE IF NOT EXISTS p PARTITION OF users FOR VALUES IN (1)",
  "CREATE SCHEMA IF NOT EXISTS shop",
  "ALTER TABLE users ADD IF NOT EXISTS a int, ADD b int",
  "DROP TABLE IF EXISTS users",
  "",
];

for (const text of NOT_TRIED)
  test(`not put elsewhere: ${text}`, () => assert.equal(readGuardedCreate(text), undefined));
