import assert from "node:assert/strict";
import { test } from "node:test";
import { judgeConsistency, type SessionLevels } from "./judge-consistency.ts";
import type { JudgedKeyspace, ReplicationFinding } from "./replication-finding.ts";
import { keyspaceOf, nodesOf } from "./replication-fixture.test.ts";

function judge(
  keyspace: JudgedKeyspace,
  nodes: string,
  session: Partial<SessionLevels> = {},
): readonly ReplicationFinding[] {
  const levels: SessionLevels = {
    localDatacenter: "dc1",
    consistency: "LOCAL_QUORUM",
    serialConsistency: "SERIAL",
    ...session,
  };
  return judgeConsistency(keyspace, nodesOf(nodes), levels);
}

function kinds(found: readonly ReplicationFinding[]): readonly string[] {
  return found.map(({ kind, severity }) => `${severity} ${kind}`);
}

const SIX = "dc1 dc1 dc1 dc2 dc2 dc2";
const SPREAD = { dc1: 3, dc2: 3 };
const HISTORY = { holdsHistory: true };
const LEVELS = ["ONE", "TWO", "THREE", "LOCAL_ONE", "LOCAL_QUORUM", "QUORUM", "EACH_QUORUM", "ALL", "ANY"];

for (const consistency of LEVELS) {
  test(`three replicas in each of two data centres give ${consistency}`, () => {
    assert.deepEqual(judge(keyspaceOf(SPREAD, HISTORY), SIX, { consistency }), []);
  });
}

test("LOCAL_SERIAL is a lock in each data centre that holds the history", () => {
  const [finding, ...others] = judge(keyspaceOf(SPREAD, HISTORY), SIX, { serialConsistency: "LOCAL_SERIAL" });
  assert.deepEqual(others, []);
  assert.deepEqual([finding?.severity, finding?.kind], ["warning", "lock-in-each-datacenter"]);
  assert.match(finding?.message ?? "", /\(`dc1`, `dc2`\): two runners may hold one at once$/);
  const simple = judge(keyspaceOf(3, HISTORY), "dc1 dc1 dc2", { serialConsistency: "LOCAL_SERIAL" });
  assert.deepEqual(kinds(simple), ["warning lock-in-each-datacenter"]);
});

test("LOCAL_SERIAL is one lock where the history is in one data centre, and none where there is no history", () => {
  const serialConsistency = "LOCAL_SERIAL";
  assert.deepEqual(judge(keyspaceOf({ dc1: 3 }, HISTORY), SIX, { serialConsistency }), []);
  assert.deepEqual(judge(keyspaceOf(SPREAD), SIX, { serialConsistency }), []);
  assert.deepEqual(judge(keyspaceOf({ ...SPREAD, dc2: 0 }, HISTORY), SIX, { serialConsistency }), []);
});

for (const consistency of ["LOCAL_QUORUM", "LOCAL_ONE", "local_quorum"]) {
  test(`${consistency} asks replicas of the local data centre, which must have some`, () => {
    const [finding] = judge(keyspaceOf({ dc2: 3 }), SIX, { consistency });
    assert.deepEqual([finding?.severity, finding?.kind], ["problem", "no-local-replicas"]);
    assert.match(finding?.hint ?? "", /^it has replicas in `dc2`: set cassandra.local_datacenter/);
  });
}

test("the lock too must have replicas where it is asked for", () => {
  const found = judge(keyspaceOf({ dc2: 3 }, HISTORY), SIX, {
    consistency: "QUORUM",
    serialConsistency: "LOCAL_SERIAL",
  });
  assert.deepEqual(kinds(found), ["problem no-local-replicas"]);
  assert.deepEqual(judge(keyspaceOf({ dc2: 3 }, HISTORY), SIX, { consistency: "QUORUM" }), []);
});

test("a quorum is counted of the replicas that are meant to be, also where there are fewer nodes", () => {
  const found = judge(keyspaceOf({ dc1: 3 }), "dc1");
  assert.deepEqual(kinds(found), ["problem consistency-out-of-reach"]);
  assert.equal(
    found[0]?.message,
    "LOCAL_QUORUM asks 2 of the 3 replicas of keyspace `shop` in `dc1`, and there can be 1 on 1 node: statements that read or write rows fail",
  );
  assert.deepEqual(judge(keyspaceOf({ dc1: 3 }), "dc1 dc1"), []);
});

test("a lock is decided by the replicas that there are, and written down with a quorum of those that are meant to be", () => {
  const found = judge(keyspaceOf({ dc1: 3 }, HISTORY), "dc1", { consistency: "ONE" });
  assert.deepEqual(
    found.map(({ affects }) => affects),
    ["history"],
  );
  assert.match(
    found[0]?.message ?? "",
    /^QUORUM asks 2 of the 3 replicas .*: the history cannot be written, and nothing is migrated$/,
  );
});

test("the history has levels of its own: `consistency` is for the rows of what is managed", () => {
  const history = keyspaceOf({ dc1: 2, dc2: 1 }, { isManaged: false, holdsHistory: true });
  assert.deepEqual(judge(history, "dc1 dc1 dc2!", { consistency: "ALL" }), []);
  const managed = keyspaceOf({ dc1: 2, dc2: 1 }, HISTORY);
  assert.deepEqual(
    judge(managed, "dc1 dc1 dc2!", { consistency: "ALL" }).map(({ affects }) => affects),
    ["rows"],
  );
});

test("replicas in a data centre that is not there count for QUORUM and EACH_QUORUM, and not for LOCAL_QUORUM", () => {
  const keyspace = keyspaceOf({ dc1: 1, dc9: 3 });
  const said = ["LOCAL_QUORUM", "QUORUM", "EACH_QUORUM"].map((consistency) =>
    kinds(judge(keyspace, "dc1", { consistency })),
  );
  assert.deepEqual(said, [[], ["problem consistency-out-of-reach"], ["problem consistency-out-of-reach"]]);
});

test("a data centre that is down stops the levels that ask it", () => {
  const nodes = "dc1 dc1 dc2!";
  const keyspace = keyspaceOf({ dc1: 2, dc2: 1 }, HISTORY);
  const said = LEVELS.filter((consistency) => judge(keyspace, nodes, { consistency }).length > 0);
  assert.deepEqual(said, ["THREE", "EACH_QUORUM", "ALL"]);
  const [finding] = judge(keyspace, nodes, { consistency: "EACH_QUORUM" });
  assert.equal(
    finding?.message,
    "EACH_QUORUM asks the only replica of keyspace `shop` in `dc2`, and its node is down: statements that read or write rows fail",
  );
});

test("where more nodes are down than a quorum can miss, rows that they hold are at risk", () => {
  const found = judge(keyspaceOf({ dc1: 3 }), "dc1 dc1 dc1 dc1! dc1!");
  assert.deepEqual(kinds(found), ["warning consistency-at-risk"]);
  assert.deepEqual(judge(keyspaceOf({ dc1: 3 }), "dc1 dc1 dc1 dc1 dc1!"), []);
});

test("the lock needs a majority of its replicas too", () => {
  const found = judge(keyspaceOf({ dc1: 1, dc2: 3 }, HISTORY), "dc1 dc2 dc2! dc2!");
  assert.deepEqual(kinds(found), ["problem consistency-out-of-reach"]);
  assert.match(found[0]?.message ?? "", /^SERIAL asks 3 of the 4 replicas .*, and 2 of its 4 nodes are down/);
});

test("SimpleStrategy may have put its replicas elsewhere, and does when there are too few nodes here", () => {
  assert.deepEqual(kinds(judge(keyspaceOf(3), "dc1 dc2 dc2")), ["problem consistency-out-of-reach"]);
  assert.deepEqual(judge(keyspaceOf(3), "dc1 dc1 dc2"), []);
});

test("nothing is said where the strategy is not known, or each node has a replica", () => {
  for (const className of ["com.example.Ours", "EverywhereStrategy"]) {
    assert.deepEqual(judge(keyspaceOf({ class: className }, HISTORY), "dc1! dc2!"), []);
  }
});
