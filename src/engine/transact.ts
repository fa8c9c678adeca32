// Carries out neighbouring steps in one transaction, together with what is recorded of them: all of it or none. What the database
// refuses for a moment only is tried again, with growing waits.
import { joinAdvice } from "../base/advice.ts";
import { assert } from "../base/assert.ts";
import { pauseMs } from "../base/backoff.ts";
import { ToolError } from "../base/errors.ts";
import type { Intent } from "../plan/intent.ts";
import { type CodeStep, type PlannedMigration, type StatementStep, statementsOf } from "../plan/plan.ts";
import { carryOutCode } from "./carry-out-code.ts";
import type { HeldTransactionEnd } from "./lease-keeper.ts";
import { PASSING_PAUSE, PASSING_TRIES_MAX } from "./passing-tries.ts";
import type { HistoryChange, UnknownOutcome } from "./ports.ts";
import { type Progress, type Run, recordFailure } from "./run.ts";
import { StepError } from "./step-error.ts";
import { throwIfInterrupted } from "./with-lease.ts";

/**
 * @throws StepError "step-failed" for a statement that was refused, ToolError "lock-lost", "interrupted", "connection-failed":
 * nothing of it was done then, or, of the last, the history tells
 */
export async function transact(run: Run, intent: Intent, progress: Progress, change: HistoryChange): Promise<void> {
  const { context, lease } = run;
  const { migration } = intent;
  const [code] = migration.steps;
  if (code?.kind === "code") return transactCode(run, intent, code, progress, change);
  const steps = statementsOf(migration.steps.slice(intent.from, intent.to));
  const { transactions } = context.target;
  assert(transactions !== undefined, "a plan has transactions only where the database has them");
  for (const step of steps) context.emit({ kind: "step-started", migration, step });
  for (let attempt = 1; ; attempt += 1) {
    const end = await lease.transact(transactions, { steps, change });
    if (end.kind === "done") return tell(run, intent, steps, progress, change, end);
    if (end.kind === "unknown") throw unknownEnd(migration, end);
    const step = end.index === undefined ? undefined : steps[end.index];
    if (end.mayPass !== true || attempt === PASSING_TRIES_MAX) {
      // Its events were not written.
      run.nextSeq -= change.events?.length ?? 0;
      return fail(run, intent, progress, step, end);
    }
    const waitMs = pauseMs(attempt, PASSING_PAUSE, context.runtime.random());
    context.emit({ kind: "transaction-repeated", migration, step, reason: end.message, waitMs });
    await context.runtime.sleep(waitMs, context.signal);
    throwIfInterrupted(context.signal);
  }
}

/** It tries again by itself: what it does depends on what it reads. */
async function transactCode(
  run: Run,
  intent: Intent,
  step: CodeStep,
  progress: Progress,
  change: HistoryChange,
): Promise<void> {
  const seqAfter = run.nextSeq;
  // Where it fails, the event of the failure takes the place.
  run.nextSeq -= change.events?.length ?? 0;
  const { emit, runtime } = run.context;
  const startedMs = runtime.monotonicMs();
  emit({ kind: "step-started", migration: intent.migration, step });
  await carryOutCode(run, intent, step, progress, change);
  run.nextSeq = seqAfter;
  emit({ kind: "step-finished", migration: intent.migration, step, durationMs: runtime.monotonicMs() - startedMs });
}

async function tell(
  run: Run,
  { migration, isLast }: Intent,
  steps: readonly StatementStep[],
  progress: Progress,
  { events = [] }: HistoryChange,
  { outcomes }: Extract<HeldTransactionEnd, { kind: "done" }>,
): Promise<void> {
  const { context, lease } = run;
  for (const [index, step] of steps.entries()) {
    const { warnings = [], durationMs = 0 } = outcomes[index] ?? {};
    for (const message of warnings) {
      progress.warnings.addOf(step, message);
      context.emit({ kind: "server-warned", migration, step, message });
    }
    context.emit({ kind: "step-finished", migration, step, durationMs });
  }
  const [event] = events;
  const warnings = progress.warnings.list();
  // The row was written before the database had said them.
  const isLeftOut = isLast && event !== undefined && warnings.length > event.warnings.length;
  if (isLeftOut) await context.target.transactions?.amend(lease.owner, event.seq, warnings);
}

async function fail(
  run: Run,
  { migration, from }: Intent,
  progress: Progress,
  step: StatementStep | undefined,
  end: Extract<HeldTransactionEnd, { kind: "failed" }>,
): Promise<never> {
  const command = migration.direction === "up" ? "tidemark migrate" : "tidemark rollback";
  const whole = from === 0 ? "nothing of the migration was done" : "nothing of its transaction was done";
  const again = `run ${command} again: ${whole}`;
  const ours = end.mayPass === true ? `try again later: ${again}` : `correct the statement, then ${again}`;
  const advice = end.hint === undefined ? ours : joinAdvice(end.hint, `then ${again}`);
  if (step === undefined) {
    const first = migration.steps[from];
    const message = `${first === undefined ? migration.name : `${first.file}:${first.line}`}: ${end.message}`;
    await recordFailure(run, migration, progress, { error: message, doneCount: from });
    throw new ToolError("step-failed", message, { hint: advice });
  }
  const error = new StepError("step-failed", migration, step, end, advice);
  await recordFailure(run, migration, progress, { error: `${error.place}: ${end.message}`, doneCount: from });
  throw error;
}

function unknownEnd({ name }: PlannedMigration, { message: reason, hint, isHalfDone }: UnknownOutcome): ToolError {
  if (isHalfDone === true) return new ToolError("step-in-doubt", `${name}: ${reason}`, { hint });
  return new ToolError("connection-failed", `${name}: the connection was lost (${reason})`, {
    hint: "run the command again once the database answers: the history tells whether it was committed, and nothing is done twice",
  });
}
