import assert from "node:assert/strict";
import { test } from "node:test";
import type { Check } from "../../../engine/ports.ts";
import type { StatementStep } from "../../../plan/plan.ts";
import { checkNodes, checkTruncates } from "./check-nodes.ts";
import type { NodeFacts } from "./read-nodes.ts";

const UP: NodeFacts = {
  address: "a",
  datacenter: "dc1",
  rack: "r1",
  release: "5.0.8",
  state: "up",
  problem: undefined,
  clock: { aheadMs: 10, plusMinusMs: 1 },
};

function check(nodes: readonly NodeFacts[], tolerateDown = 0, areStatesShown = true): Readonly<Record<string, Check>> {
  return Object.fromEntries(checkNodes({ nodes, areStatesShown }, tolerateDown).map((each) => [each.name, each]));
}

test("a whole cluster passes every check", () => {
  const checks = check([UP, { ...UP, address: "b" }]);
  assert.deepEqual(
    Object.values(checks).map(({ verdict }) => verdict),
    ["ok", "ok", "ok"],
  );
  assert.equal(checks.releases?.finding, "2 nodes run 5.0.8");
  assert.equal(checks.nodes?.finding, "2 of 2 nodes are up");
});

test("different releases are a problem, and each is named with its nodes", () => {
  const { releases } = check([UP, { ...UP, address: "b", release: "4.1.10" }]);
  assert.equal(releases?.verdict, "problem");
  assert.match(releases?.finding ?? "", /5\.0\.8 \(a\), 4\.1\.10 \(b\)/);
});

test("a node that is down or joining is a problem, unless so many are tolerated", () => {
  for (const state of ["down", "joining"] as const) {
    const nodes = [UP, { ...UP, address: "b", state, problem: "does not answer", clock: undefined }];
    assert.equal(check(nodes).nodes?.verdict, "problem");
    assert.match(check(nodes).nodes?.hint ?? "", /--tolerate-down 1/);
    assert.equal(check(nodes, 1).nodes?.verdict, "warning");
  }
});

test("a node that leaves or moves is worth a warning", () => {
  const { nodes } = check([UP, { ...UP, address: "b", state: "leaving" }]);
  assert.deepEqual([nodes?.verdict, nodes?.finding], ["warning", "b is leaving"]);
});

test("it is said when nobody shows who is joining or leaving", () => {
  assert.match(check([UP], 0, false).nodes?.finding ?? "", /is not shown/);
});

test("a clock that is off by more than the measurement can be is a warning", () => {
  const off = { ...UP, clock: { aheadMs: -2_000, plusMinusMs: 5 } };
  assert.match(check([off]).clocks?.finding ?? "", /a is 2\.0 s behind/);
  const unsure = { ...UP, clock: { aheadMs: -2_000, plusMinusMs: 1_900 } };
  assert.equal(check([unsure]).clocks?.verdict, "ok");
});

test("a TRUNCATE with a node down is a problem, whoever is tolerated", () => {
  const steps = [{ statementKind: "truncate", file: "V7__t.cql", line: 2 }] as unknown as readonly StatementStep[];
  const down = { ...UP, address: "b", state: "down", clock: undefined } as const;
  const [found] = checkTruncates(steps, { nodes: [UP, down], areStatesShown: true });
  assert.deepEqual(
    [found?.verdict, found?.finding],
    ["problem", "V7__t.cql:2: TRUNCATE fails while any node is down (b)"],
  );
  assert.deepEqual(checkTruncates(steps, { nodes: [UP], areStatesShown: true }), []);
  assert.deepEqual(checkTruncates([], { nodes: [UP, down], areStatesShown: true }), []);
});
