// Waits until the database has built what the steps of a migration have started: indexes, and views.
import { renderDuration } from "../base/duration.ts";
import { ToolError } from "../base/errors.ts";
import type { KnownBuild } from "../dialect/schema-model.ts";
import type { StatementStep } from "../plan/plan.ts";
import type { AgreementWatch } from "./agreement-watch.ts";
import type { LeaseKeeper } from "./lease-keeper.ts";
import type { Build, BuildUnderWay } from "./ports.ts";
import type { EngineContext } from "./with-lease.ts";

export interface BuildsEnd {
  /** What is still being built: nothing, unless the run was interrupted, or is to leave it. */
  readonly left: readonly BuildUnderWay[];
  /** For the history: what could not be seen, and what was there and is gone. */
  readonly warnings: readonly string[];
}

const PAUSE_MIN_MS = 10;
const PAUSE_MAX_MS = 3_000;
const PAUSE_GROWTH = 1.5;
const REPORT_AFTER_MS = 1_000;
const REPORT_EVERY_MS = 2_000;
/**
 * A build on which no node works for so long has failed, or was lost with a restart. Cassandra 3.11 to 5.0 begins a view anew
 * five minutes after it failed (ViewBuilder).
 */
const IDLE_MS = 360_000;

/**
 * @param starters the steps that start a build, or what is known to be there
 * @throws ToolError "build-failed" for a build on which no node works, "agreement-not-reached" for a node that went away meanwhile,
 * "lock-lost", and see `Target.readBuilds`
 */
export async function awaitBuilds(
  context: EngineContext,
  lease: Pick<LeaseKeeper, "assertHeld">,
  starters: readonly (StatementStep | KnownBuild)[],
  agreement: AgreementWatch,
): Promise<BuildsEnd> {
  const { target, runtime, emit, signal } = context;
  const startedMs = runtime.monotonicMs();
  const seen = new Set<string>();
  let reportAtMs = startedMs + REPORT_AFTER_MS;
  let lifeMs = startedMs;
  for (let pauseMs = PAUSE_MIN_MS; ; pauseMs = Math.min(pauseMs * PAUSE_GROWTH, PAUSE_MAX_MS)) {
    const absent = new Set(agreement.absent().map(({ address }) => address));
    const builds = await target.readBuilds(starters, absent);
    const left = builds.filter((build) => build.kind === "building");
    for (const { object } of builds) seen.add(object);
    if (left.length === 0 || context.leavesBuilds === true || signal.aborted) {
      return { left, warnings: [...describeHidden(builds), ...describeGone(seen, builds)] };
    }
    lease.assertHeld();
    const nowMs = runtime.monotonicMs();
    if (left.some(isAlive)) lifeMs = nowMs;
    if (nowMs - lifeMs > IDLE_MS) throw notBuilt(left, nowMs - lifeMs);
    if (nowMs >= reportAtMs) {
      emit({ kind: "waiting-for-builds", builds: left, waitedMs: nowMs - startedMs });
      reportAtMs = nowMs + REPORT_EVERY_MS;
      // One that does not answer may be down: then it is tolerated, or the run ends.
      if (left.some(({ silent }) => silent.length > 0)) await agreement.reached();
    }
    await runtime.sleep(pauseMs, signal);
  }
}

/** Where nodes do not show what they are at, it counts as work. */
function isAlive({ nodes, isAtWork }: BuildUnderWay): boolean {
  return nodes.length > 0 && isAtWork !== false;
}

function describeHidden(builds: readonly Build[]): readonly string[] {
  const hidden = builds.filter((build) => build.kind === "hidden");
  const [first] = hidden;
  if (first === undefined) return [];
  const objects = hidden.map(({ object }) => object).join(", ");
  return [`whether ${objects} is built cannot be seen, and was not waited for: ${first.reason}`];
}

function describeGone(seen: ReadonlySet<string>, builds: readonly Build[]): readonly string[] {
  const there = new Set(builds.map(({ object }) => object));
  return [...seen]
    .filter((object) => !there.has(object))
    .map((object) => `${object} was removed while it was being built`);
}

function notBuilt(left: readonly BuildUnderWay[], idleMs: number): ToolError {
  const what = left.map((build) => `${build.object} is not built on ${describeNodes(build)}`).join("; ");
  return new ToolError("build-failed", `${what}, and no node has worked on it for ${renderDuration(idleMs)}`, {
    hint: "the node's log says why; nodetool rebuild_index builds an index anew, a view is dropped and created again; then run the command again: it waits again, and repeats no statement. With --no-wait it is left as it is",
    details: { builds: left.map(({ object, nodes, silent }) => ({ object, nodes, silent })) },
  });
}

/** For people: "index shop.users_by_email on 3 nodes (task under way: 42 %)". */
export function describeBuild(build: BuildUnderWay): string {
  const { object, nodes, silent, share, isAtWork } = build;
  const count = nodes.length + silent.length;
  const where = count === 1 || silent.length > 0 ? describeNodes(build) : `${count} nodes`;
  const idle = nodes.length > 0 && isAtWork === false ? " (no node works on it now)" : "";
  return `${object} on ${where}${share === undefined ? idle : ` (task under way: ${Math.floor(share * 100)} %)`}`;
}

function describeNodes({ nodes, silent }: BuildUnderWay): string {
  return [...nodes, ...silent.map(({ address, problem }) => `${address} (${problem})`)].join(", ");
}
