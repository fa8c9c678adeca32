import assert from "node:assert/strict";
import { test } from "node:test";
import { cqlDialect } from "../dialect/cql-dialect.ts";
import { modelFactory } from "../dialect/model-factory.ts";
import { migrationsOf } from "../testing/memory-runner.ts";
import { findOutside } from "./find-outside.ts";

async function outsideOf(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const dialect = cqlDialect("cassandra");
  const start = (await modelFactory(dialect)).empty("trial");
  const options = { dialect, scope: "trial", variables: {} };
  const found = await findOutside(migrationsOf(files), start, options);
  return found.map(({ source, span }) => source?.text.slice(span?.start, span?.end) ?? "");
}

const INSIDE = [
  "CREATE TABLE users (id int PRIMARY KEY, name text)",
  "CREATE INDEX by_name ON users (name)",
  "INSERT INTO users (id) VALUES (1)",
  "CREATE TABLE trial.more (id int PRIMARY KEY)",
];

const OUTSIDE = [
  "CREATE KEYSPACE shop WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}",
  "ALTER KEYSPACE shop WITH durable_writes = false",
  "DROP KEYSPACE shop",
  "USE shop",
  "CREATE TABLE shop.users (id int PRIMARY KEY)",
  "ALTER TABLE shop.users ADD name text",
  'DROP TABLE "Shop".users',
  "CREATE INDEX by_name ON shop.users (name)",
  "DROP INDEX shop.by_name",
  "CREATE TYPE shop.address (street text)",
  "INSERT INTO shop.users (id) VALUES (1)",
  "UPDATE shop.users SET name = 'x' WHERE id = 1",
  "DELETE FROM shop.users WHERE id = 1",
  "TRUNCATE shop.users",
  "BEGIN BATCH INSERT INTO shop.users (id) VALUES (1); APPLY BATCH",
  "SELECT id FROM shop.users",
  "CREATE ROLE reader WITH LOGIN = true",
  "ALTER ROLE reader WITH SUPERUSER = true",
  "DROP USER reader",
  "GRANT reader TO writer",
  "GRANT SELECT ON TABLE users TO reader",
  "REVOKE ALL ON ALL KEYSPACES FROM reader",
  "SUMMON KEYSPACE demons",
];

test("what stays in the keyspace is nobody's concern", async () => {
  assert.deepEqual(await outsideOf({ "V1__in.cql": `${INSIDE.join(";\n")};\n` }), []);
});

for (const text of OUTSIDE) {
  test(`${text.split(" ", 3).join(" ")} is found to reach beyond, in a down side too`, async () => {
    assert.deepEqual(await outsideOf({ "V1__out.cql": `${text};\n-- @down\n${text};\n` }), [text, text]);
  });
}

test("code is not looked at, for it does not run there", async () => {
  assert.deepEqual(await outsideOf({ "20260101_001_x.ts": "// code" }), []);
});
