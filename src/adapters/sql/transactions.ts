// Transactions that end with the check of the lease and with what is recorded of them, all of it in one round trip; what was cut
// off is settled.

import { hiddenByGuard } from "../../dialect/hidden-by-guard.ts";
import type {
  HistoryChange,
  OpenTransaction,
  StepFailure,
  TransactedStep,
  TransactionEnd,
  TransactionRequest,
  Transactions,
  UnknownOutcome,
} from "../../engine/ports.ts";
import type { StatementStep } from "../../plan/plan.ts";
import { readGuardedCreate } from "../../sql/look/guarded-create.ts";
import { SQLSTATE } from "../../sql/sqlstate.ts";
import { doubtOf } from "./cockroach/doubt-of.ts";
import type { SqlConnection, SqlFailure, SqlResult, SqlStatement } from "./connection.ts";
import type { ConnectionPool } from "./connection-pool.ts";
import {
  describeFailure,
  isOfConnection,
  isTimeoutOfTransaction,
  isUnknown,
  serverFailed,
  stepFailure,
} from "./failure.ts";
import { type HeldLease, type HistoryStatements, LEASE_LOST_CODE } from "./history-statements.ts";
import type { Amend } from "./history-store.ts";
import { judgeHidden } from "./judge-hidden.ts";
import type { LeaseGuard } from "./lease-guard.ts";
import { describeHolders } from "./lock-holders.ts";
import { doneOutcome, failedOutcome, nameSchema, transactedStep } from "./outcome.ts";
import { sendWatched, type WatchedEnd, type WatchedStatement } from "./send-watched.ts";
import { type Settings, type SettingsOptions, setStatement, settingsOf } from "./session-settings.ts";
import {
  COCKROACH_BEFORE,
  COCKROACH_ROLE,
  mayChangeRole,
  mayChangeSession,
  onlyDefines,
  restoreSession,
  restoreUndone,
} from "./session-state.ts";
import { throwOnSettings } from "./settings-failure.ts";

export interface TransactionsOptions extends SettingsOptions {
  readonly pool: ConnectionPool;
  readonly guard: LeaseGuard;
  readonly statements: HistoryStatements;
  readonly store: Amend;
  readonly product: "postgres" | "cockroach";
  /** How a transaction begins. */
  readonly beginText: string;
  /** Settings that the product needs in each. */
  readonly productSettings: Settings;
}

/** A runner whose network is gone keeps its locks no longer: while it sends everything at once, a transaction is never idle. */
const IDLE_MS = 30_000;
/** Code may take its time between two statements, whatever the server allows its other clients. */
const CODE_IDLE_MS = 0;

/** The end of a transaction, statement by statement, with what is said where one fails. */
interface EndStatement extends SqlStatement {
  readonly place: string;
}

const COMMIT: EndStatement = { text: "COMMIT", place: "at COMMIT" };
/** What is checked at COMMIT otherwise, which then says neither where nor takes its time before the lease is looked at. */
const CHECK: EndStatement = {
  text: "SET CONSTRAINTS ALL IMMEDIATE",
  place: "at its deferred constraints and triggers",
};
const RECORD = "while it was recorded";
const OPENING = "before its first statement";
const ROLLBACK: SqlStatement = { text: "ROLLBACK" };

export function transactions(options: TransactionsOptions): Transactions {
  const { pool, guard, statements } = options;

  const isCockroach = options.product === "cockroach";

  function settingsFor(schema: string, timeoutMs: number | undefined, idleMs: number): SqlStatement {
    const idle: Settings = [["idle_in_transaction_session_timeout", String(idleMs)]];
    return setStatement(
      [...idle, ...settingsOf(options, { schema, timeoutMs }), ...options.productSettings],
      "transaction",
    );
  }

  function opening(schema: string, timeoutMs: number | undefined, idleMs: number): readonly SqlStatement[] {
    const before = isCockroach ? COCKROACH_BEFORE : [];
    return [...before, { text: options.beginText }, settingsFor(schema, timeoutMs, idleMs)];
  }

  /** From behind the last statement on. */
  function closing(lease: HeldLease, change: HistoryChange, schema: string, what: Left): readonly EndStatement[] {
    const record = { ...statements.change(lease, change, "in-transaction"), place: RECORD };
    if (what.isUntouched) return [record, COMMIT];
    const restored = isCockroach
      ? what.mayChangeRole
        ? COCKROACH_ROLE
        : []
      : [...restoreSession("postgres", what.maySet), settingsFor(schema, undefined, IDLE_MS)];
    const place = "while its session was put back";
    return [...(isCockroach ? [] : [CHECK]), ...restored.map((statement) => ({ ...statement, place })), record, COMMIT];
  }

  /** The end of a transaction whose last pipeline came to `failure`. */
  async function settleLost(lease: HeldLease, change: HistoryChange, failure: SqlFailure): Promise<Verdict> {
    const settled = await guard.settle(lease, change);
    switch (settled) {
      case "carried-out":
        return { kind: "carried-out" };
      case "lease-lost":
        return { kind: "lease-lost" };
      case "never":
        return { kind: "failed", index: undefined, ...lostFailure(failure) };
      case "unreachable":
        return { kind: "unknown", message: describeFailure(failure) };
    }
  }

  async function runSteps(request: TransactionRequest, lease: HeldLease): Promise<TransactionEnd> {
    const { steps, change } = request;
    const [first] = steps;
    const schema = first?.keyspace ?? "";
    const begin = opening(schema, first?.timeoutMs, IDLE_MS);
    const maySet = steps.some(mayChangeSession);
    const isUntouched = steps.every(onlyDefines);
    const end = closing(lease, change, schema, { maySet, mayChangeRole: steps.some(mayChangeRole), isUntouched });
    const { results, failure, hidden } = await pool.use((connection) =>
      sendSteps(connection, [...begin, ...stepStatements(steps, options.product), ...end], maySet),
    );
    const outcomes = outcomesOf(results, begin.length, steps.length);
    const index = results.length - begin.length;
    if (hidden !== undefined) return { kind: "failed", index, ...hiddenByGuard(hidden) };
    if (failure === undefined) {
      guard.moved(lease);
      if (maySet && isCockroach) await forgetSettings();
      return { kind: "done", outcomes };
    }
    if (isHalfDone(failure)) return halfDone(failure);
    if (index < 0) throwOnSettings(failure);
    const verdict = await verdictOn(lease, change, failure);
    if (verdict !== undefined) return verdict.kind === "carried-out" ? { kind: "done", outcomes } : verdict;
    const step = steps[index];
    if (step === undefined) return refusalAt(end[index - steps.length], failure);
    return { kind: "failed", index, ...(await refusalOf(step, failure, schema)) };
  }

  /** What a failure leaves open is settled. A pooler may have lost its server where it only says that it refuses. */
  async function verdictOn(lease: HeldLease, change: HistoryChange, failure: SqlFailure): Promise<Verdict | undefined> {
    if (isUnknown(failure)) return settleLost(lease, change, failure);
    if (!isOfConnection(failure)) return undefined;
    const verdict = await settleLost(lease, change, failure);
    return verdict.kind === "failed" ? undefined : verdict;
  }

  /** Who holds a lock is said with each try: the next one may meet another. */
  async function refusalOf(step: StatementStep, failure: SqlFailure, schema: string): Promise<StepFailure> {
    const refusal = stepFailure(nameSchema(failure, schema), step.text);
    if (failure.code !== SQLSTATE.lockNotAvailable || isCockroach) return refusal;
    const holders = await pool.use((connection) => describeHolders(connection, step)).catch(() => undefined);
    return holders === undefined ? refusal : { ...refusal, message: `${refusal.message}, ${holders}` };
  }

  /** Sends a transaction; what is left open is ended. */
  async function sendSteps(
    connection: SqlConnection,
    sent: readonly WatchedStatement[],
    maySet: boolean,
  ): Promise<WatchedEnd> {
    const end = await sendWatched(connection, sent);
    const isOpen = end.hidden !== undefined || end.failure?.kind === "refused";
    if (isOpen) await connection.pipeline([ROLLBACK, ...restoreUndone(options.product, maySet)]);
    return end;
  }

  async function forgetSettings(): Promise<void> {
    await pool.use((connection) => connection.pipeline(restoreSession(options.product)));
  }

  async function begin(schema: string, timeoutMs: number | undefined): Promise<OpenTransaction> {
    const { connection, giveBack } = await pool.take();
    const { failure } = await connection.pipeline(opening(schema, timeoutMs, CODE_IDLE_MS));
    if (failure !== undefined) {
      if (failure.kind === "refused") await connection.pipeline([ROLLBACK]);
      giveBack();
      throwOnSettings(failure);
      throw serverFailed("a transaction", failure);
    }
    let isOpen = true;

    async function leave(): Promise<void> {
      if (isOpen && !connection.isLost) await connection.pipeline([ROLLBACK, ...restoreUndone(options.product)]);
      isOpen = false;
      giveBack();
    }

    async function commit(owner: string, change: HistoryChange): Promise<TransactionEnd> {
      const lease = guard.heldBy(owner);
      if (lease === undefined) {
        await leave();
        return { kind: "lease-lost" };
      }
      const sent = closing(lease, change, schema, { maySet: true, mayChangeRole: true, isUntouched: false });
      const end = await connection.pipeline(sent);
      if (end.failure === undefined) {
        guard.moved(lease);
        if (isCockroach) await connection.pipeline(restoreSession("cockroach"));
        isOpen = false;
        giveBack();
        return { kind: "done", outcomes: [] };
      }
      await leave();
      if (isHalfDone(end.failure)) return halfDone(end.failure);
      const verdict = await verdictOn(lease, change, end.failure);
      if (verdict !== undefined) return verdict.kind === "carried-out" ? { kind: "done", outcomes: [] } : verdict;
      return refusalAt(sent[end.results.length], end.failure);
    }

    return {
      async send(text, values) {
        const { results, failure: refused } = await connection.pipeline([{ text, values }]);
        const [result] = results;
        if (refused !== undefined) return failedOutcome(refused, text, schema);
        if (result === undefined) return { kind: "done", warnings: [] };
        const outcome = doneOutcome(result);
        return options.product === "postgres" ? judgeHidden(connection, text, outcome) : outcome;
      },
      commit: (owner, change) => guard.inTurn(() => commit(owner, change)),
      rollback: leave,
    };
  }

  return {
    run: (request) =>
      guard.inTurn(async () => {
        const lease = guard.heldBy(request.owner);
        return lease === undefined ? { kind: "lease-lost" } : runSteps(request, lease);
      }),
    begin: ({ keyspace, timeoutMs }) => begin(keyspace, timeoutMs),
    amend: (owner, seq, warnings) => options.store.amend(owner, seq, warnings),
  };
}

type Verdict = Exclude<TransactionEnd, { readonly kind: "done" }> | { readonly kind: "carried-out" };

/** CockroachDB: it was committed, and a schema change in it was not made. */
function isHalfDone(failure: SqlFailure): boolean {
  return doubtOf(failure, "commit")?.isHalfDone === true;
}

function halfDone(failure: SqlFailure): UnknownOutcome {
  return {
    kind: "unknown",
    message: describeFailure(failure),
    hint: doubtOf(failure, "commit")?.hint,
    isHalfDone: true,
  };
}

/** What a transaction may leave in its session. */
interface Left {
  readonly maySet: boolean;
  readonly mayChangeRole: boolean;
  /** Nothing was called that could leave anything (`onlyDefines`). */
  readonly isUntouched: boolean;
}

/** @param at what was refused; undefined: it was sent before the statements of the migration */
function refusalAt(at: EndStatement | undefined, failure: SqlFailure): TransactionEnd {
  if (at?.place === RECORD && failure.code === LEASE_LOST_CODE) return { kind: "lease-lost" };
  const refusal = stepFailure(failure);
  return { kind: "failed", index: undefined, ...refusal, message: `${at?.place ?? OPENING}: ${refusal.message}` };
}

/** The session that was ended is not what the runner is ended by. */
const HOW_TO_STOP = "to stop it for good, end the runner, or cancel the statement with pg_cancel_backend";

function lostFailure(failure: SqlFailure): StepFailure {
  const { code, hint } = stepFailure(failure);
  const said = describeFailure(failure);
  const message = code === "57P01" ? `${said} (${HOW_TO_STOP})` : said;
  return isTimeoutOfTransaction(failure) ? { message, code, hint } : { message, mayPass: true };
}

/** More of them are answered a few at a time. */
const TIMED_MAX = 64;

/** CockroachDB makes nothing of a schema in a transaction of several. */
function stepStatements(
  steps: readonly StatementStep[],
  product: TransactionsOptions["product"],
): readonly WatchedStatement[] {
  const isTimed = steps.length > 1 && steps.length <= TIMED_MAX;
  return steps.map(({ text, guard }) => {
    const isWatched = guard === "if-not-exists" && product === "postgres";
    return { text, isTimed, ignoresRows: true, guarded: isWatched ? readGuardedCreate(text) : undefined };
  });
}

/** Of an answer that was lost, nothing is known but that it was carried out. The first has the time since the beginning. */
function outcomesOf(results: readonly SqlResult[], from: number, count: number): readonly TransactedStep[] {
  const beforeMs = results.slice(0, from).reduce((sum, { durationMs }) => sum + durationMs, 0);
  return Array.from({ length: count }, (_none, index) => {
    const result = results[from + index];
    if (result === undefined) return { warnings: [], durationMs: 0 };
    const outcome = transactedStep(result);
    return index === 0 ? { ...outcome, durationMs: outcome.durationMs + beforeMs } : outcome;
  });
}
