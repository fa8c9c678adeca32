import assert from "node:assert/strict";
import { test } from "node:test";
import { capabilitiesFor } from "../capabilities.ts";
import { parse } from "../parser/parse.ts";
import { emptySchema, withUnknownKeyspace } from "../schema/schema.ts";
import { simulate } from "./simulate.ts";
import { assertVerdicts, keyspaceIn, refusal, SHOP, schemaAfter } from "./simulate-fixture.test.ts";

const ONE = "replication = {'class': 'SimpleStrategy', 'replication_factor': 1}";

test("a new keyspace has its options and nothing in it", () => {
  const keyspace = keyspaceIn(schemaAfter(`CREATE KEYSPACE shop WITH ${ONE} AND durable_writes = false`));
  assert.deepEqual(keyspace.replication, { class: "SimpleStrategy", replication_factor: "1" });
  assert.equal(keyspace.durableWrites, false);
  assert.equal(keyspace.tables.size, 0);
});

test("the name of a keyspace is a word of at most 48 letters", () => {
  assertVerdicts("", {
    [`CREATE KEYSPACE "a-b" WITH ${ONE}`]: "none",
    [`CREATE KEYSPACE ${"a".repeat(48)} WITH ${ONE}`]: "all",
    [`CREATE KEYSPACE ${"a".repeat(49)} WITH ${ONE}`]: "none",
  });
});

test("a keyspace is made once", () => {
  assertVerdicts(SHOP, {
    [`CREATE KEYSPACE shop WITH ${ONE}`]: "none",
    [`CREATE KEYSPACE IF NOT EXISTS shop WITH ${ONE}`]: "all",
  });
});

test("Cassandra 3.11 reads the options of a keyspace that is there already, later ones do not", () => {
  const replication = "replication = {'class': 'Nonsense', 'replication_factor': 1}";
  assertVerdicts(SHOP, { [`CREATE KEYSPACE IF NOT EXISTS shop WITH ${replication}`]: "4.0 4.1 5.0" });
});

test("a data centre may be left out of ALTER where the keyspace may have had a factor that nobody has told", () => {
  const { statements } = parse("ALTER KEYSPACE shop WITH replication = {'class': 'NetworkTopologyStrategy'}");
  const [statement] = statements;
  assert.ok(statement !== undefined);
  const untold = withUnknownKeyspace(emptySchema(), "shop");
  assert.deepEqual(simulate(untold, statement, capabilitiesFor("cassandra", "4.0")).diagnostics, []);
  const told = `CREATE KEYSPACE shop WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': 1}`;
  const bare = "ALTER KEYSPACE shop WITH replication = {'class': 'NetworkTopologyStrategy'}";
  assert.match(refusal(told, bare, capabilitiesFor("cassandra", "4.0")) ?? "", /at least one data centre/);
});

test("ALTER and DROP need a keyspace that is there, unless they are guarded", () => {
  assertVerdicts(SHOP, {
    "ALTER KEYSPACE shop WITH durable_writes = false": "all",
    "ALTER KEYSPACE nowhere WITH durable_writes = false": "none",
    "ALTER KEYSPACE IF EXISTS nowhere WITH durable_writes = false": "4.1 5.0",
    "DROP KEYSPACE nowhere": "none",
    "DROP KEYSPACE IF EXISTS nowhere": "all",
  });
});

test("DROP takes the keyspace out with all that is in it", () => {
  assert.equal(schemaAfter(`${SHOP} CREATE TABLE t (k int PRIMARY KEY); DROP KEYSPACE shop;`).keyspaces.size, 0);
});

test("ScyllaDB takes its own default replication when it is written out", () => {
  const scylla = capabilitiesFor("scylla", "2025.4");
  const replication = { class: "NetworkTopologyStrategy" };
  for (const options of ["durable_writes = true", "replication = {'class': 'NetworkTopologyStrategy'}"]) {
    assert.deepEqual(keyspaceIn(schemaAfter(`CREATE KEYSPACE shop WITH ${options}`, scylla)).replication, replication);
  }
  assert.notEqual(
    refusal("", "CREATE KEYSPACE shop WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': 0}", scylla),
    undefined,
  );
});
