// Runs work in a transaction of the target, which ends with what is recorded of it and the check that the lease is held. What
// another transaction was in the way of is tried again as a whole.

import { ToolError } from "../../base/errors.ts";
import { hashStatement, type PlannedMigration, type StatementStep } from "../../plan/plan.ts";
import type { SessionPort } from "../../sql/session/open-session.ts";
import { restartOf, retryTransaction } from "../../sql/session/retry-transaction.ts";
import { transactionPort } from "../../sql/session/transaction-port.ts";
import { withoutValues } from "../../sql/session/without-values.ts";
import type { SqlRow } from "../../sql/session.ts";
import { firstWords } from "../../text/first-words.ts";
import type { LeaseKeeper } from "../lease-keeper.ts";
import type { HistoryChange, OpenTransaction, StepFailure, StepOutcome, TransactionEnd } from "../ports.ts";
import type { WarningLog } from "../warning-log.ts";
import { type EngineContext, throwIfInterrupted } from "../with-lease.ts";

export interface SqlTransactOptions {
  readonly context: EngineContext;
  readonly lease: LeaseKeeper;
  readonly migration: PlannedMigration;
  readonly keyspace: string;
  readonly file: string;
  readonly timeoutMs: number | undefined;
  readonly warnings: WarningLog;
}

export interface SqlTransaction<Result> {
  readonly attempts?: number | undefined;
  /** May be called again, after all that it did was undone. */
  work(port: SessionPort): Promise<Result>;
  /** What is recorded in the same transaction. */
  change(result: Result): HistoryChange;
  /** What it is called when nobody can tell whether it was committed: "connection-failed" when the next run sees by itself. */
  readonly whenUnknown: "connection-failed" | "step-in-doubt";
}

/** @throws what `work` throws, and ToolError "step-failed", "lock-lost", "interrupted", and as `whenUnknown` says */
export async function sqlTransact<Result>(
  options: SqlTransactOptions,
  transaction: SqlTransaction<Result>,
): Promise<Result> {
  const { context, migration } = options;
  const { runtime, signal, emit } = context;
  return await retryTransaction(() => attempt(options, transaction), {
    attempts: transaction.attempts,
    random: () => runtime.random(),
    async sleep(ms) {
      await runtime.sleep(ms, signal);
      throwIfInterrupted(signal);
    },
    onRetry({ message: reason }) {
      const message = `another transaction was in the way, and this one begins again (${reason})`;
      emit({ kind: "code-said", migration, message });
    },
  });
}

async function attempt<Result>(
  options: SqlTransactOptions,
  { work, change, whenUnknown }: SqlTransaction<Result>,
): Promise<Result> {
  const { context, lease, keyspace, timeoutMs } = options;
  const { transactions } = context.target;
  if (transactions === undefined) throw new ToolError("usage", "the database has no transactions");
  lease.assertHeld();
  const open = await transactions.begin({ keyspace, timeoutMs });
  const port = transactionPort((text, values) => sendIn(open, text, values, options));
  let result: Result;
  try {
    result = await work(port);
    port.assertWhole();
  } catch (error) {
    await open.rollback();
    throw restartOf(port.assertWhole) ?? error;
  }
  throwOnEnd(await open.commit(lease.owner, change(result)), whenUnknown);
  return result;
}

async function sendIn(
  open: OpenTransaction,
  text: string,
  values: readonly unknown[],
  { context, migration, warnings, keyspace, file }: SqlTransactOptions,
): Promise<readonly SqlRow[]> {
  const outcome: StepOutcome = await open.send(text, values);
  switch (outcome.kind) {
    case "done": {
      const step = stepOf(text, keyspace, file);
      for (const message of outcome.warnings) {
        warnings.addOf(step, message);
        context.emit({ kind: "server-warned", migration, step, message });
      }
      return outcome.rows ?? [];
    }
    case "failed":
      throw refused(firstWords(text), outcome, values);
    case "unknown":
      throw new ToolError("connection-failed", `${firstWords(text)}: got no answer (${outcome.message})`, {
        hint: "nothing of its transaction is kept: wait until the database answers",
      });
  }
}

/** For messages only. */
function stepOf(text: string, keyspace: string, file: string): StatementStep {
  const facts = { statementKind: "opaque", effect: "none", onRetry: "ask" } as const;
  return { kind: "execute", index: 0, text, hash: hashStatement(text), ...facts, keyspace, file, line: 1 };
}

function refused(what: string, failure: StepFailure, values: readonly unknown[]): ToolError {
  const { message, hint, mayPass, code: sqlstate } = failure;
  return new ToolError("step-failed", `${what}: ${values.length === 0 ? message : withoutValues(message, sqlstate)}`, {
    hint,
    details: { ...(sqlstate !== undefined && { sqlstate }), ...(mayPass === true && { mayPass }) },
  });
}

function throwOnEnd(end: TransactionEnd, whenUnknown: SqlTransaction<unknown>["whenUnknown"]): void {
  switch (end.kind) {
    case "done":
      return;
    case "failed":
      throw refused("the end of the transaction", end, []);
    case "lease-lost":
      throw new ToolError("lock-lost", "the lock was lost: nothing of the last transaction was kept", {
        hint: "run the command again: it goes on where it is",
      });
    case "unknown":
      throw new ToolError(whenUnknown, `COMMIT: got no answer (${end.message})`, {
        hint:
          whenUnknown === "connection-failed"
            ? "run the command again once the database answers: the history shows whether it was committed"
            : "whether it was committed is not known: look at the target; the next run starts the migration again",
      });
  }
}
