// Waits until the database has built what the steps of a migration have started: indexes, and views.
import { renderDuration } from "../base/duration.ts";
import { ToolError } from "../base/errors.ts";
import type { PlannedMigration } from "../plan/plan.ts";
import type { AgreementWatch } from "./agreement-watch.ts";
import type { LeaseKeeper } from "./lease-keeper.ts";
import type { Build, BuildUnderWay } from "./ports.ts";
import type { EngineContext } from "./with-lease.ts";

const PAUSE_MIN_MS = 10;
const PAUSE_MAX_MS = 3_000;
const PAUSE_GROWTH = 1.5;
const REPORT_AFTER_MS = 1_000;
const REPORT_EVERY_MS = 2_000;
/** A build that is asked for, and on which no node works for so long, has failed, or was lost with a restart. */
const IDLE_MS = 15_000;

export interface AwaitBuildsOptions {
  readonly agreement: AgreementWatch;
  /** Called once, before the first wait. */
  onWait(): Promise<void>;
}

/**
 * @returns what is left: nothing, unless the run was interrupted, or is to leave it
 * @throws ToolError "build-failed" for a build on which no node works, "agreement-not-reached" for a node that went away meanwhile,
 * "lock-lost", and see `Target.readBuilds`
 */
export async function awaitBuilds(
  context: EngineContext,
  lease: LeaseKeeper,
  { steps }: PlannedMigration,
  { agreement, onWait }: AwaitBuildsOptions,
): Promise<readonly BuildUnderWay[]> {
  const { target, runtime, emit, signal } = context;
  const changes = steps.filter(({ effect }) => effect === "schema");
  if (changes.length === 0) return [];
  const startedMs = runtime.monotonicMs();
  let reportAtMs = startedMs + REPORT_AFTER_MS;
  let atWorkMs = startedMs;
  let isHiddenTold = false;
  for (let pauseMs = PAUSE_MIN_MS; ; pauseMs = Math.min(pauseMs * PAUSE_GROWTH, PAUSE_MAX_MS)) {
    const absent = new Set(agreement.absent().map(({ address }) => address));
    const builds = await target.readBuilds(changes, absent);
    const left = builds.filter((build) => build.kind === "building");
    if (!isHiddenTold) isHiddenTold = tellHidden(context, builds);
    if (left.length === 0 || context.leavesBuilds === true) return left;
    if (pauseMs === PAUSE_MIN_MS) await onWait();
    if (signal.aborted) return left;
    lease.assertHeld();
    const nowMs = runtime.monotonicMs();
    if (left.some(({ silent, isAtWork }) => isAtWork !== false || silent.length > 0)) atWorkMs = nowMs;
    if (nowMs - atWorkMs > IDLE_MS) throw notBuilt(left, nowMs - atWorkMs);
    if (nowMs >= reportAtMs) {
      emit({ kind: "waiting-for-builds", builds: left, waitedMs: nowMs - startedMs });
      reportAtMs = nowMs + REPORT_EVERY_MS;
      // One that does not answer may be down: then it is tolerated, or the run ends.
      if (left.some(({ silent }) => silent.length > 0)) await agreement.reached();
    }
    await runtime.sleep(pauseMs, signal);
  }
}

/** @returns whether there was something to tell */
function tellHidden({ emit }: EngineContext, builds: readonly Build[]): boolean {
  const hidden = builds.filter((build) => build.kind === "hidden");
  const [first] = hidden;
  if (first === undefined) return false;
  const objects = hidden.map(({ object }) => object).join(", ");
  const message = `whether ${objects} is built cannot be seen, and is not waited for: the role may not read ${first.table} (GRANT SELECT ON ${first.table} TO it)`;
  emit({ kind: "warning", message });
  return true;
}

function notBuilt(left: readonly BuildUnderWay[], idleMs: number): ToolError {
  const what = left.map(({ object, nodes }) => `${object} is not built on ${nodes.join(", ")}`).join("; ");
  return new ToolError("build-failed", `${what}, and no node has worked on it for ${renderDuration(idleMs)}`, {
    hint: "the node's log says why; nodetool rebuild_index builds an index anew, a view is dropped and created again; then run the command again: it waits again, and repeats no statement. With --no-wait it is left as it is",
    details: { builds: left.map(({ object, nodes }) => ({ object, nodes })) },
  });
}

/** For people: "index shop.users_by_email on 3 nodes (42 %)". */
export function describeBuild({ object, nodes, silent, share }: BuildUnderWay): string {
  const all = [...nodes, ...silent.map(({ address }) => address)];
  const where = all.length === 1 ? all[0] : `${all.length} nodes`;
  return `${object} on ${where}${share === undefined ? "" : ` (${Math.floor(share * 100)} %)`}`;
}
