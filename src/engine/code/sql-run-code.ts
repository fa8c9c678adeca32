// Runs the one step of a migration in code on a SQL database: in one transaction with its record, or statement by statement.
import { assert } from "../../base/assert.ts";
import type { MigrationContext } from "../../migration/code-migration.ts";
import type { CodeModule } from "../../migration/code-module.ts";
import type { CodeStep } from "../../plan/plan.ts";
import type { HistoryChange } from "../ports.ts";
import { freshDoubtMs } from "../send-step.ts";
import { callCode } from "./call-code.ts";
import type { CodeTools } from "./code-tools.ts";
import type { LiveCodeOptions } from "./live-code.ts";
import { type OpenedSqlContext, openSqlCodeContext, type SqlCodeBackend } from "./sql-code-context.ts";
import { sqlStatementsBackend, sqlTransactionBackend } from "./sql-live-code.ts";
import { sqlTransact } from "./sql-transact.ts";

/** What the journal keeps of code that is not done yet. */
export interface SqlCodeState {
  /** What `once` and `batches` have finished. */
  readonly checkpoints: readonly string[];
  /** Where `batches` have come to, by name: what `encodeBatchEnd` makes. */
  readonly positions: Readonly<Record<string, readonly unknown[]>>;
}

export interface SqlCodeOptions extends Omit<LiveCodeOptions, "record"> {
  /** Where batches of an earlier try have come to. */
  readonly positions: SqlCodeState["positions"];
  /** The journal while the code runs, with this state; no events. Called for everything that is written of it. */
  changeAt(state: SqlCodeState): HistoryChange;
  /** What the journal holds by now. */
  onRecorded(state: SqlCodeState): void;
  /** The journal and the event after it; called when its transaction is about to be committed, and again when that is tried again. */
  finalChange(): HistoryChange;
}

/**
 * @returns "recorded" when it was committed together with `finalChange`; "done" when that is still to be written
 * @throws what the code throws, and ToolError "lock-lost", "interrupted", "connection-failed", "step-in-doubt"
 */
export async function runSqlCode(
  step: CodeStep,
  module: CodeModule | undefined,
  options: SqlCodeOptions,
): Promise<"recorded" | "done"> {
  const { context, migration } = options;
  const { runtime, signal, target, code } = context;
  assert(module !== undefined && code !== undefined, "the modules of a plan are loaded before it is made");
  const { keyspace, allowsDestructive } = step;
  const { dialect, historyTable } = target;
  const frame = { dialect, keyspace, signal, allowsDestructive, tools: code, historyTable };
  const call = (backend: SqlCodeBackend): Promise<void> =>
    callSqlCode(step, module, openSqlCodeContext(frame, backend), code);
  if (step.isTransaction === true) {
    await sqlTransact(options, {
      whenUnknown: "connection-failed",
      work: (port) => call(sqlTransactionBackend(port, options)),
      change: () => options.finalChange(),
    });
    return "recorded";
  }
  const { inDoubt } = migration;
  if (inDoubt !== undefined) await runtime.sleep(freshDoubtMs(context, inDoubt.timestampMicros), signal);
  const backend = sqlStatementsBackend(options);
  await call(backend);
  await backend.settle();
  return "done";
}

/** @throws what the code throws */
export async function callSqlCode(
  step: CodeStep,
  module: CodeModule,
  opened: OpenedSqlContext,
  tools: Pick<CodeTools, "onFloatingFailure">,
): Promise<void> {
  // A module is called with the context of the database that it is run on.
  const context = opened.context as unknown as MigrationContext;
  await callCode(step, module, { ...opened, context }, tools);
}
