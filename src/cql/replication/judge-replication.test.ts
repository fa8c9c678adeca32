import assert from "node:assert/strict";
import { test } from "node:test";
import { capabilitiesFor } from "../capabilities.ts";
import { judgeReplication } from "./judge-replication.ts";
import type { JudgedKeyspace, ReplicationFinding } from "./replication-finding.ts";
import { keyspaceOf, nodesOf } from "./replication-fixture.test.ts";

function judge(
  keyspace: JudgedKeyspace,
  nodes: string,
  server = capabilitiesFor("cassandra", "5.0.8"),
): readonly ReplicationFinding[] {
  return judgeReplication(keyspace, nodesOf(nodes), server);
}

function kinds(found: readonly ReplicationFinding[]): readonly string[] {
  return found.map(({ kind, severity }) => `${severity} ${kind}`);
}

const FITTING: readonly (readonly [what: string, keyspace: JudgedKeyspace, nodes: string])[] = [
  ["one node", keyspaceOf(1), "dc1"],
  ["three replicas on three nodes", keyspaceOf({ dc1: 3 }), "dc1 dc1 dc1"],
  ["three replicas on five nodes, two down", keyspaceOf({ dc1: 3 }), "dc1 dc1 dc1 dc1! dc1!"],
  ["as many replicas as there are nodes, where these are few", keyspaceOf({ dc1: 2, dc2: 1 }), "dc1 dc1 dc2"],
  ["SimpleStrategy in the only data centre", keyspaceOf(3), "dc1 dc1 dc1"],
  ["replicas on each node (DSE)", keyspaceOf({ class: "EverywhereStrategy" }), "dc1 dc2"],
  ["a strategy that is not known", keyspaceOf({ class: "com.example.Ours", dc9: 1 }), "dc1 dc2"],
  ["LocalStrategy of a node alone", keyspaceOf({ class: "LocalStrategy" }), "dc1"],
  ["no node that is known", keyspaceOf({ dc1: 3 }), ""],
];
for (const [what, keyspace, nodes] of FITTING) {
  test(`nothing is said of ${what}`, () => {
    assert.deepEqual(judge({ ...keyspace, holdsHistory: true }, nodes), []);
  });
}

const FOUND: readonly (readonly [what: string, keyspace: JudgedKeyspace, nodes: string, said: readonly string[]])[] = [
  ["a data centre that is not there", keyspaceOf({ dc1: 3, dc9: 3 }), "dc1 dc1 dc1", ["warning unknown-datacenter"]],
  ["replicas nowhere but in such", keyspaceOf({ DC1: 3 }), "dc1 dc1 dc1", ["problem no-replicas"]],
  ["a data centre without replicas", keyspaceOf({ dc1: 1 }), "dc1 dc2", ["warning datacenter-without-replicas"]],
  ["more replicas than nodes", keyspaceOf({ dc1: 3 }), "dc1 dc1", ["warning more-replicas-than-nodes"]],
  ["more replicas than the cluster has nodes", keyspaceOf(2), "dc1", ["warning more-replicas-than-nodes"]],
  ["one replica on several nodes", keyspaceOf({ dc1: 1 }), "dc1 dc1", ["warning single-replica"]],
  ["one replica of SimpleStrategy", keyspaceOf(1), "dc1 dc1 dc1", ["warning single-replica"]],
  ["two replicas where three could be", keyspaceOf({ dc1: 2 }), "dc1 dc1 dc1", ["warning even-replicas"]],
  ["four replicas where five could be", keyspaceOf({ dc1: 4 }), "dc1 dc1 dc1 dc1 dc1", ["warning even-replicas"]],
  ["SimpleStrategy over two data centres", keyspaceOf(3), "dc1 dc1 dc2", ["warning strategy-without-datacenters"]],
  ["LocalStrategy on two nodes", keyspaceOf({ class: "LocalStrategy" }), "dc1 dc1", ["problem local-strategy"]],
  [
    "each data centre for itself",
    keyspaceOf({ dc1: 1, dc2: 5 }),
    "dc1 dc1 dc2",
    ["warning single-replica", "warning more-replicas-than-nodes"],
  ],
];
for (const [what, keyspace, nodes, said] of FOUND) {
  test(`it finds ${what}`, () => {
    assert.deepEqual(kinds(judge(keyspace, nodes)), said);
  });
}

test("a finding names keyspace, data centre and numbers, and says what to do", () => {
  const [finding] = judge(keyspaceOf({ dc1: 3, dc2: 3 }, { name: "Shop" }), "dc1 dc1 dc1 dc2");
  assert.deepEqual(finding, {
    kind: "more-replicas-than-nodes",
    severity: "warning",
    keyspace: "Shop",
    affects: "rows",
    message: 'keyspace `"Shop"` has 3 replicas in `dc2`, which has 1 node',
    hint: "LOCAL_QUORUM there is 2 of 3 all the same, and is never reached: add nodes, or lower it to 1 (ALTER KEYSPACE, then nodetool repair -full on each node)",
  });
});

test("of the keyspace that holds the history it says what becomes of migrations", () => {
  const [plain] = judge(keyspaceOf(1), "dc1 dc1");
  const [history] = judge(keyspaceOf(1, { holdsHistory: true }), "dc1 dc1");
  assert.match(plain?.message ?? "", /its rows can be neither read nor written$/);
  assert.match(history?.message ?? "", /the history cannot be written, and nothing is migrated$/);
});

test("a single replica among those of other data centres fails there alone", () => {
  const [finding] = judge(keyspaceOf({ dc1: 3, dc2: 1 }, { holdsHistory: true }), "dc1 dc1 dc1 dc2 dc2");
  assert.equal(
    finding?.message,
    "keyspace `shop` has 1 replica in `dc2`: with that node down LOCAL_QUORUM there fails",
  );
});

test("an even number of replicas is worth no more than the odd one before it", () => {
  const messages = [2, 4].map((factor) => judge(keyspaceOf({ dc1: factor }), "dc1 dc1 dc1 dc1 dc1")[0]?.message);
  assert.deepEqual(messages, [
    "keyspace `shop` has 2 replicas in `dc1`: LOCAL_QUORUM there bears neither node down",
    "keyspace `shop` has 4 replicas in `dc1`: LOCAL_QUORUM there bears 1 down, as of 3",
  ]);
});

test("a history does not go where the server takes no conditional writes: to transient replicas", () => {
  const keyspace = keyspaceOf({ dc1: "3/1" });
  assert.deepEqual(kinds(judge({ ...keyspace, holdsHistory: true }, "dc1 dc1 dc1")), ["problem transient-history"]);
  assert.deepEqual(judge(keyspace, "dc1 dc1 dc1"), []);
});

test("a history does not go where the server takes no conditional writes: to tablets before ScyllaDB 2025.4", () => {
  const keyspace = keyspaceOf({ dc1: 1 }, { extra: { tablets: "{'enabled': 'true'}" }, holdsHistory: true });
  const said = ["2025.1.3", "2025.4.0", "2026.1.0"].map((version) =>
    kinds(judge(keyspace, "dc1", capabilitiesFor("scylla", version))),
  );
  assert.deepEqual(said, [["problem tablets-without-conditions"], [], []]);
  const plain = { ...keyspace, extra: { tablets: "{'enabled': 'false'}" } };
  assert.deepEqual(judge(plain, "dc1", capabilitiesFor("scylla", "2025.1.3")), []);
});
