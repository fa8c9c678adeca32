// What is known of the nodes of a cluster → checks. Pure.
import { renderDuration } from "../../../base/duration.ts";
import type { Check } from "../../../engine/ports.ts";
import type { StatementStep } from "../../../plan/plan.ts";
import type { ClusterNodes, NodeFacts, NodeState } from "./read-nodes.ts";

/** Data is written with the clock of the machine that runs tidemark; by those of the nodes the lock expires. */
const CLOCK_MAX_MS = 500;

export function checkNodes({ nodes, areStatesShown }: ClusterNodes, tolerateDown: number): readonly Check[] {
  return [...checkReleases(nodes), ...checkStates(nodes, areStatesShown, tolerateDown), ...checkClocks(nodes)];
}

/** Cassandra 3.11 to 5.0 truncates nothing while any node is down, however many are tolerated (StorageProxy.truncateBlocking). */
export function checkTruncates(steps: readonly StatementStep[], cluster: ClusterNodes | undefined): readonly Check[] {
  const down = (cluster?.nodes ?? []).filter(({ state }) => state === "down");
  const [step] = steps.filter(({ statementKind }) => statementKind === "truncate");
  if (step === undefined || down.length === 0) return [];
  const addresses = down.map(({ address }) => address).join(", ");
  const finding = `${step.file}:${step.line}: TRUNCATE fails while any node is down (${addresses})`;
  return [{ name: "nodes", verdict: "problem", finding, hint: "bring it back first, or remove it from the cluster" }];
}

function checkReleases(nodes: readonly NodeFacts[]): readonly Check[] {
  const releases = [...new Set(nodes.map(({ release }) => release))];
  const [only] = releases;
  if (releases.length === 1) {
    const runs = verb(nodes.length, "runs", "run");
    return [ok("releases", `${countOf(nodes.length)} ${runs} ${only ?? "an unknown release"}`)];
  }
  const groups = releases.map((release) => {
    const addresses = nodes.filter((node) => node.release === release).map(({ address }) => address);
    return `${release ?? "an unknown release"} (${addresses.join(", ")})`;
  });
  return [
    {
      name: "releases",
      verdict: "problem",
      finding: `the nodes run different releases: ${groups.join(", ")}`,
      hint: "releases count schema versions differently, and a schema change must not meet a half upgraded cluster: migrate before or after the upgrade",
    },
  ];
}

function checkStates(nodes: readonly NodeFacts[], areStatesShown: boolean, tolerateDown: number): readonly Check[] {
  const inState = (state: NodeState): readonly NodeFacts[] => nodes.filter((node) => node.state === state);
  const away = [...inState("down"), ...inState("joining")];
  const passing = [...inState("leaving"), ...inState("moving")];
  const checks: Check[] = [];
  if (away.length > 0) {
    const isTolerated = away.length <= tolerateDown;
    const found = away.map(({ address, problem = "" }) => `${address} ${problem}`).join("; ");
    checks.push({
      name: "nodes",
      verdict: isTolerated ? "warning" : "problem",
      finding: `${found}${isTolerated ? " (tolerated)" : ""}`,
      hint: isTolerated
        ? undefined
        : `bring ${away.length === 1 ? "it" : "them"} back first; to go on without: --tolerate-down ${away.length}`,
    });
  }
  for (const { address, state } of passing) {
    checks.push({
      name: "nodes",
      verdict: "warning",
      finding: `${address} is ${state}`,
      hint: "Cassandra 4.0 and later refuses to change the replication of a keyspace meanwhile",
    });
  }
  if (checks.length > 0) return checks;
  const shown = areStatesShown
    ? ""
    : "; whether one is joining or leaving is not shown to this role, or by this release";
  return [ok("nodes", `${nodes.length} of ${countOf(nodes.length)} ${verb(nodes.length, "is", "are")} up${shown}`)];
}

function checkClocks(nodes: readonly NodeFacts[]): readonly Check[] {
  const off = nodes.flatMap(({ address, clock }) => {
    if (clock === undefined || Math.abs(clock.aheadMs) - clock.plusMinusMs <= CLOCK_MAX_MS) return [];
    return [`${address} is ${renderDuration(Math.abs(clock.aheadMs))} ${clock.aheadMs > 0 ? "ahead" : "behind"}`];
  });
  if (off.length === 0) return [ok("clocks", "the clocks of the nodes and of this machine agree")];
  return [
    {
      name: "clocks",
      verdict: "warning",
      finding: `measured by the clock of this machine ${off.join(", ")}`,
      hint: "rows that migrations write carry this machine's time, and lose against newer ones of your application: keep all clocks together (NTP)",
    },
  ];
}

export function ok(name: string, finding: string): Check {
  return { name, verdict: "ok", finding };
}

function countOf(count: number): string {
  return count === 1 ? "1 node" : `${count} nodes`;
}

function verb(count: number, one: string, many: string): string {
  return count === 1 ? one : many;
}
