import assert from "node:assert/strict";
import { test } from "node:test";
import { chooseReplication, describeReplication } from "./choose-replication.ts";

test("one node gets one replica, whatever its data centre is called", () => {
  const alone = { class: "SimpleStrategy", replication_factor: "1" };
  assert.deepEqual(chooseReplication(["dc1"]), alone);
  assert.deepEqual(chooseReplication([]), alone);
});

test("several nodes get up to three replicas in each data centre, and no more than it has nodes", () => {
  const datacenters = ["west", "east", "west", "west", "west", "east"];
  assert.deepEqual(chooseReplication(datacenters), { class: "NetworkTopologyStrategy", east: "2", west: "3" });
});

test("all runners choose the same text, in whatever order they know the nodes", () => {
  const datacenters = ["b", "a", "b"];
  const texts = [datacenters, [...datacenters].reverse()].map((each) => JSON.stringify(chooseReplication(each)));
  assert.equal(texts[0], texts[1]);
});

test("people read the class and the factors", () => {
  assert.equal(describeReplication(chooseReplication(["dc1", "dc1", "dc2"])), "NetworkTopologyStrategy dc1: 2, dc2: 1");
  assert.equal(describeReplication({ class: "EverywhereStrategy" }), "EverywhereStrategy");
});
