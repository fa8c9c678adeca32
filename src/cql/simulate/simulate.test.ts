import assert from "node:assert/strict";
import { test } from "node:test";
import { capabilitiesFor } from "../capabilities.ts";
import { parse } from "../parser/parse.ts";
import { simulate } from "./simulate.ts";
import { assertVerdicts, cassandra, refusal, SHOP, schemaAfter } from "./simulate-fixture.test.ts";

const TABLE = `${SHOP} CREATE TABLE users (id int PRIMARY KEY, name text);`;

test("a part of the grammar that a server lacks is refused where it stands", () => {
  const text = "ALTER TABLE users ADD IF NOT EXISTS age int";
  const schema = schemaAfter(TABLE, cassandra("4.0"));
  const [statement] = parse(text).statements;
  assert.ok(statement !== undefined);
  const [diagnostic] = simulate(schema, statement, cassandra("4.0")).diagnostics;
  assert.equal(diagnostic?.message, "`IF [NOT] EXISTS` in ALTER needs Cassandra 4.1");
  assert.equal(text.slice(diagnostic?.span?.start, diagnostic?.span?.end), "IF NOT EXISTS");
});

test("what is refused, guarded or no DDL leaves the very same schema", () => {
  const schema = schemaAfter(TABLE);
  for (const text of [
    "CREATE TABLE users (id int PRIMARY KEY)",
    "CREATE TABLE IF NOT EXISTS users (id int PRIMARY KEY)",
    "ALTER TABLE users ADD IF NOT EXISTS name int",
    "DROP TABLE IF EXISTS nobody",
    "INSERT INTO users (id) VALUES (1)",
    "SELECT nothing FROM nobody",
    "GRANT ALL ON users TO me",
    "TRUNCATE users",
    "USE shop",
    "ALTER TABLE users DROP IF EXISTS nothing",
  ]) {
    const [statement] = parse(text).statements;
    assert.ok(statement !== undefined);
    assert.equal(simulate(schema, statement, cassandra("5.0")).schema, schema, text);
  }
});

test("of statements on rows, only whether their tables and columns are there is looked at", () => {
  assertVerdicts(`${SHOP} CREATE TABLE t (k int PRIMARY KEY, a int);`, {
    "SELECT nothing FROM t": "all",
    "SELECT * FROM nobody": "none",
    "SELECT * FROM system.local": "all",
    "INSERT INTO t (k, a) VALUES ('no int', 1)": "all",
    "INSERT INTO t (k, b) VALUES (1, 1)": "none",
    "UPDATE t SET b = 1 WHERE k = 1": "none",
    "DELETE b FROM t WHERE k = 1": "none",
    "DELETE FROM t WHERE b = 1": "none",
    "DELETE FROM a.b WHERE c = 1": "none",
    "BEGIN BATCH INSERT INTO t (k) VALUES (1); INSERT INTO nobody (k) VALUES (1); APPLY BATCH": "none",
    "TRUNCATE nobody": "none",
    "LIST ROLES": "all",
  });
});

test("a name without a keyspace needs one in use", () => {
  assertVerdicts("", { "CREATE TABLE t (k int PRIMARY KEY)": "none", "DROP TABLE IF EXISTS t": "none" });
  assertVerdicts(SHOP, {
    "CREATE TABLE t (k int PRIMARY KEY)": "all",
    "CREATE TABLE shop.t (k int PRIMARY KEY)": "all",
  });
});

test("USE needs a keyspace that is there, the server's own included", () => {
  assertVerdicts(SHOP, {
    "USE nowhere": "none",
    "USE system": "all",
    "USE system_views": "4.0 4.1 5.0",
    'USE "Shop"': "none",
  });
});

test("a keyspace that is dropped while it is in use stays in use", () => {
  assert.equal(
    refusal(`${SHOP} DROP KEYSPACE shop;`, "CREATE TABLE t (k int PRIMARY KEY)"),
    "keyspace `shop` does not exist",
  );
});

test("TRUNCATE needs a table, and no view", () => {
  const view =
    "CREATE MATERIALIZED VIEW v AS SELECT * FROM users WHERE id IS NOT NULL AND name IS NOT NULL PRIMARY KEY (name, id);";
  assertVerdicts(TABLE + view, {
    "TRUNCATE users": "all",
    "TRUNCATE v": "none",
    "TRUNCATE nobody": "none",
    "TRUNCATE system_traces.sessions": "all",
  });
});

test("nobody changes what belongs to the server", () => {
  assertVerdicts(SHOP, {
    "CREATE TABLE system.t (k int PRIMARY KEY)": "none",
    'CREATE TABLE "SYSTEM".t (k int PRIMARY KEY)': "none",
    "CREATE TYPE system_auth.t (k int)": "none",
    "DROP KEYSPACE IF EXISTS system_traces": "none",
    "ALTER KEYSPACE system WITH durable_writes = false": "none",
    "ALTER KEYSPACE system_auth WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 3}": "all",
    "CREATE KEYSPACE IF NOT EXISTS system_auth WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 3}":
      "all",
    "CREATE KEYSPACE system_auth WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 3}": "none",
    "CREATE KEYSPACE system_views WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 3}": "3.11",
  });
});

test("Astra DB has no statements for keyspaces", () => {
  const astra = capabilitiesFor("astra", "4.0");
  assert.equal(refusal("", "DROP KEYSPACE IF EXISTS shop", astra), "Astra DB has no statements for keyspaces");
});

test("a class of a type that is unknown is refused in spite of every guard", () => {
  const unknown = "tuple<int, 'NoSuchType'>";
  assertVerdicts(TABLE, {
    [`CREATE TABLE IF NOT EXISTS users (id ${unknown} PRIMARY KEY)`]: "none",
    [`ALTER TABLE IF EXISTS nobody ADD a ${unknown}`]: "none",
    [`ALTER TYPE IF EXISTS nobody ADD a ${unknown}`]: "none",
    [`DROP FUNCTION IF EXISTS nothing (${unknown})`]: "none",
    "DROP FUNCTION IF EXISTS nothing ('BytesType')": "all",
    "ALTER TABLE IF EXISTS nobody ADD a 'BytesType'": "4.1 5.0",
  });
});
