// Decides on what the target holds, and acts on the decision under the lease.

import { renderDuration } from "../base/duration.ts";
import { messageOf, ToolError } from "../base/errors.ts";
import type { CodeTools } from "./code/code-tools.ts";
import { describeHolder } from "./describe-holder.ts";
import type { EmitEvent } from "./event.ts";
import { keepLease, type LeaseKeeper } from "./lease-keeper.ts";
import type { LeaseHeld, LeaseHolder, ReadOptions, Runtime, Snapshot, Target } from "./ports.ts";

export interface EngineContext {
  readonly target: Target;
  readonly runtime: Runtime;
  readonly emit: EmitEvent;
  /** Aborted by Ctrl-C: the statement under way is finished and recorded, then the run ends. */
  readonly signal: AbortSignal;
  readonly lockTtlMs: number;
  readonly lockWaitMs: number;
  /** What statements make the database build in the background is not waited for. */
  readonly leavesBuilds?: boolean | undefined;
  /** For migrations in code. */
  readonly code?: CodeTools | undefined;
  /** The database is not asked beforehand for what it would refuse. */
  readonly skipsPreflight?: boolean | undefined;
}

/** The lease is held by someone else, and the wait is over. */
export class LockError extends ToolError {
  override readonly name = "LockError";
  readonly lease: LeaseHeld;

  constructor(lease: LeaseHeld, waitedMs: number) {
    super("lock-held", `${describeHolder(lease)} holds the lock; gave up after ${renderDuration(waitedMs)}`, {
      hint: `wait longer with --lock-wait, or look at it: tidemark lock status; the lock of a dead runner expires by itself in ${renderDuration(lease.expiresInMs)}; of one that hangs: tidemark lock break --epoch ${lease.epoch}`,
      details: { holder: lease.holder, epoch: lease.epoch, expiresInMs: lease.expiresInMs },
    });
    this.lease = lease;
  }
}

const EMPTY: Snapshot = { epoch: 0, lease: undefined, journal: undefined, events: [] };
const POLL_MIN_MS = 50;
const POLL_MAX_MS = 1_000;
const REPORT_EVERY_MS = 10_000;

/**
 * Reads the target and calls `decide`; when there is something to do, takes the lease and calls `act`.
 *
 * The decision still stands under the lease: the lease is taken only if nobody held it when the state was read and its
 * epoch has not moved since, and every writer must have moved it. Otherwise everything starts again. So a runner that
 * finds nothing to do never takes the lease, and ten that start at once wait for one without contending with it.
 *
 * @param decide pure on its snapshot; undefined means that there is nothing to do. It may throw: nothing was touched.
 * While another runner holds the lease its judgement on unfinished work would be wrong, so it is told.
 */
export async function withLease<Decision, Result>(
  context: EngineContext,
  command: string,
  decide: (snapshot: Snapshot) => Promise<Decision | undefined> | Decision | undefined,
  act: (lease: LeaseKeeper, decision: Decision, snapshot: Snapshot) => Promise<Result>,
  reading: ReadOptions = {},
): Promise<Result | undefined> {
  const { target, runtime } = context;
  const holder = describeSelf(runtime, command);
  const owner = runtime.randomId();
  const waitUntilMs = runtime.monotonicMs() + context.lockWaitMs;
  for (;;) {
    throwIfInterrupted(context.signal);
    const read = await target.store.read(reading);
    const snapshot = read ?? EMPTY;
    if (snapshot.lease !== undefined) {
      // What the holder is doing now is not for us to judge: only whether it leaves anything for us to do.
      if (!(await hasWork(decide, snapshot))) return undefined;
      await waitForRelease(context, snapshot.lease, waitUntilMs);
      continue;
    }
    const decision = await decide(snapshot);
    if (decision === undefined) return undefined;
    if (read === undefined || read.isIncomplete === true) {
      const { hasCreatedHistory, absent } = await target.initialize({ createScope: false });
      if (absent.length > 0) context.emit({ kind: "nodes-absent", nodes: absent });
      if (read !== undefined) {
        context.emit({
          kind: "warning",
          message: `a part of the history of ${target.title} was gone, and is made again`,
        });
      } else if (hasCreatedHistory) context.emit({ kind: "history-created", scope: target.title });
      continue;
    }
    const request = { owner, holder, epoch: snapshot.epoch, ttlMs: context.lockTtlMs };
    const sentAtMs = runtime.monotonicMs();
    if (!(await target.store.acquire(request))) {
      // Somebody was faster; spread the losers before they look again.
      await runtime.sleep(POLL_MIN_MS * (1 + runtime.random()), context.signal);
      continue;
    }
    return await actAndRelease(context, keepLease(target.store, runtime, request, sentAtMs, context.emit), (lease) =>
      act(lease, decision, snapshot),
    );
  }
}

/** A decision that throws has found something to complain about: that is to be judged once the holder is done. */
async function hasWork<Decision>(
  decide: (snapshot: Snapshot) => Promise<Decision | undefined> | Decision | undefined,
  snapshot: Snapshot,
): Promise<boolean> {
  try {
    return (await decide(snapshot)) !== undefined;
  } catch (error) {
    if (error instanceof ToolError && (error.code === "history-diverged" || error.code === "plan-stale")) return true;
    throw error;
  }
}

async function waitForRelease(context: EngineContext, held: LeaseHeld, waitUntilMs: number): Promise<void> {
  const { target, runtime, emit, signal } = context;
  const startedMs = runtime.monotonicMs();
  let lease: LeaseHeld | undefined = held;
  let reportedMs = Number.NEGATIVE_INFINITY;
  let pauseMs = POLL_MIN_MS;
  while (lease !== undefined) {
    const nowMs = runtime.monotonicMs();
    if (nowMs >= waitUntilMs) throw new LockError(lease, context.lockWaitMs);
    if (nowMs - reportedMs >= REPORT_EVERY_MS) {
      emit({ kind: "waiting-for-lease", lease, waitedMs: nowMs - startedMs });
      reportedMs = nowMs;
    }
    await runtime.sleep(Math.min(pauseMs * (0.75 + runtime.random() / 2), waitUntilMs - nowMs), signal);
    throwIfInterrupted(signal);
    pauseMs = Math.min(pauseMs * 1.5, POLL_MAX_MS);
    lease = await target.store.readLease();
  }
}

async function actAndRelease<Result>(
  context: EngineContext,
  lease: LeaseKeeper,
  act: (lease: LeaseKeeper) => Promise<Result>,
): Promise<Result> {
  try {
    return await act(lease);
  } finally {
    await lease.release().catch((error: unknown) => {
      const expiry = `it expires by itself within ${renderDuration(context.lockTtlMs)}`;
      context.emit({ kind: "warning", message: `the lock could not be given back (${messageOf(error)}); ${expiry}` });
    });
  }
}

function describeSelf(runtime: Runtime, command: string): LeaseHolder {
  return { by: runtime.user, host: runtime.host, pid: runtime.pid, command, since: runtime.now() };
}

export function throwIfInterrupted(signal: AbortSignal): void {
  if (!signal.aborted) return;
  throw new ToolError("interrupted", "interrupted", { hint: "run the command again: it goes on where it stopped" });
}
