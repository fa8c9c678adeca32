// Carries out a migration in code, step by step with the journal: it is announced while it runs, and starts again after a crash.
import { joinAdvice } from "../base/advice.ts";
import { messageOf, ToolError } from "../base/errors.ts";
import type { Intent } from "../plan/intent.ts";
import type { CodeStep, PlannedMigration, StatementStep } from "../plan/plan.ts";
import { lineOf } from "./code/call-code.ts";
import { runCode } from "./code/run-code.ts";
import { runSqlCode, type SqlCodeState } from "./code/sql-run-code.ts";
import type { HistoryChange } from "./ports.ts";
import { awaitStarted, isUntouched, journalAt, type Progress, type Run, recordFailure } from "./run.ts";
import { StepError } from "./step-error.ts";
import { throwIfInterrupted } from "./with-lease.ts";

/**
 * The announcement stands while the code runs, with what `once` has finished: after a crash it starts again, without that.
 * @param change what is recorded together with it, when all of it is one transaction
 * @throws StepError for what it throws itself; ToolError "lock-lost", "interrupted"
 */
export async function carryOutCode(
  run: Run,
  { migration, isTransaction }: Intent,
  step: CodeStep,
  progress: Progress,
  change: HistoryChange = { journal: null },
): Promise<void> {
  const { context, lease, schema, agreement } = run;
  const module = run.code.get(migration.version);
  const shared = {
    ...{ context, lease, migration, schema, agreement },
    keyspace: step.keyspace,
    file: step.file,
    timeoutMs: step.timeoutMs,
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
    settleBuilds: (starters: readonly StatementStep[]) => awaitStarted(run, starters, progress),
  };
  const announced = { from: step.index, to: step.index + 1, timestampMicros: run.lastTimestampMicros };
  const changeAt = (state: SqlCodeState): HistoryChange => {
    return { journal: { ...journalAt(run, migration, step.index, { ...progress, ...state }), intended: announced } };
  };
  const { positions } = progress;
  try {
    if (context.target.dialect.family === "cql") {
      const record = async (checkpoints: readonly string[]): Promise<void> => {
        progress.checkpoints = checkpoints;
        await lease.write(changeAt({ checkpoints, positions }));
      };
      await runCode(step, module, { ...shared, record });
    } else {
      await runSqlCode({ ...step, isTransaction }, module, {
        ...shared,
        positions,
        changeAt,
        onRecorded(state) {
          progress.checkpoints = state.checkpoints;
          progress.positions = state.positions;
        },
        finalChange: () => withWarnings(change, progress.warnings.list()),
      });
    }
  } catch (thrown) {
    await stopCode(run, migration, { ...step, isTransaction }, progress, thrown);
  }
}

function withWarnings(change: HistoryChange, warnings: readonly string[]): HistoryChange {
  return { ...change, events: change.events?.map((event) => ({ ...event, warnings })) };
}

function describeRest({ isTransaction }: CodeStep, code: string | undefined): string {
  if (isTransaction !== true) return ": it starts again, without what once has finished";
  // It may have been lost at its COMMIT.
  return code === "connection-failed" ? "" : ": nothing of it was done";
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
  // Neither is the code's.
  if (known?.code === "lock-lost" || known?.code === "config-invalid") throw known;
  if (signal.aborted) {
    const journal = isUntouched(progress) ? null : journalAt(run, migration, step.index, progress);
    await run.lease.write({ journal });
    throwIfInterrupted(signal);
  }
  const line = lineOf(thrown, step) ?? step.line;
  const outcome = { kind: "failed", message: messageOf(thrown), lineOffset: line - step.line } as const;
  const command = migration.direction === "up" ? "tidemark migrate" : "tidemark rollback";
  const again = `run ${command} again${describeRest(step, known?.code)}`;
  // Of a connection that was lost there is nothing to correct.
  const advice = known?.code === "connection-failed" ? again : `correct it, then ${again}`;
  const code = known === undefined || known.code === "usage" ? "step-failed" : known.code;
  const hint = joinAdvice(known?.hint, advice);
  const error = new StepError(code, migration, step, outcome, hint, thrown);
  if (!LEAVES_ANNOUNCED.has(code)) {
    await recordFailure(run, migration, progress, {
      error: `${error.place}: ${outcome.message}`,
      doneCount: step.index,
    });
  }
  throw error;
}
