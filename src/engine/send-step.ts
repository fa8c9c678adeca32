// Sends one step, and finds out what became of it: one that is the same twice is sent again when no answer came, of one that
// changes the schema the live schema tells; and where a guard kept a statement from doing anything, what is there is held
// against what it asks for.

import { pauseMs } from "../base/backoff.ts";
import { hiddenByGuard } from "../dialect/hidden-by-guard.ts";
import type { Look } from "../dialect/schema-model.ts";
import type { Parameters } from "../migration/code-migration.ts";
import type { PlannedMigration, StatementStep } from "../plan/plan.ts";
import { type AgreementWatch, describeAbsent } from "./agreement-watch.ts";
import { awaitBuilds } from "./await-builds.ts";
import type { LeaseKeeper } from "./lease-keeper.ts";
import type { LiveSchema } from "./live-schema.ts";
import { PASSING_PAUSE, PASSING_TRIES_MAX } from "./passing-tries.ts";
import type { StepOutcome } from "./ports.ts";
import { type EngineContext, throwIfInterrupted } from "./with-lease.ts";

export interface SendOptions {
  readonly schema: LiveSchema;
  readonly agreement: AgreementWatch;
  /** For data: the client timestamp, microseconds since 1970. */
  readonly timestampMicros: number;
  /** Of code: values for the bind markers. */
  readonly parameters?: Parameters | undefined;
  /** An earlier run announced it, and its outcome is not recorded. */
  readonly isInDoubt: boolean;
  /** An earlier try of it may have been sent, though that is not in doubt. */
  readonly isRetried?: boolean | undefined;
  /** What an earlier run recorded when it was refused. */
  readonly earlierFailure?: string | undefined;
}

export interface Sent {
  readonly outcome: StepOutcome;
  /** Whether an earlier try, or this one, may have been carried out although the outcome is not "done". */
  readonly isInDoubt: boolean;
  /** Of an outcome "unknown": who finds out what became of it. */
  readonly doubt: Doubt | undefined;
  /** Its effect was found in the schema, after a try without an answer. */
  readonly isFound: boolean;
}

/** "again": the next run does; "node-away": the next run does once all nodes are back; "person": nobody else can. */
export type Doubt = "again" | "node-away" | "person";

/** How often a step without an answer is sent again before the run gives up. */
const REPEATS_MAX = 2;
/** A schema change that outlasts the request's timeout goes on: so long it is looked for before it is sent again. */
const SLOW_CHANGE_MS = 30_000;
/** The last thing that a dead runner sent may still be under way in a server that answers. */
const FRESH_DOUBT_MS = 5_000;
/** So long a node that says "not now" is asked again. */
const PASSING_MS = 5_000;
const PASSING_PAUSE_MS = 50;
const LOOK_PAUSE_MIN_MS = 200;
const LOOK_PAUSE_MAX_MS = 2_000;

/** @throws ToolError "lock-lost", "agreement-not-reached", "server-failed" */
export async function sendStep(
  context: EngineContext,
  lease: LeaseKeeper,
  migration: PlannedMigration,
  step: StatementStep,
  options: SendOptions,
): Promise<Sent> {
  const sending = { context, lease, migration, step, options };
  if (step.effect !== "schema") return sendAgain(sending);
  return compareUnchanged(sending, await sendAndLook(sending));
}

interface Sending {
  readonly context: EngineContext;
  readonly lease: LeaseKeeper;
  readonly migration: PlannedMigration;
  readonly step: StatementStep;
  readonly options: SendOptions;
}

/** As it stands, while no answer comes and it is the same twice. */
async function sendAgain(sending: Sending): Promise<Sent> {
  const { context, migration, step, options } = sending;
  for (let repeat = 0; ; repeat += 1) {
    const outcome = await sendOnce(sending, options.isInDoubt || repeat > 0);
    const isFinal = outcome.kind !== "unknown" || step.onRetry === "ask" || repeat === REPEATS_MAX;
    if (isFinal) {
      const isInDoubt = options.isInDoubt || repeat > 0;
      return { outcome, isInDoubt, doubt: step.onRetry === "ask" ? "person" : "again", isFound: false };
    }
    context.emit({ kind: "step-repeated", migration, step, reason: outcome.message });
  }
}

/** Before it is sent once more, and when it is refused after an unknown try, the schema says whether it was carried out. */
async function sendAndLook(sending: Sending): Promise<Sent> {
  const { context, migration, step } = sending;
  let isInDoubt = sending.options.isInDoubt;
  for (let repeat = 0; ; repeat += 1) {
    const found = isInDoubt ? await lookBefore(sending, repeat) : undefined;
    if (found !== undefined) return found;
    const outcome = await sendOnce(sending, isInDoubt);
    if (outcome.kind === "done") return settled(outcome);
    if (outcome.kind === "failed") {
      // An earlier try may have been carried out between the look and this one.
      const seen = isInDoubt ? await lookNow(sending) : NOT_THERE;
      if (seen.kind === "there") return FOUND;
      // Or may be yet: a refusal that passes says nothing of it.
      return { ...settled(outcome), isInDoubt: isInDoubt && outcome.mayPass === true };
    }
    if (outcome.isHalfDone === true) return { outcome, isInDoubt: true, doubt: "person", isFound: false };
    isInDoubt = true;
    if (repeat === REPEATS_MAX) {
      const seen = await lookForSlow(sending, SLOW_CHANGE_MS);
      return seen.kind === "there" ? FOUND : inDoubt(sending, seen, outcome.message);
    }
    context.emit({ kind: "step-repeated", migration, step, reason: outcome.message });
  }
}

/** @returns undefined when it is to be sent. @throws ToolError "interrupted" */
async function lookBefore(sending: Sending, repeat: number): Promise<Sent | undefined> {
  const seen = await lookForSlow(sending, patienceMs(sending, repeat));
  if (seen.kind === "there") return FOUND;
  // It was not waited for as long as it may take.
  throwIfInterrupted(sending.context.signal);
  return doubtAbout(sending, seen) === "again" ? undefined : inDoubt(sending, seen, "no answer to an earlier try");
}

/** How long a try may still be under way. A guard makes it safe to send it once more beside that. */
function patienceMs({ context, step, options }: Sending, repeat: number): number {
  if (step.onRetry === "safe") return 0;
  if (repeat > 0) return SLOW_CHANGE_MS;
  return freshDoubtMs(context, options.timestampMicros);
}

/** How long what was announced then, and sent by a runner that is dead, may still be under way. */
export function freshDoubtMs({ runtime }: Pick<EngineContext, "runtime">, timestampMicros: number): number {
  const sinceAnnouncedMs = runtime.now() - timestampMicros / 1_000;
  return Math.min(Math.max(FRESH_DOUBT_MS - sinceAnnouncedMs, 0), FRESH_DOUBT_MS);
}

function doubtAbout({ options, step }: Sending, seen: Look): Doubt {
  // A node that is away may be the one that the earlier try reached: what it made would come back with it, beside what is made
  // now, and no guard helps against that.
  if (options.agreement.absent().length > 0) return "node-away";
  return seen.kind === "not-there" || step.onRetry === "safe" ? "again" : "person";
}

/** In the words that the server knows. What certainly was not carried out, and may be in a moment, is tried again. */
async function sendOnce(sending: Sending, isInDoubt: boolean): Promise<StepOutcome> {
  const { context, lease, migration, step, options } = sending;
  const { runtime, signal } = context;
  const text = await options.schema.adapt(step);
  if (text === undefined) return { kind: "done", warnings: [], hasChanged: false };
  const sent = text === step.text ? step : { ...step, text };
  // A node that is busy, or has not heard of a permission, is well in a moment; a lock may be held for as long as its holder likes.
  const isCql = context.target.dialect.family === "cql";
  const untilMs = runtime.monotonicMs() + PASSING_MS;
  const pause = (attempt: number): number => pauseMs(attempt, PASSING_PAUSE, runtime.random());
  for (let attempt = 1; ; attempt += 1) {
    // Of data that is the same twice a late one does no harm.
    if (step.effect === "schema" || step.onRetry === "ask") await lease.confirm();
    else lease.assertHeld();
    const { parameters, earlierFailure } = options;
    const timestamp = step.effect === "data" ? { timestampMicros: options.timestampMicros } : {};
    const isRetried = isInDoubt || attempt > 1 || options.isRetried === true;
    const outcome = await context.target.execute(sent, { ...timestamp, parameters, isRetried, earlierFailure });
    if (step.effect === "schema" && (outcome.kind !== "done" || outcome.hasChanged !== false)) options.schema.forget();
    const mayPass = outcome.kind === "failed" && outcome.mayPass === true;
    const waitMs = isCql
      ? Math.min(PASSING_PAUSE_MS * 2 ** (attempt - 1), untilMs - runtime.monotonicMs())
      : pause(attempt);
    const isOver = isCql ? waitMs <= 0 : attempt === PASSING_TRIES_MAX;
    if (!mayPass || isOver || signal.aborted) return outcome;
    if (!isCql) context.emit({ kind: "step-repeated", migration, step, reason: outcome.message, waitMs });
    await runtime.sleep(waitMs, signal);
  }
}

/** IF NOT EXISTS is silent about a table of another definition: then the migration did not do what it says. */
async function compareUnchanged({ options, step }: Sending, sent: Sent): Promise<Sent> {
  const { outcome } = sent;
  if (outcome.kind !== "done" || outcome.hasChanged === true || step.guard === undefined || sent.isFound) return sent;
  const seen = await options.schema.look(step);
  if (seen.kind !== "different") return sent;
  return settled({ kind: "failed", ...hiddenByGuard(seen.differences) });
}

const NOT_THERE: Look = { kind: "not-there" };

async function lookForSlow(sending: Sending, waitMs: number): Promise<Look> {
  const { runtime, signal } = sending.context;
  const untilMs = runtime.monotonicMs() + waitMs;
  let pauseMs = LOOK_PAUSE_MIN_MS;
  for (;;) {
    const seen = await lookNow(sending);
    const leftMs = untilMs - runtime.monotonicMs();
    if (seen.kind !== "not-there" || leftMs <= 0 || signal.aborted) return seen;
    await runtime.sleep(Math.min(pauseMs, leftMs), signal);
    pauseMs = Math.min(pauseMs * 2, LOOK_PAUSE_MAX_MS);
  }
}

async function lookNow({ context, lease, step, options }: Sending): Promise<Look> {
  lease.assertHeld();
  await options.agreement.reached();
  // CockroachDB: a schema change goes on as a job when nobody waits for its answer, and shows in the schema once that is done.
  const isJob = context.target.dialect.family === "sql" && context.target.dialect.startsBuild(step.statementKind);
  if (isJob) await awaitBuilds({ ...context, leavesBuilds: false }, lease, [step], options.agreement);
  options.schema.forget();
  return options.schema.look(step);
}

function inDoubt(sending: Sending, seen: Look, reason: string): Sent {
  const doubt = doubtAbout(sending, seen);
  const away = sending.options.agreement.absent().map(describeAbsent).join(", ");
  const known = [
    reason,
    ...(seen.kind === "different" ? [`what is there: ${seen.differences.join(", ")}`] : []),
    ...(doubt === "node-away" ? [`it is not there, and may be on a node that is away: ${away}`] : []),
  ];
  return { outcome: { kind: "unknown", message: known.join("; ") }, isInDoubt: true, doubt, isFound: false };
}

function settled(outcome: StepOutcome): Sent {
  return { outcome, isInDoubt: false, doubt: undefined, isFound: false };
}

const FOUND: Sent = { ...settled({ kind: "done", warnings: [], hasChanged: true }), isFound: true };
