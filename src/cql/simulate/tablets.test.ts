import assert from "node:assert/strict";
import { test } from "node:test";
import { capabilitiesFor } from "../capabilities.ts";
import { print } from "../printer/print.ts";
import { createKeyspaceNode } from "../schema/to-nodes/keyspace-node.ts";
import { keyspaceIn, refusal, schemaAfter } from "./simulate-fixture.test.ts";

const SCYLLA = capabilitiesFor("scylla", "2025.1");

function network(factors: string, more = ""): string {
  return `WITH replication = {'class': 'NetworkTopologyStrategy', ${factors}}${more};`;
}

const TABLETS = `CREATE KEYSPACE k ${network("'dc1': 3, 'dc2': 1", " AND tablets = {'enabled': true}")}`;
const NODES = `CREATE KEYSPACE k ${network("'dc1': 3", " AND tablets = {'enabled': false}")}`;
const UNKNOWN = `CREATE KEYSPACE k ${network("'dc1': 1")}`;

function refused(made: string, text: string): string | undefined {
  return refusal(made, text, SCYLLA);
}

test("with tablets, one statement changes one replica in one data centre", () => {
  assert.equal(refused(TABLETS, `ALTER KEYSPACE k ${network("'dc1': 4, 'dc2': 1")}`), undefined);
  assert.equal(refused(TABLETS, `ALTER KEYSPACE k ${network("'dc1': 3, 'dc2': 0")}`), undefined);
  assert.match(refused(TABLETS, `ALTER KEYSPACE k ${network("'dc1': 5, 'dc2': 1")}`) ?? "", /and this one 2/);
  assert.match(refused(TABLETS, `ALTER KEYSPACE k ${network("'dc1': 4, 'dc2': 2")}`) ?? "", /and this one 2/);
});

test("without tablets, or where nobody has said it, any change goes", () => {
  assert.equal(refused(NODES, `ALTER KEYSPACE k ${network("'dc1': 5")}`), undefined);
  assert.equal(refused(UNKNOWN, `ALTER KEYSPACE k ${network("'replication_factor': 3")}`), undefined);
});

test("with tablets, each data centre is named, and keeps its replicas where it is not", () => {
  assert.match(
    refused(TABLETS, `ALTER KEYSPACE k ${network("'replication_factor': 3")}`) ?? "",
    /no `replication_factor`/,
  );
  const { replication } = keyspaceIn(schemaAfter(`${TABLETS} ALTER KEYSPACE k ${network("'dc1': 2")}`, SCYLLA), "k");
  assert.deepEqual(replication, { class: "NetworkTopologyStrategy", dc1: "2", dc2: "1" });
});

test("tablets go with NetworkTopologyStrategy alone, and stay or stay away", () => {
  const simple = "WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}";
  assert.match(refused(TABLETS, `ALTER KEYSPACE k ${simple};`) ?? "", /NetworkTopologyStrategy alone/);
  assert.match(refused("", `CREATE KEYSPACE s ${simple} AND tablets = {'enabled': true};`) ?? "", /alone/);
  assert.equal(refused("", `CREATE KEYSPACE s ${simple} AND tablets = {'enabled': false};`), undefined);
  assert.match(refused(TABLETS, "ALTER KEYSPACE k WITH tablets = {'enabled': false};") ?? "", /cannot be changed/);
  assert.equal(refused(TABLETS, "ALTER KEYSPACE k WITH tablets = {'enabled': true};"), undefined);
});

test("a list of racks counts as many replicas, and is printed as a list", () => {
  const racks = network("'dc1': ['r1', 'r2']", " AND tablets = {'enabled': true}");
  const made = `CREATE KEYSPACE k ${racks}`;
  const { name, ...options } = keyspaceIn(schemaAfter(made, SCYLLA), "k");
  assert.deepEqual(options.replication, { class: "NetworkTopologyStrategy", "dc1:0": "r1", "dc1:1": "r2" });
  assert.match(print(createKeyspaceNode(name, options)), /'dc1': \['r1', 'r2'\]/);
  assert.equal(refused(made, `ALTER KEYSPACE k ${network("'dc1': ['r1', 'r2', 'r3']")}`), undefined);
  assert.match(refused(made, `ALTER KEYSPACE k ${network("'dc1': ['r1', 'r2', 'r3', 'r4']")}`) ?? "", /this one 2/);
  assert.equal(refused(made, `ALTER KEYSPACE k ${network("'dc1': ['r1', 'r2'], 'dc2': ['a', 'b']")}`), undefined);
});
