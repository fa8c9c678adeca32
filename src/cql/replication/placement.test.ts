import assert from "node:assert/strict";
import { test } from "node:test";
import { type Placement, readPlacement } from "./placement.ts";

function factors(
  replication: Readonly<Record<string, string>>,
  datacenters: readonly string[] = ["dc1", "dc2"],
): unknown {
  const placement: Placement = readPlacement({ class: "NetworkTopologyStrategy", ...replication }, datacenters);
  return placement.kind === "by-datacenter" ? Object.fromEntries(placement.factors) : placement;
}

test("each data centre has its factor, and one with none is left out", () => {
  assert.deepEqual(factors({ dc1: "3", dc2: "0" }), { dc1: 3 });
});

test("`replication_factor` stands for the data centres that are not named", () => {
  assert.deepEqual(factors({ replication_factor: "3", dc2: "1" }), { dc1: 3, dc2: 1 });
});

test("transient replicas are counted", () => {
  assert.deepEqual(factors({ dc1: "3/1" }), { dc1: 3 });
});

test("of ScyllaDB's racks each has one", () => {
  assert.deepEqual(factors({ "dc1:0": "rack1", "dc1:1": "rack2", dc2: "1" }), { dc1: 2, dc2: 1 });
});

test("a factor that is written in a way not known here leaves all unknown", () => {
  assert.deepEqual(factors({ dc1: "3", dc2: "['rack1', 'rack2']" }), { kind: "unknown" });
});

test("the class may have its package", () => {
  const replication = { class: "org.apache.cassandra.locator.SimpleStrategy", replication_factor: "2" };
  assert.deepEqual(readPlacement(replication, []), { kind: "anywhere", factor: 2 });
});

for (const [className, kind] of [
  ["EverywhereStrategy", "everywhere"],
  ["LocalStrategy", "local"],
  ["com.example.OurStrategy", "unknown"],
] as const) {
  test(`${className} is ${kind}`, () => {
    assert.deepEqual(readPlacement({ class: className }, ["dc1"]), { kind });
  });
}
