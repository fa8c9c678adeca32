// History, lease and journal of one scope in a SQL database. Each statement is a transaction of its own; one that was not answered
// is settled on another connection before the call returns.
import { setTimeout as sleep } from "node:timers/promises";
import { pauseMs } from "../../base/backoff.ts";
import { ToolError } from "../../base/errors.ts";
import type { HistoryStore, LeaseRequest, ReadOptions, Snapshot } from "../../engine/ports.ts";
import type { ResultRow } from "../../migration/code-migration.ts";
import type { HistoryEvent } from "../../migration/history.ts";
import { SQLSTATE } from "../../sql/sqlstate.ts";
import type { SqlFailure, SqlStatement } from "./connection.ts";
import type { ConnectionPool } from "./connection-pool.ts";
import { isPassing, isUnknown, serverFailed } from "./failure.ts";
import type { HeldLease, HistoryStatements } from "./history-statements.ts";
import { decodeEvents, decodeLock, type HistoryTables, type LockRow, TABLE_FORMAT } from "./history-tables.ts";
import type { LeaseGuard } from "./lease-guard.ts";
import { decodeStepHashes } from "./step-hashes.ts";

export interface HistoryStoreOptions {
  readonly pool: ConnectionPool;
  readonly guard: LeaseGuard;
  readonly statements: HistoryStatements;
  readonly tables: HistoryTables;
  /** The managed schema. */
  readonly scope: string;
  /** Which tables are there. @throws ToolError "target-missing" when a schema does not exist */
  findTables(): Promise<{ readonly log: boolean; readonly lock: boolean }>;
}

/** Lost connections, and transactions that were in each other's way. */
const ATTEMPTS_MAX = 8;
const PAUSE = { minMs: 20, maxMs: 2_000 };

export function historyStore(options: HistoryStoreOptions): HistoryStore & Amend {
  const { pool, guard, statements, tables, scope } = options;
  const what = `the history in ${tables.log}`;
  /** The lock row as it was last read: a lease is taken only if nothing was written since. */
  let seen: Pick<LockRow, "epoch" | "revision"> | undefined;

  /** Of statements that read, or that are the same twice. @throws ToolError */
  async function ask(statement: SqlStatement, urgency?: "at-once"): Promise<readonly ResultRow[]> {
    for (let attempt = 1; ; attempt += 1) {
      const end = await pool.use((connection) => connection.pipeline([statement]), urgency);
      if (end.failure === undefined) return end.results[0]?.rows ?? [];
      await pauseOrThrow(end.failure, attempt);
    }
  }

  async function pauseOrThrow(failure: SqlFailure, attempt: number): Promise<void> {
    const isWorthwhile = failure.kind === "lost" || isPassing(failure);
    if (!isWorthwhile || attempt === ATTEMPTS_MAX) throw serverFailed(what, failure);
    await sleep(pauseMs(attempt, PAUSE, Math.random()));
  }

  /** Lock row and log at one moment; of a table that is missing there are no rows. */
  async function readBoth(extra: readonly SqlStatement[]): Promise<readonly (readonly ResultRow[])[]> {
    for (let attempt = 1; ; attempt += 1) {
      const end = await pool.use(async (connection) => {
        const done = await connection.pipeline([
          { text: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" },
          statements.readLock,
          statements.readLog,
          ...extra,
          { text: "COMMIT" },
        ]);
        if (done.failure?.kind === "refused") await connection.pipeline([{ text: "ROLLBACK" }]);
        return done;
      });
      if (end.failure === undefined) return end.results.slice(1, -1).map(({ rows }) => rows);
      if (end.failure.code === SQLSTATE.undefinedTable || end.failure.code === SQLSTATE.invalidSchemaName) {
        const rest = await readRest();
        if (rest !== undefined) return rest;
        // Another runner has just made them.
        await pauseOrThrow({ ...end.failure, kind: "lost" }, attempt);
        continue;
      }
      if (end.failure.code === SQLSTATE.undefinedColumn) throw foreignTable(tables, end.failure);
      await pauseOrThrow(end.failure, attempt);
    }
  }

  /** What one of the tables holds without the other; undefined: both are there. */
  async function readRest(): Promise<readonly (readonly ResultRow[])[] | undefined> {
    const { log, lock } = await options.findTables();
    if (log && lock) return undefined;
    if (log) return [[], await ask(statements.readLog)];
    return lock ? [await ask(statements.readLock)] : [];
  }

  /** @returns undefined when there is no history of the scope. @throws ToolError "history-diverged" when its log is lost */
  async function readState(
    extra: readonly SqlStatement[],
    { acceptsLostLog }: ReadOptions,
  ): Promise<State | undefined> {
    const [[row] = [], log, [hashes] = []] = await readBoth(extra);
    const events = (log ?? []).flatMap(decodeEvents);
    // What was applied is what the log says. Without its row nobody holds the lease.
    if (row === undefined)
      return events.length === 0 ? undefined : { lock: NO_LOCK, events, stepHashes: "", isWhole: false };
    const lock = decodeLock(row);
    if (lock.format > TABLE_FORMAT) throw tooNew(scope, lock.format);
    const isLost = lock.lastSeq > (events.at(-1)?.seq ?? 0);
    if (isLost && acceptsLostLog !== true) throw logLost(tables, scope, { lock, events });
    const stepHashes = typeof hashes?.step_hashes === "string" ? hashes.step_hashes : "";
    return { lock, events, stepHashes, isWhole: log !== undefined };
  }

  async function acquire(request: LeaseRequest): Promise<boolean> {
    const revision = seen?.epoch === request.epoch ? seen.revision : undefined;
    const statement = statements.acquire(request, revision);
    for (let attempt = 1; ; attempt += 1) {
      const { results, failure } = await pool.use((connection) => connection.pipeline([statement]));
      const [row] = results[0]?.rows ?? [];
      if (failure === undefined) return row === undefined ? attempt > 1 && isOurs(request) : grant(request, row);
      await pauseOrThrow(failure, attempt);
    }
  }

  /** Whether a try that was not answered had succeeded. */
  async function isOurs(request: LeaseRequest): Promise<boolean> {
    const [row] = await ask(statements.readLock);
    return row !== undefined && decodeLock(row).lease?.owner === request.owner && grant(request, row);
  }

  function grant({ owner }: LeaseRequest, row: ResultRow): true {
    guard.acquired({ owner, revision: Number(row.revision) });
    return true;
  }

  /** @returns false without the lease */
  function writeUnder(owner: string, statementOf: (lease: HeldLease) => SqlStatement): Promise<boolean> {
    return guard.inTurn(async () => {
      for (let attempt = 1; ; attempt += 1) {
        const lease = guard.heldBy(owner);
        if (lease === undefined) return false;
        const written = await writeOnce(lease, statementOf(lease), attempt);
        if (written !== "again") return written;
      }
    });
  }

  async function writeOnce(lease: HeldLease, statement: SqlStatement, attempt: number): Promise<boolean | "again"> {
    const { results, failure } = await pool.use((connection) => connection.pipeline([statement]));
    if (failure === undefined) {
      if (Number(results[0]?.rows[0]?.held) !== 1) return false;
      guard.moved(lease);
      return true;
    }
    if (isUnknown(failure)) {
      const settled = await guard.settle(lease, {});
      if (settled === "carried-out") return true;
      if (settled === "lease-lost") return false;
      if (settled === "unreachable") throw serverFailed(what, failure);
      return "again";
    }
    await pauseOrThrow(failure, attempt);
    return "again";
  }

  return {
    async read(how = {}): Promise<Snapshot | undefined> {
      const state = await readState([statements.readStepHashes], how);
      if (state === undefined) return undefined;
      const { epoch, lease, journal, revision } = state.lock;
      seen = { epoch, revision };
      const stepHashes = decodeStepHashes(state.stepHashes);
      return {
        epoch,
        lease,
        journal: journal && { ...journal, stepHashes },
        events: state.events,
        ...(!state.isWhole && { isIncomplete: true }),
      };
    },
    async glimpse() {
      const state = await readState([], {});
      if (state === undefined) return undefined;
      const { lease, journal } = state.lock;
      return { lease, journal, events: state.events };
    },
    async readLease() {
      const [row] = await ask(statements.readLock);
      return row && decodeLock(row).lease;
    },
    async readDownText(seq) {
      const [row] = await ask(statements.readDownText(seq));
      return typeof row?.down_text === "string" ? row.down_text : undefined;
    },
    acquire,
    async renew(request) {
      // In an embedded database nobody else can take it, and a transaction that is open would take the renewal with it.
      if (pool.kind === "embedded" && pool.isExhausted()) return guard.heldBy(request.owner) !== undefined;
      return (await ask(statements.renew(request), "at-once")).length === 1;
    },
    async release(owner) {
      await ask(statements.release(owner));
    },
    write: (owner, change) => writeUnder(owner, (lease) => statements.change(lease, change, "alone")),
    amend: (owner, seq, warnings) => writeUnder(owner, (lease) => statements.amend(lease, seq, warnings)),
  };
}

export interface Amend {
  amend(owner: string, seq: number, warnings: readonly string[]): Promise<boolean>;
}

interface State {
  readonly lock: LockRow;
  readonly events: readonly HistoryEvent[];
  readonly stepHashes: string;
  /** Both tables are there, and the row. */
  readonly isWhole: boolean;
}

const NO_LOCK: LockRow = {
  format: TABLE_FORMAT,
  epoch: 0,
  revision: 0,
  lastSeq: 0,
  lease: undefined,
  journal: undefined,
};

function logLost(
  { log, lock }: HistoryTables,
  scope: string,
  state: { readonly lock: LockRow; readonly events: readonly HistoryEvent[] },
): ToolError {
  const { lastSeq } = state.lock;
  const lost = lastSeq - (state.events.at(-1)?.seq ?? 0);
  const rows = lost === 1 ? "its last row" : `its last ${lost} rows`;
  const message = `the history of ${scope} in ${log} has lost ${rows}: ${lock} knows of ${lastSeq}, and what was applied is not known`;
  return new ToolError("history-diverged", message, {
    hint: `restore ${log} from a backup; or take as applied what is there: tidemark baseline VERSION; or, if nothing is applied, drop ${lock}, too`,
  });
}

function tooNew(scope: string, format: number): ToolError {
  const message = `the history of ${scope} has format ${format}; this tidemark knows ${TABLE_FORMAT}`;
  return new ToolError("history-too-new", message, {
    hint: "a newer tidemark has written it: use that version or a later one",
  });
}

function foreignTable({ log, lock }: HistoryTables, { message }: SqlFailure): ToolError {
  return new ToolError("server-failed", `${log} and ${lock} are not a history of tidemark: ${message}`, {
    hint: "set history.table to another name",
  });
}
