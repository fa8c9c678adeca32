import assert from "node:assert/strict";
import { test } from "node:test";
import { capabilitiesFor } from "../../../cql/capabilities.ts";
import type { JudgedKeyspace } from "../../../cql/replication/replication-finding.ts";
import { keyspaceOf, nodesOf } from "../../../cql/replication/replication-fixture.test.ts";
import { checkReplication } from "./check-replication.ts";

/** The verdicts: "replication warning". */
function look(
  extent: "steps" | "whole",
  replication: Parameters<typeof keyspaceOf>[0],
  nodes: string,
  changes: Partial<JudgedKeyspace> = {},
): readonly string[] {
  const checks = checkReplication({
    extent,
    writesRows: true,
    keyspaces: [keyspaceOf(replication, { holdsHistory: true, ...changes })],
    nodes: nodesOf(nodes),
    capabilities: capabilitiesFor("cassandra", "5.0"),
    session: { localDatacenter: "dc1", consistency: "LOCAL_QUORUM", serialConsistency: "SERIAL" },
  });
  return checks.map(({ name, verdict }) => `${name} ${verdict}`);
}

test("what is unwise and works all the same is no news at every run", () => {
  for (const [replication, nodes] of [
    [1, "dc1 dc1 dc1"],
    [2, "dc1 dc1 dc1"],
    [3, "dc1 dc1"],
    [{ dc1: 3 }, "dc1 dc1 dc1 dc2"],
    [{ dc1: 3, gone: 1 }, "dc1 dc1 dc1"],
    [3, "dc1 dc1 dc1 dc2"],
  ] as const) {
    assert.deepEqual(look("whole", replication, nodes), ["replication warning"], JSON.stringify(replication));
    assert.deepEqual(look("steps", replication, nodes), ["replication ok"], JSON.stringify(replication));
  }
});

test("what a run would fail by is told before it", () => {
  assert.deepEqual(look("steps", { dc1: 3 }, "dc1 dc1! dc1!"), ["consistency problem", "consistency problem"]);
  assert.deepEqual(look("steps", { gone: 3 }, "dc1").slice(0, 1), ["replication problem"]);
  assert.deepEqual(look("steps", { dc1: "3/1" }, "dc1 dc1 dc1"), ["replication problem"]);
});
