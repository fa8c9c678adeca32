import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import type { CassandraOptions } from "./sandbox.ts";
import { settingsOfNode, settleSpec } from "./sandbox-spec.ts";

test("without options it is one node of 5.0.8 with fast DDL", () => {
  const spec = settleSpec({}, null);
  assert.deepEqual([spec.version, spec.nodeCount, spec.isDdlFast, spec.name], ["5.0.8", 1, true, null]);
});

test("what is settled survives JSON", () => {
  const options = { nodes: 3, settings: { num_tokens: 4 }, nodeSettings: [{}, { num_tokens: 8 }] };
  const spec = settleSpec({ ...options, systemProperties: { "cassandra.migration_delay_ms": "1000" } }, "one");
  assert.deepEqual(JSON.parse(JSON.stringify(spec)), spec);
});

test("data centres are kept in order, and their nodes are counted together", () => {
  const spec = settleSpec({ datacenters: { west: 2, east: 1 }, nodeSettings: [{}, {}, { num_tokens: 8 }] }, null);
  assert.equal(spec.nodeCount, 3);
  assert.deepEqual(Object.entries(spec.datacenters ?? {}), [
    ["west", 2],
    ["east", 1],
  ]);
  assert.deepEqual(JSON.parse(JSON.stringify(spec)), spec);
});

test("a release line is its newest release that is known", () => {
  assert.deepEqual(
    ["5.0", "4.1", "4.0", "3.11"].map((version) => settleSpec({ version }, null).version),
    ["5.0.8", "4.1.10", "4.0.19", "3.11.19"],
  );
});

test("an exact release stays what it is", () => {
  assert.equal(settleSpec({ version: "3.11.11" }, null).version, "3.11.11");
});

test("settings of a node win over those of all, and leave the other nodes alone", () => {
  const settings = { num_tokens: 4, hinted_handoff_enabled: false };
  const spec = settleSpec({ nodes: 3, settings, nodeSettings: [{}, { num_tokens: 8 }] }, null);
  assert.deepEqual(
    [0, 1, 2].map((nodeIndex) => settingsOfNode(spec, nodeIndex)),
    [settings, { ...settings, num_tokens: 8 }, settings],
  );
});

test("a Java is named from where the starter is", () => {
  assert.equal(settleSpec({ java: "jdk" }, null).java, join(process.cwd(), "jdk"));
  assert.equal(settleSpec({}, null).java, null);
});

const MISTAKES: readonly (readonly [string, CassandraOptions])[] = [
  ["a line that is not known", { version: "2.2.19" }],
  ["a major version alone", { version: "4" }],
  ["a release before its line could do all", { version: "3.11.10" }],
  ["a version that is a path", { version: "5.0.8/../x" }],
  ["no nodes", { nodes: 0 }],
  ["half a node", { nodes: 1.5 }],
  ["a number of nodes beside data centres", { nodes: 1, datacenters: { dc1: 1 } }],
  ["no data centre", { datacenters: {} }],
  ["a data centre without nodes", { datacenters: { dc1: 1, dc2: 0 } }],
  ["half a node of a data centre", { datacenters: { dc1: 1.5 } }],
  ["ten nodes in all", { datacenters: { dc1: 5, dc2: 5 } }],
  ["a data centre with a space in its name", { datacenters: { "dc 1": 1 } }],
  ["a data centre whose name breaks its line", { datacenters: { "dc1\nrack=x": 1 } }],
  ["a data centre that a number names, which would lose its place in the order", { datacenters: { "1": 1 } }],
  ["a data centre whose name means something else in a replication", { datacenters: { class: 1 } }],
  ["a heap without a unit", { jvmHeap: "512" }],
  ["settings of more nodes than there are", { nodes: 1, nodeSettings: [{}, {}] }],
  ["no time to start", { startTimeoutMs: 0 }],
];
for (const [what, options] of MISTAKES) {
  test(`${what} is refused as a mistake in use`, () => {
    assert.throws(() => settleSpec(options, null), { code: "usage" });
  });
}
