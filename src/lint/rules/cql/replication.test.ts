import assert from "node:assert/strict";
import { test } from "node:test";
import { capabilitiesFor } from "../../../cql/capabilities.ts";
import { type Files, messagesOf, wordsOf } from "../../lint-fixture.test.ts";

function create(replication: string): string {
  return `CREATE KEYSPACE IF NOT EXISTS other WITH replication = {${replication}};`;
}

function alter(replication: string): string {
  return `ALTER KEYSPACE other WITH replication = {${replication}};`;
}

const THREE = "'class': 'NetworkTopologyStrategy', 'dc1': 3, 'dc2': 5";

test("replicas in odd numbers, named for their data centres, are no finding", () => {
  assert.deepEqual(wordsOf("replication", create(THREE)), []);
  assert.deepEqual(wordsOf("replication", create("'class': 'NetworkTopologyStrategy', 'dc1': 3, 'dc2': 0")), []);
});

test("SimpleStrategy is found, with its package, too", () => {
  assert.deepEqual(wordsOf("replication", create("'class': 'SimpleStrategy', 'replication_factor': 3")), [
    "'SimpleStrategy'",
  ]);
  const full = "org.apache.cassandra.locator.SimpleStrategy";
  assert.deepEqual(wordsOf("replication", create(`'class': '${full}', 'replication_factor': 3`)), [`'${full}'`]);
});

test("one replica is found, and each even number, in each data centre", () => {
  const text = create("'class': 'NetworkTopologyStrategy', 'dc1': 1, 'dc2': '4', 'dc3': 3");
  assert.deepEqual(wordsOf("replication", text), ["1", "'4'"]);
  const [, even] = messagesOf("replication", { "V1__x.cql": text });
  assert.equal(even, "V1__x.cql: 4 replicas bear no more nodes down than 3, as a quorum of them is 3");
});

/** What is said of the repair that the last file needs. */
function repairs(files: Files, server?: "scylla"): readonly string[] {
  const options = server && { capabilities: capabilitiesFor(server, "2025.1") };
  return messagesOf("replication", files, options).filter((message) => message.includes("begin empty"));
}

test("replicas that an ALTER adds need a repair; as many or fewer do not", () => {
  const made = { "V1__a.cql": create("'class': 'NetworkTopologyStrategy', 'dc1': 3") };
  assert.equal(repairs({ ...made, "V2__b.cql": alter("'class': 'NetworkTopologyStrategy', 'dc1': 5") }).length, 1);
  assert.equal(repairs({ ...made, "V2__b.cql": alter(THREE) }).length, 1);
  assert.equal(repairs({ ...made, "V2__b.cql": alter("'class': 'NetworkTopologyStrategy', 'dc1': 3") }).length, 0);
  assert.equal(repairs({ ...made, "V2__b.cql": "ALTER KEYSPACE other WITH durable_writes = false;" }).length, 0);
  assert.equal(
    repairs({ ...made, "V2__b.cql": alter("'class': 'SimpleStrategy', 'replication_factor': 3") }).length,
    1,
  );
});

test("where no file says how many there were, it may be more", () => {
  assert.deepEqual(repairs({ "V1__x.cql": alter(THREE) }), [
    "V1__x.cql: replicas that are added begin empty, and answer as if their rows were gone",
  ]);
});

test("ScyllaDB fills tablets itself", () => {
  assert.deepEqual(repairs({ "V1__x.cql": alter(THREE) }, "scylla"), []);
  const without = `ALTER KEYSPACE other WITH replication = {${THREE}} AND tablets = {'enabled': false};`;
  assert.equal(repairs({ "V1__x.cql": without }, "scylla").length, 1);
});

/** What is said beside the repair that more replicas need. */
function others(files: Files, server?: "scylla"): readonly string[] {
  const options = server && { capabilities: capabilitiesFor(server, "2025.1") };
  return messagesOf("replication", files, options).filter((message) => !message.includes("begin empty"));
}

test("fewer replicas are found, one by one, in the up side", () => {
  const made = { "V1__a.cql": create(THREE) };
  const fewer = "'class': 'NetworkTopologyStrategy', 'dc2': 3";
  assert.deepEqual(others({ ...made, "V2__b.cql": alter(fewer) }), [
    "V2__b.cql: `dc1` has no replicas any more: programs there fail with LOCAL_QUORUM, and what only its nodes have is lost",
    "V2__b.cql: `dc2` goes from 5 replicas to 3: what only those that go have is lost, and deleted rows come back if they are added again",
  ]);
  assert.deepEqual(others({ ...made, "V2__b.cql": `${alter(THREE)}\n-- @down\n${alter(fewer)}` }), []);
  assert.deepEqual(others({ ...made, "V2__b.cql": alter(THREE) }), []);
});

test("what `replication_factor` does not name keeps its replicas", () => {
  const made = { "V1__a.cql": create(THREE) };
  assert.deepEqual(
    others({ ...made, "V2__b.cql": alter("'class': 'NetworkTopologyStrategy', 'replication_factor': 3") }),
    [],
  );
});

test("ScyllaDB cleans up tablets itself", () => {
  const one = "'class': 'NetworkTopologyStrategy', 'dc1': 5";
  const files = { "V1__a.cql": create(one), "V2__b.cql": alter("'class': 'NetworkTopologyStrategy', 'dc1': 3") };
  assert.deepEqual(others(files, "scylla"), []);
});

test("data centres that differ in case alone are found, in one statement and against the one before", () => {
  const both = create("'class': 'NetworkTopologyStrategy', 'dc1': 3, 'DC1': 3");
  assert.deepEqual(wordsOf("replication", both), ["'DC1'"]);
  const files = {
    "V1__a.cql": create("'class': 'NetworkTopologyStrategy', 'dc1': 3"),
    "V2__b.cql": alter("'class': 'NetworkTopologyStrategy', 'Dc1': 3"),
  };
  assert.deepEqual(messagesOf("replication", files), [
    "V2__b.cql: `Dc1` is another data centre than `dc1`: upper and lower case are told apart",
  ]);
});
