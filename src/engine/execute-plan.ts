// Carries out a plan under a lease. Every step is announced in the journal before it is sent and recorded after; one
// write does both for two neighbouring steps: "k is done, k+1 is meant to follow", with the history row when k was the
// last of its migration.
import { assert } from "../base/assert.ts";
import { messageOf, ToolError } from "../base/errors.ts";
import type { HistoryKind, NewHistoryEvent } from "../migration/history.ts";
import { foldHistory } from "../migration/history-state.ts";
import { groupIntents, type Intent } from "../plan/intent.ts";
import {
  type CodeStep,
  describeStep,
  type InDoubt,
  type Plan,
  type PlannedMigration,
  type StatementStep,
  statementsOf,
} from "../plan/plan.ts";
import { type AgreementWatch, describeAbsent, watchAgreement } from "./agreement-watch.ts";
import { awaitBuilds, describeBuild } from "./await-builds.ts";
import { lineOf } from "./code/call-code.ts";
import { type CodeModules, NO_MODULES } from "./code/code-tools.ts";
import { runCode } from "./code/run-code.ts";
import type { LeaseKeeper } from "./lease-keeper.ts";
import { type LiveSchema, liveSchema } from "./live-schema.ts";
import type { AbsentNode, HistoryChange, Journal, Snapshot } from "./ports.ts";
import { type Doubt, sendStep } from "./send-step.ts";
import { StepError } from "./step-error.ts";
import { type WarningLog, warningLog } from "./warning-log.ts";
import { type EngineContext, throwIfInterrupted } from "./with-lease.ts";

export interface ExecutedMigration {
  readonly migration: PlannedMigration;
  readonly durationMs: number;
}

interface Run {
  readonly context: EngineContext;
  readonly lease: LeaseKeeper;
  readonly id: string;
  readonly code: CodeModules;
  readonly schema: LiveSchema;
  readonly agreement: AgreementWatch;
  nextSeq: number;
  lastTimestampMicros: number;
}

/** What is known of the migration under way. */
interface Progress {
  readonly startedAt: number;
  readonly startedMs: number;
  readonly warnings: WarningLog;
  /** An earlier run ended in the middle of it. */
  readonly isRetried: boolean;
  /** Of code: what `once` has finished. */
  checkpoints: readonly string[];
  /** Of code: something was sent that may have changed the target. */
  hasChanged: boolean;
}

export interface ExecuteOptions {
  /** The place in the log for the first event. */
  readonly nextSeq: number;
  /** What earlier runs have left of the first migration. */
  readonly earlier?: Pick<Journal, "warnings"> | undefined;
  /** Of the migrations in code that are planned. */
  readonly code?: CodeModules | undefined;
}

/** Where a run goes on that begins with this state. */
export function startOf({ events, journal }: Snapshot, code?: CodeModules): ExecuteOptions {
  return { nextSeq: foldHistory(events).nextSeq, earlier: journal, code };
}

/**
 * @throws StepError for a statement that failed or is in doubt; ToolError "lock-lost", "agreement-not-reached",
 * "interrupted". What was done until then is recorded, and the next run goes on after it.
 */
export async function executePlan(
  plan: Plan,
  context: EngineContext,
  lease: LeaseKeeper,
  { nextSeq, earlier, code = NO_MODULES }: ExecuteOptions,
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
  context.emit({ kind: "run-started", plan });

  let progress = startProgress(run, first.migration, earlier);
  let timestamp = chooseTimestamp(run, first);
  const announcement = run.lease.write(announce(run, first, timestamp, progress));
  // An earlier run may have ended before the nodes agreed on what it did.
  const settling = plan.migrations.some(needsAgreement) ? run.agreement.reached() : NOTHING_TO_WAIT_FOR;
  await writeAndSettle(announcement, settling, async (error) => {
    await withdraw(run, first, progress);
    throw error;
  });
  for (const [index, intent] of intents.entries()) {
    const { migration } = intent;
    if (context.signal.aborted) await withdraw(run, intent, progress);
    throwIfInterrupted(context.signal);
    if (intent.isFirst) context.emit({ kind: "migration-started", migration });
    await sendSteps(run, intent, timestamp, progress);
    const settling = changesSchema(intent) ? run.agreement.reached() : NOTHING_TO_WAIT_FOR;
    const unsettled = (error: ToolError): Promise<never> => recordUnsettled(run, intent, error, progress);
    // No migration is recorded as applied before all nodes have it, and have built what it asks for.
    if (intent.isLast) {
      await writeAndSettle(NOTHING_TO_WAIT_FOR, settling, unsettled);
      await settleBuilds(run, intent, progress);
    }
    const durationMs = context.runtime.monotonicMs() - progress.startedMs;
    const done = intent.isLast ? [appliedEvent(run, migration, durationMs, progress)] : [];
    const next = context.signal.aborted ? undefined : intents[index + 1];
    const nextProgress = intent.isLast && next !== undefined ? startProgress(run, next.migration) : progress;
    if (next !== undefined) timestamp = chooseTimestamp(run, next);
    const change =
      next === undefined
        ? { journal: journalAfter(run, intent, progress) }
        : announce(run, next, timestamp, nextProgress);
    await writeAndSettle(run.lease.write({ ...change, events: done }), settling, unsettled);
    if (intent.isLast) {
      executed.push({ migration, durationMs });
      context.emit({ kind: "migration-finished", migration, durationMs });
    }
    progress = nextProgress;
  }
  return executed;
}

function startProgress(run: Run, { finished }: PlannedMigration, earlier?: ExecuteOptions["earlier"]): Progress {
  const { runtime } = run.context;
  return {
    startedAt: runtime.now(),
    startedMs: runtime.monotonicMs(),
    warnings: warningLog(earlier?.warnings),
    isRetried: earlier !== undefined,
    checkpoints: finished ?? [],
    hasChanged: false,
  };
}

async function sendSteps(run: Run, intent: Intent, timestampMicros: number, progress: Progress): Promise<void> {
  const { migration } = intent;
  const { runtime, emit } = run.context;
  for (const step of migration.steps.slice(intent.from, intent.to)) {
    const startedMs = runtime.monotonicMs();
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
    });
    switch (outcome.kind) {
      case "done":
        if (isFound) {
          progress.warnings.add(
            `statement ${step.index + 1} (${describeStep(step)}) got no answer; its effect was found`,
          );
          emit({ kind: "step-found-done", migration, step });
        }
        for (const message of outcome.warnings) {
          progress.warnings.addOf(step, message);
          emit({ kind: "server-warned", migration, step, message });
        }
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
        throw doubtError(migration, step, outcome.message, doubt);
    }
  }
}

/**
 * The announcement stands while the code runs, with what `once` has finished: after a crash it starts again, without that.
 * @throws StepError for what it throws itself; ToolError "lock-lost", "interrupted"
 */
async function carryOutCode(run: Run, { migration }: Intent, step: CodeStep, progress: Progress): Promise<void> {
  const { context, lease, schema, agreement } = run;
  const announced = { from: step.index, to: step.index + 1, timestampMicros: run.lastTimestampMicros };
  try {
    await runCode(step, run.code.get(migration.version), {
      context,
      lease,
      migration,
      keyspace: step.keyspace,
      file: step.file,
      timeoutMs: step.timeoutMs,
      schema,
      agreement,
      warnings: progress.warnings,
      isRetried: progress.isRetried,
      finished: progress.checkpoints,
      nextTimestamp() {
        run.lastTimestampMicros = Math.max(context.runtime.now() * 1_000, run.lastTimestampMicros + 1);
        return run.lastTimestampMicros;
      },
      onChange() {
        progress.hasChanged = true;
      },
      settleBuilds: (starters) => awaitStarted(run, starters, progress),
      async record(finished) {
        progress.checkpoints = finished;
        await lease.write({ journal: { ...journalAt(run, migration, step.index, progress), intended: announced } });
      },
    });
  } catch (thrown) {
    await stopCode(run, migration, step, progress, thrown);
  }
}

/** What has no outcome leaves the announcement as it is. */
const LEAVES_ANNOUNCED: ReadonlySet<string> = new Set([
  "lock-lost",
  "connection-failed",
  "agreement-not-reached",
  "step-in-doubt",
]);

async function stopCode(
  run: Run,
  migration: PlannedMigration,
  step: CodeStep,
  progress: Progress,
  thrown: unknown,
): Promise<never> {
  const { signal } = run.context;
  const known = thrown instanceof ToolError ? thrown : undefined;
  if (known?.code === "lock-lost") throw known;
  if (signal.aborted) {
    const journal = isUntouched(progress) ? null : journalAt(run, migration, step.index, progress);
    await run.lease.write({ journal });
    throwIfInterrupted(signal);
  }
  const line = lineOf(thrown, step) ?? step.line;
  const outcome = { kind: "failed", message: messageOf(thrown), lineOffset: line - step.line } as const;
  const command = migration.direction === "up" ? "tidemark migrate" : "tidemark rollback";
  const advice = `correct it, then run ${command} again: it starts again, without what once has finished`;
  const code = known === undefined || known.code === "usage" ? "step-failed" : known.code;
  const hint = known?.hint === undefined ? advice : `${known.hint}; ${advice}`;
  const error = new StepError(code, migration, step, outcome, hint, thrown);
  if (!LEAVES_ANNOUNCED.has(code)) {
    await recordFailure(run, migration, progress, {
      error: `${error.place}: ${outcome.message}`,
      doneCount: step.index,
    });
  }
  throw error;
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
  if (hint !== undefined) return `${hint}, then ${again}`;
  if (!isInDoubt) return `correct the statement, then ${again}`;
  return `an earlier try of it got no answer; set the target right, then ${again}; to change the statement instead, first: tidemark repair --retry ${label}`;
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
  const hashes = migration.steps.slice(from, to).map((step) => step.hash);
  return { journal, newStepHashes: { from, hashes } };
}

/** The announced steps were not sent after all. */
async function withdraw(run: Run, intent: Intent, progress: Progress): Promise<void> {
  const { migration, from } = intent;
  // Steps of an earlier run stay in doubt until they have run again.
  if (isResumed(intent)) return;
  const journal = from === 0 && isUntouched(progress) ? null : journalAt(run, migration, from, progress);
  await run.lease.write({ journal });
}

/** Neither this run nor an earlier one has left anything of a migration of which no step is done. */
function isUntouched({ isRetried, hasChanged, checkpoints }: Progress): boolean {
  return !isRetried && !hasChanged && checkpoints.length === 0;
}

function journalAfter(run: Run, intent: Intent, progress: Progress): Omit<Journal, "stepHashes"> | null {
  return intent.isLast ? null : journalAt(run, intent.migration, intent.to, progress);
}

function journalAt(
  run: Run,
  migration: PlannedMigration,
  doneCount: number,
  progress: Progress,
): Omit<Journal, "stepHashes"> {
  const { version, name, checksum, direction } = migration;
  const warnings = progress.warnings.list();
  const { startedAt, checkpoints } = progress;
  const journal = { run: run.id, version, name, checksum, direction, startedAt, doneCount };
  return {
    ...journal,
    ...(migration.steps.some((step) => step.kind === "code") && { isCode: true }),
    ...(checkpoints.length > 0 && { checkpoints }),
    ...(warnings.length > 0 && { warnings }),
  };
}

interface RecordedFailure {
  readonly error: string;
  readonly doneCount: number;
  readonly intended?: InDoubt | undefined;
}

async function recordFailure(
  run: Run,
  migration: PlannedMigration,
  progress: Progress,
  { error, doneCount, intended }: RecordedFailure,
): Promise<void> {
  const durationMs = run.context.runtime.monotonicMs() - progress.startedMs;
  const event: NewHistoryEvent = { ...eventOf(run, "failed", migration, durationMs, progress), error };
  const isNothingLeft = doneCount === 0 && intended === undefined && isUntouched(progress);
  const journal = isNothingLeft ? null : { ...journalAt(run, migration, doneCount, progress), intended };
  await run.lease.write({ journal, events: [event] });
}

function appliedEvent(run: Run, migration: PlannedMigration, durationMs: number, progress: Progress): NewHistoryEvent {
  const event = eventOf(run, migration.direction === "up" ? "applied" : "rolled-back", migration, durationMs, progress);
  const absent = needsAgreement(migration) ? run.agreement.absent().map(warnOfAbsent) : [];
  const settled = { ...event, warnings: [...event.warnings, ...absent] };
  return migration.direction === "up" ? { ...settled, downText: migration.downText } : settled;
}

function eventOf(
  run: Run,
  kind: HistoryKind,
  migration: PlannedMigration,
  durationMs: number,
  progress: Progress,
): NewHistoryEvent {
  const { runtime } = run.context;
  const { version, name, checksum, direction } = migration;
  const seq = run.nextSeq;
  run.nextSeq += 1;
  const who = { by: runtime.user, host: runtime.host, tool: runtime.toolVersion, run: run.id };
  const at = progress.startedAt;
  return { seq, kind, version, name, checksum, direction, at, durationMs, ...who, warnings: progress.warnings.list() };
}

function warnOfAbsent(node: AbsentNode): string {
  return `settled without ${describeAbsent(node)}`;
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
async function settleBuilds(run: Run, { migration, to }: Intent, progress: Progress): Promise<void> {
  const { context, lease } = run;
  const { startsBuild } = context.target.dialect;
  const starters = statementsOf(migration.steps).filter(({ statementKind }) => startsBuild(statementKind));
  if (starters.length === 0) return;
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

/** @throws ToolError, see `awaitBuilds`, and "interrupted" */
async function awaitStarted(run: Run, starters: readonly StatementStep[], progress: Progress): Promise<void> {
  const { context, lease, agreement } = run;
  const end = await awaitBuilds(context, lease, starters, agreement);
  for (const message of end.warnings) {
    progress.warnings.add(message);
    context.emit({ kind: "warning", message });
  }
  if (end.left.length === 0) return;
  if (context.leavesBuilds !== true) throwIfInterrupted(context.signal);
  context.emit({ kind: "builds-left", builds: end.left });
  for (const build of end.left) progress.warnings.add(`left while it was still being built: ${describeBuild(build)}`);
}

/** What a migration has already done to the schema may not be settled yet. */
function needsAgreement(migration: PlannedMigration): boolean {
  return migration.steps.some((step) => step.effect === "schema");
}

function changesSchema(intent: Intent): boolean {
  return intent.migration.steps.slice(intent.from, intent.to).some((step) => step.effect === "schema");
}
