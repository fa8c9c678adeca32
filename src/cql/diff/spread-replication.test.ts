import assert from "node:assert/strict";
import { test } from "node:test";
import { parse } from "../parser/parse.ts";
import { print } from "../printer/print.ts";
import type { OptionMap, Schema } from "../schema/schema.ts";
import { simulate } from "../simulate/simulate.ts";
import { cassandra, schemaAfter } from "../simulate/simulate-fixture.test.ts";
import { diff } from "./diff.ts";
import { SCYLLA } from "./diff-fixture.test.ts";
import { spreadReplication } from "./spread-replication.ts";
import { statementsFor } from "./statements-for.ts";

const network = (factors: OptionMap): OptionMap => ({ class: "NetworkTopologyStrategy", ...factors });

test("one factor for all is a factor for each data centre of the cluster", () => {
  const capabilities = cassandra("5.0", { datacenters: ["a", "b"] });
  const wanted = network({ replication_factor: "3", b: "2" });
  assert.deepEqual(spreadReplication(network({ a: "1" }), wanted, capabilities), network({ a: "3", b: "2" }));
});

test("one factor for all is what data centres that all have it are", () => {
  const was = network({ a: "3", b: "3" });
  assert.equal(spreadReplication(was, network({ replication_factor: "3" }), cassandra("5.0")), was);
});

test("a data centre that would keep another factor is named", () => {
  const written = spreadReplication(network({ a: "2" }), network({ replication_factor: "3" }), cassandra("5.0"));
  assert.deepEqual(written, network({ replication_factor: "3", a: "3" }));
});

test("a strategy without factors is what a server has with any", () => {
  const was = network({ a: "3" });
  assert.equal(spreadReplication(was, network({}), SCYLLA), was);
});

test("the statement for one factor for all leads to a schema that does not differ any more", () => {
  const capabilities = cassandra("5.0");
  const keyspace = (factors: string): Schema =>
    schemaAfter(`CREATE KEYSPACE k WITH replication = {'class': 'NetworkTopologyStrategy', ${factors}};`);
  const to = keyspace("'replication_factor': 3");
  let schema = keyspace("'a': 2");
  for (const { node } of statementsFor(diff(schema, to, { capabilities }), { capabilities })) {
    const [statement] = parse(print(node)).statements;
    assert.ok(statement !== undefined);
    schema = simulate(schema, statement, capabilities).schema;
  }
  assert.equal(schema.keyspaces.get("k")?.replication.a, "3");
  assert.deepEqual(diff(schema, to, { capabilities }), []);
});
