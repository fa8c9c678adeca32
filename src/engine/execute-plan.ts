// Carries out a plan under a lease. Every step is announced in the journal before it is sent and recorded after; one
// write does both for two neighbouring steps: "k is done, k+1 is meant to follow", with the history row when k was the
// last of its migration.
import { joinAdvice } from "../base/advice.ts";
import { assert } from "../base/assert.ts";
import { ToolError } from "../base/errors.ts";
import { foldHistory } from "../migration/history-state.ts";
import { groupIntents, type Intent } from "../plan/intent.ts";
import {
  describeStep,
  type InDoubt,
  type Plan,
  type PlannedMigration,
  type StatementStep,
  statementsOf,
} from "../plan/plan.ts";
import { watchAgreement } from "./agreement-watch.ts";
import { carryOutCode } from "./carry-out-code.ts";
import { type CodeModules, NO_MODULES } from "./code/code-tools.ts";
import type { LeaseKeeper } from "./lease-keeper.ts";
import { liveSchema } from "./live-schema.ts";
import type { HistoryChange, Snapshot, UnknownOutcome } from "./ports.ts";
import {
  appliedEvent,
  awaitStarted,
  type EarlierTry,
  eventOf,
  isUntouched,
  journalAt,
  needsAgreement,
  type Progress,
  type Run,
  recordFailure,
  startProgress,
} from "./run.ts";
import { type Doubt, sendStep } from "./send-step.ts";
import { StepError } from "./step-error.ts";
import { transact } from "./transact.ts";
import { type EngineContext, throwIfInterrupted } from "./with-lease.ts";

export interface ExecutedMigration {
  readonly migration: PlannedMigration;
  readonly durationMs: number;
}

export interface ExecuteOptions {
  /** The place in the log for the first event. */
  readonly nextSeq: number;
  /** What earlier runs have left of the first migration. */
  readonly earlier?: EarlierTry | undefined;
  /** What was recorded last of migrations, when that was a failure; by version. */
  readonly failures?: ReadonlyMap<string, string> | undefined;
  /** Of the migrations in code that are planned. */
  readonly code?: CodeModules | undefined;
}

/** Where a run goes on that begins with this state. */
export function startOf({ events, journal }: Snapshot, code?: CodeModules): ExecuteOptions {
  return { nextSeq: foldHistory(events).nextSeq, earlier: journal, failures: lastFailures(events), code };
}

function lastFailures(events: Snapshot["events"]): ReadonlyMap<string, string> {
  const failures = new Map<string, string>();
  for (const { kind, version, error } of events) {
    if (kind === "failed" && error !== undefined) failures.set(version, error);
    else failures.delete(version);
  }
  return failures;
}

/**
 * @throws StepError for a statement that failed or is in doubt; ToolError "lock-lost", "agreement-not-reached",
 * "interrupted". What was done until then is recorded, and the next run goes on after it.
 */
export async function executePlan(
  plan: Plan,
  context: EngineContext,
  lease: LeaseKeeper,
  { nextSeq, earlier, failures, code = NO_MODULES }: ExecuteOptions,
): Promise<readonly ExecutedMigration[]> {
  const run: Run = {
    context,
    lease,
    id: context.runtime.randomId(),
    code,
    schema: liveSchema(context.target),
    agreement: watchAgreement(context.target, context.runtime, context.emit),
    nextSeq,
    lastTimestampMicros: 0,
  };
  const intents = groupIntents(plan.migrations);
  const executed: ExecutedMigration[] = [];
  const [first] = intents;
  if (first === undefined) return executed;
  context.emit({ kind: "run-started", plan, run: run.id });

  let progress = startProgress(run, first.migration, earlier);
  let timestamp = chooseTimestamp(run, first);
  await begin(run, plan, first, timestamp, progress);
  for (const [index, intent] of intents.entries()) {
    const { migration } = intent;
    if (context.signal.aborted) await withdraw(run, intent, progress);
    throwIfInterrupted(context.signal);
    if (intent.isFirst) context.emit({ kind: "migration-started", migration });
    const unsettled = (error: ToolError): Promise<never> => recordUnsettled(run, intent, error, progress);
    if (!intent.isTransaction) await sendSteps(run, intent, timestamp, progress, failures?.get(migration.version));
    const settling = changesSchema(intent) ? run.agreement.reached() : NOTHING_TO_WAIT_FOR;
    // No migration is recorded as applied before all nodes have it, and have built what it asks for.
    if (intent.isLast) {
      await writeAndSettle(NOTHING_TO_WAIT_FOR, settling, unsettled);
      await settleBuilds(run, intent, progress);
    }
    const next = context.signal.aborted ? undefined : intents[index + 1];
    const nextProgress = intent.isLast && next !== undefined ? startProgress(run, next.migration) : progress;
    if (next !== undefined) timestamp = chooseTimestamp(run, next);
    const change = changeAfter(run, intent, progress, { next, nextProgress, timestamp });
    if (intent.isTransaction) await transact(run, intent, progress, change);
    else await writeAndSettle(lease.write(change), settling, unsettled);
    if (intent.isLast) executed.push(finish(run, migration, progress));
    // The time of a transaction is its own: it was prepared before the one in front of it was carried out.
    progress = intent.isLast && next?.isTransaction === true ? startProgress(run, next.migration) : nextProgress;
  }
  return executed;
}

/** Announces what comes first, unless that is a transaction. */
async function begin(
  run: Run,
  { migrations }: Plan,
  first: Intent,
  timestamp: number,
  progress: Progress,
): Promise<void> {
  const announcement = first.isTransaction
    ? NOTHING_TO_WAIT_FOR
    : run.lease.write(announce(run, first, timestamp, progress));
  // An earlier run may have ended before the nodes agreed on what it did.
  const settling = migrations.some(needsAgreement) ? run.agreement.reached() : NOTHING_TO_WAIT_FOR;
  await writeAndSettle(announcement, settling, async (error) => {
    await withdraw(run, first, progress);
    throw error;
  });
}

function finish({ context }: Run, migration: PlannedMigration, { startedMs }: Progress): ExecutedMigration {
  const durationMs = context.runtime.monotonicMs() - startedMs;
  context.emit({ kind: "migration-finished", migration, durationMs });
  return { migration, durationMs };
}

async function sendSteps(
  run: Run,
  intent: Intent,
  timestampMicros: number,
  progress: Progress,
  earlierFailure: string | undefined,
): Promise<void> {
  const { migration } = intent;
  const { runtime, emit } = run.context;
  for (const step of migration.steps.slice(intent.from, intent.to)) {
    const startedMs = runtime.monotonicMs();
    emit({ kind: "step-started", migration, step });
    if (step.kind === "code") {
      await carryOutCode(run, intent, step, progress);
      emit({ kind: "step-finished", migration, step, durationMs: runtime.monotonicMs() - startedMs });
      continue;
    }
    const { outcome, isInDoubt, doubt, isFound } = await sendStep(run.context, run.lease, migration, step, {
      schema: run.schema,
      agreement: run.agreement,
      timestampMicros: timestampMicros + (step.index - intent.from),
      isInDoubt: isResumed(intent),
      earlierFailure: step.index === migration.doneCount ? earlierFailure : undefined,
    });
    switch (outcome.kind) {
      case "done":
        tellDone(run, migration, step, progress, { isFound, warnings: outcome.warnings });
        emit({ kind: "step-finished", migration, step, durationMs: runtime.monotonicMs() - startedMs });
        // Steps that were announced together can be many: whoever interrupts need not wait for the rest of them.
        if (run.context.signal.aborted && step.index + 1 < intent.to) {
          const intended = isResumed(intent) ? stillInDoubt(intent, step.index + 1, timestampMicros) : undefined;
          await run.lease.write({ journal: { ...journalAt(run, migration, step.index + 1, progress), intended } });
          throwIfInterrupted(run.context.signal);
        }
        break;
      case "failed": {
        const intended = isInDoubt ? stillInDoubt(intent, step.index, timestampMicros) : undefined;
        const advice = failureAdvice(outcome, migration, intended !== undefined);
        const error = new StepError("step-failed", migration, step, outcome, advice);
        const what = { error: `${error.place}: ${outcome.message}`, doneCount: step.index, intended };
        await recordFailure(run, migration, progress, what);
        throw error;
      }
      case "unknown":
        // The journal keeps its announcement: the next run decides by it.
        if (outcome.isHalfDone === true) throw halfDone(migration, step, outcome);
        throw doubtError(migration, step, outcome.message, doubt);
    }
  }
}

function tellDone(
  { context }: Run,
  migration: PlannedMigration,
  step: StatementStep,
  progress: Progress,
  { isFound, warnings }: { readonly isFound: boolean; readonly warnings: readonly string[] },
): void {
  if (isFound) {
    progress.warnings.add(`statement ${step.index + 1} (${describeStep(step)}) got no answer; its effect was found`);
    context.emit({ kind: "step-found-done", migration, step });
  }
  for (const message of warnings) {
    progress.warnings.addOf(step, message);
    context.emit({ kind: "server-warned", migration, step, message });
  }
}

/**
 * What stays announced when an intent ends before `from` was carried out by this run: what an earlier run, or an earlier
 * sending, may have carried out keeps the timestamp of its first try.
 */
function stillInDoubt(intent: Intent, from: number, timestampMicros: number): InDoubt | undefined {
  const to = isResumed(intent) ? intent.to : from + 1;
  return from < to ? { from, to, timestampMicros: timestampMicros + (from - intent.from) } : undefined;
}

function isResumed({ migration, from }: Intent): boolean {
  return migration.inDoubt?.from === from;
}

function failureAdvice(
  { hint }: { readonly hint?: string | undefined },
  { direction, label }: PlannedMigration,
  isInDoubt: boolean,
): string {
  const again = `run ${direction === "up" ? "tidemark migrate" : "tidemark rollback"} again: it goes on at this statement`;
  if (hint !== undefined) return joinAdvice(hint, `then ${again}`);
  if (!isInDoubt) return `correct the statement, then ${again}`;
  return `an earlier try of it got no answer; set the target right, then ${again}; to change the statement instead, first: tidemark repair --retry ${label}`;
}

function halfDone(migration: PlannedMigration, step: StatementStep, { message, hint }: UnknownOutcome): StepError {
  const way = `then, if it is as the statement leaves it: tidemark repair --mark-applied ${migration.label} --statement ${step.index + 1}; if it is as it was: tidemark repair --retry ${migration.label}`;
  const advice = hint === undefined ? way : `${hint}; ${way}`;
  return new StepError("step-in-doubt", migration, step, { kind: "unknown", message }, advice);
}

function doubtError(
  migration: PlannedMigration,
  step: StatementStep,
  reason: string,
  doubt: Doubt | undefined,
): StepError {
  const what = `got no answer (${reason})`;
  if (doubt === "node-away") {
    const hint = `bring it back, then run the command again; only if it never comes back: tidemark repair --retry ${migration.label}`;
    return new StepError("agreement-not-reached", migration, step, { kind: "unknown", message: what }, hint);
  }
  if (doubt === "again") {
    const isSame = step.onRetry === "ask" ? "the schema will show whether it was carried out" : "it is the same twice";
    const hint = `${isSame}: run the command again once the database answers, and it goes on there`;
    return new StepError("connection-failed", migration, step, { kind: "unknown", message: what }, hint);
  }
  const number = step.index + 1;
  const hint = `look at the target; if it was carried out: tidemark repair --mark-applied ${migration.label} --statement ${number}; if not: tidemark repair --retry ${migration.label}`;
  const message = `${what}: whether it was carried out is not known, and it may not run twice unasked: it ${step.askReason ?? "is not the same twice"}`;
  return new StepError("step-in-doubt", migration, step, { kind: "unknown", message }, hint);
}

/** The client timestamp of an intent's first step; a repeated one keeps that of the first try. */
function chooseTimestamp(run: Run, intent: Intent): number {
  const { inDoubt } = intent.migration;
  const timestampMicros =
    inDoubt !== undefined && isResumed(intent)
      ? inDoubt.timestampMicros
      : Math.max(run.context.runtime.now() * 1_000, run.lastTimestampMicros + 1);
  // What follows must win over it, even when the first try was made by a clock that is ahead of ours.
  run.lastTimestampMicros = timestampMicros + (intent.to - intent.from);
  return timestampMicros;
}

function announce(run: Run, intent: Intent, timestampMicros: number, progress: Progress): HistoryChange {
  const { from, to, migration } = intent;
  const journal = { ...journalAt(run, migration, from, progress), intended: { from, to, timestampMicros } };
  return { journal, ...hashesToRecord(run, intent) };
}

/**
 * What the steps of an intent are compared by when the migration is taken up. Where a migration's hashes are one value, all of
 * them are written with its first record, and not again with each.
 */
function hashesToRecord(run: Run, { migration, from, to, isFirst }: Intent): Pick<HistoryChange, "newStepHashes"> {
  const isAtOnce = run.context.target.transactions !== undefined;
  if (isAtOnce && !isFirst) return {};
  const steps = migration.steps.slice(from, isAtOnce ? undefined : to);
  return { newStepHashes: { from, hashes: steps.map((step) => step.hash) } };
}

/** The announced steps were not sent after all. */
async function withdraw(run: Run, intent: Intent, progress: Progress): Promise<void> {
  const { migration, from, isTransaction } = intent;
  // Steps of an earlier run stay in doubt until they have run again.
  if (isResumed(intent) || isTransaction) return;
  const journal = from === 0 && isUntouched(progress) ? null : journalAt(run, migration, from, progress);
  await run.lease.write({ journal });
}

interface Following {
  /** Undefined: the run ends here. */
  readonly next: Intent | undefined;
  readonly nextProgress: Progress;
  readonly timestamp: number;
}

/**
 * What is written when an intent is carried out: that it is, with the event of its migration when it is the last of that; and what
 * follows, unless that is a transaction of its own.
 */
function changeAfter(
  run: Run,
  intent: Intent,
  progress: Progress,
  { next, nextProgress, timestamp }: Following,
): HistoryChange {
  const { migration, to, isLast, isTransaction } = intent;
  const durationMs = run.context.runtime.monotonicMs() - progress.startedMs;
  const events = isLast ? [appliedEvent(run, migration, durationMs, progress)] : [];
  const announced = next?.isTransaction === false ? announce(run, next, timestamp, nextProgress) : undefined;
  const journal = announced?.journal ?? (isLast ? null : journalAt(run, migration, to, progress));
  // What is carried out in a transaction was not announced.
  const own = isTransaction && !isLast ? hashesToRecord(run, intent) : {};
  return { journal, events, newStepHashes: announced?.newStepHashes, ...own };
}

const NOTHING_TO_WAIT_FOR = Promise.resolve();

/** A write and, at the same time, agreement. When that is not reached, `unsettled` says so to the journal and throws. */
async function writeAndSettle(
  writing: Promise<void>,
  settling: Promise<void>,
  unsettled: (error: ToolError) => Promise<never>,
): Promise<void> {
  const [written, settled] = await Promise.allSettled([writing, settling]);
  if (written.status === "rejected") throw written.reason;
  if (settled.status === "fulfilled") return;
  assert(settled.reason instanceof ToolError, `agreement fails with a ToolError, not ${settled.reason}`);
  await unsettled(settled.reason);
}

/** The statement is done, and is not sent again; the next run begins by waiting until all nodes have it. */
async function recordUnsettled(run: Run, intent: Intent, error: ToolError, progress: Progress): Promise<never> {
  const { migration, to } = intent;
  const step = migration.steps[to - 1];
  assert(step !== undefined, "a step that changed the schema");
  const what = `${step.file}:${step.line}: statement ${to} (${describeStep(step)}) is carried out, and not settled: ${error.message}`;
  await recordFailure(run, migration, progress, { error: what, doneCount: to });
  const again = `then run the command again: it begins by waiting for the nodes, and goes on after this statement`;
  throw new ToolError(error.code, what, {
    hint: error.hint === undefined ? again : `${error.hint}; ${again}`,
    details: { ...error.details, version: migration.version, statement: to },
    cause: error,
  });
}

/**
 * The journal says first that all statements are done: a run that ends here leaves it to the next one to wait.
 * @throws ToolError, see `awaitBuilds`, and "interrupted"
 */
async function settleBuilds(
  run: Run,
  { migration, from, to, isTransaction }: Intent,
  progress: Progress,
): Promise<void> {
  const { context, lease } = run;
  const { startsBuild } = context.target.dialect;
  const sent = migration.steps.slice(0, isTransaction ? from : to);
  const starters = statementsOf(sent).filter(({ statementKind }) => startsBuild(statementKind));
  if (starters.length === 0) return;
  if (isTransaction) return awaitStarted(run, starters, progress);
  const journal = { ...journalAt(run, migration, to, progress), isBuilding: true };
  await lease.write({ journal });
  try {
    await awaitStarted(run, starters, progress);
  } catch (error) {
    if (error instanceof ToolError && error.code === "build-failed") {
      const event = eventOf(run, "failed", migration, context.runtime.monotonicMs() - progress.startedMs, progress);
      await lease.write({ journal, events: [{ ...event, error: `${migration.name}: ${error.message}` }] });
    }
    throw error;
  }
}

function changesSchema(intent: Intent): boolean {
  // Within a transaction nothing has been done yet.
  if (intent.isTransaction) return false;
  return intent.migration.steps.slice(intent.from, intent.to).some((step) => step.effect === "schema");
}
