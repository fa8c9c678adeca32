// History, lease and journal over a session. Every write is a lightweight transaction; one whose outcome is not known is
// settled by a serial read, which also completes it when it was half way.
import { setTimeout as sleep } from "node:timers/promises";
import type { QueryOptions, types } from "cassandra-driver";
import { assert } from "../../base/assert.ts";
import { ToolError } from "../../base/errors.ts";
import type {
  Glimpse,
  HistoryChange,
  HistoryStore,
  Journal,
  LeaseHeld,
  LeaseRequest,
  Snapshot,
} from "../../engine/ports.ts";
import type { HistoryEvent } from "../../migration/history.ts";
import type { Session } from "./connect.ts";
import { type Failure, isPassing, readFailure, SERVER_CODES } from "./failure.ts";
import {
  type BoundStatement,
  type HistoryStatements,
  historyStatements,
  type JournalColumns,
} from "./history-statements.ts";
import { decodeEvent, decodeLease, decodeStatics, type Statics, TABLE_FORMAT, tableName } from "./history-table.ts";
import { retryRead } from "./retry-read.ts";
import { permissionDenied, serverFailed } from "./server-error.ts";

export interface HistoryStoreOptions {
  readonly history: { readonly keyspace: string; readonly table: string };
  /** Names the partition: the managed keyspace. */
  readonly scope: string;
  readonly serialConsistency: "SERIAL" | "LOCAL_SERIAL";
  /** Whether the table exists. @throws ToolError "target-missing" when a keyspace does not */
  findTable(): Promise<"exists" | "missing">;
}

/** Under contention or with a node just lost, a lightweight transaction times out; then it is tried again. */
const ATTEMPTS_MAX = 6;

/** Over a second and a half, for a table that is there and cannot be read. */
const TABLE_ATTEMPTS_MAX = 6;

export function historyStore(session: Pick<Session, "client" | "driver">, options: HistoryStoreOptions): HistoryStore {
  const { client, driver } = session;
  const { scope } = options;
  const statements: HistoryStatements = historyStatements(tableName(options.history));
  const { serial, localSerial, quorum, localQuorum } = driver.types.consistencies;
  const isLocal = options.serialConsistency === "LOCAL_SERIAL";
  const serially: QueryOptions = { consistency: isLocal ? localSerial : serial, isIdempotent: true };
  const plainly: QueryOptions = { consistency: isLocal ? localQuorum : quorum, isIdempotent: true };
  const conditionally: QueryOptions = {
    // What is decided is then read plainly by a quorum.
    consistency: isLocal ? localQuorum : quorum,
    serialConsistency: isLocal ? localSerial : serial,
    prepare: true,
  };
  /** The last lease that was acquired here. Each write under it is made for one revision, so that none happens twice. */
  let held: { readonly owner: string; revision: number } | undefined;

  /** @throws ToolError */
  async function select(query: string, params: unknown[], consistency: QueryOptions): Promise<types.Row[]> {
    try {
      return await selectRows(query, params, consistency);
    } catch (error) {
      throw explain(readFailure(error), error);
    }
  }

  /** @throws what the driver throws */
  async function selectRows(query: string, params: unknown[], consistency: QueryOptions): Promise<types.Row[]> {
    const hints = params.map((value) => (typeof value === "number" ? "int" : "text"));
    const rows: types.Row[] = [];
    let pageState: string | undefined;
    do {
      const page: QueryOptions = pageState === undefined ? {} : { pageState };
      const result = await retryRead(() => client.execute(query, params, { ...consistency, ...page, hints }));
      rows.push(...result.rows);
      pageState = result.pageState;
    } while (pageState !== undefined && pageState !== null);
    return rows;
  }

  async function readStatics(): Promise<Statics | undefined> {
    const [row] = await select(statements.readStatics, [scope], serially);
    return row && decodeStatics(row);
  }

  /** @returns undefined when the outcome is not known. */
  async function compareAndSet(bound: readonly BoundStatement[]): Promise<boolean | undefined> {
    try {
      const [only] = bound;
      const result =
        bound.length === 1 && only !== undefined
          ? await client.execute(only.query, only.params, conditionally)
          : await client.batch([...bound], conditionally);
      return result.wasApplied();
    } catch (error) {
      const failure = readFailure(error);
      if (!isPassing(failure)) throw explain(failure, error);
      return undefined;
    }
  }

  /** Repeats a conditional write until it is known to be done or refused. */
  async function settle(
    bound: readonly BoundStatement[],
    look: (now: Statics | undefined) => boolean | "again",
  ): Promise<boolean> {
    for (let attempt = 1; ; attempt += 1) {
      const applied = await compareAndSet(bound);
      if (applied === true) return true;
      // A refusal may be of the second of two equal writes of ours: look before believing it.
      const verdict = look(await readStatics());
      if (verdict !== "again") return verdict;
      if (attempt === ATTEMPTS_MAX) {
        throw new ToolError(
          "server-failed",
          `a conditional write to ${tableName(options.history)} has no outcome after ${attempt} attempts`,
          {
            hint: "nodes that hold the history are slow or down: run the command again once they answer",
          },
        );
      }
      await sleep(20 * 2 ** attempt * (0.5 + Math.random()));
    }
  }

  /**
   * The lease and the journal are read serially, which completes a write that was half way, and then the log by a plain
   * quorum, which sees everything that was written until then. Who writes in between must have taken the lease first.
   */
  async function read(): Promise<Snapshot | undefined> {
    const found = await findRows(statements.readStatics, serially);
    if (found === undefined) return undefined;
    const [row] = found;
    if (row === undefined) return { epoch: 0, lease: undefined, journal: undefined, events: [] };
    const { epoch, lease, journal } = decodeStatics(row);
    const rows = await select(statements.readLog, [scope], plainly);
    const isMoved = rows.at(-1)?.lease_epoch !== (epoch === 0 ? null : epoch);
    if (lease === undefined && isMoved) return read();
    return { epoch, lease, journal: journal && (await withStepHashes(journal)), events: decodeLog(rows) };
  }

  /** One plain read: a serial one is a round of Paxos on the one partition that the runners write to. */
  async function glimpse(): Promise<Glimpse | undefined> {
    const rows = await findRows(statements.readAll, plainly);
    if (rows === undefined) return undefined;
    const [row] = rows;
    if (row === undefined) return { lease: undefined, journal: undefined, events: [] };
    const { lease, journal } = decodeStatics(row);
    return { lease, journal, events: decodeLog(rows) };
  }

  /** @returns undefined when there is no table. @throws ToolError */
  async function findRows(query: string, consistency: QueryOptions, attempt = 1): Promise<types.Row[] | undefined> {
    let rows: types.Row[];
    try {
      rows = await selectRows(query, [scope], consistency);
    } catch (error) {
      const failure = readFailure(error);
      if (!mayBeMissing(failure)) throw explain(failure, error);
      const found = await options.findTable();
      if (found === "missing") return undefined;
      // Another runner has just made it, and the node has not loaded what it has written down; or it is somebody else's.
      if (attempt === TABLE_ATTEMPTS_MAX) throw foreignTable(options.history, failure);
      await sleep(25 * 2 ** attempt);
      return findRows(query, consistency, attempt + 1);
    }
    const format = rows[0]?.format ?? TABLE_FORMAT;
    if (format > TABLE_FORMAT) throw tooNew(format);
    return rows;
  }

  async function withStepHashes(journal: Omit<Journal, "stepHashes">): Promise<Journal> {
    const [row] = await select(statements.readStepHashes, [scope], serially);
    const stored: Readonly<Record<string, string>> = row?.step_hashes ?? {};
    const stepHashes: string[] = [];
    for (const [index, hash] of Object.entries(stored)) stepHashes[Number(index)] = hash;
    return { ...journal, stepHashes };
  }

  async function readLease(): Promise<LeaseHeld | undefined> {
    const [row] = await select(statements.readStatics, [scope], plainly);
    return row && decodeLease(row, row.lease_epoch ?? 0);
  }

  async function acquire(request: LeaseRequest): Promise<boolean> {
    const { owner, epoch } = request;
    const isAcquired = await settle(statements.acquire(scope, request), (now) => {
      if (now?.lease?.owner === owner) return true;
      return (now?.epoch ?? 0) === epoch && now?.lease === undefined ? "again" : false;
    });
    if (isAcquired) held = { owner, revision: 0 };
    return isAcquired;
  }

  async function write(owner: string, change: HistoryChange): Promise<boolean> {
    const lease = held?.owner === owner ? held : { owner, revision: 0 };
    const from = lease.revision;
    const bound = [
      statements.updateJournal(scope, owner, from, journalColumns(change)),
      ...(change.events ?? []).map((event) => statements.insertEvent(scope, event)),
    ];
    const isWritten = await settle(bound, (now) => {
      if (now?.lease?.owner !== owner) return false;
      if (now.revision === from) return "again";
      assert(now.revision === from + 1, `the journal is at revision ${now.revision}, and ${from} was the last`);
      return true;
    });
    if (isWritten) lease.revision = from + 1;
    return isWritten;
  }

  return {
    read,
    glimpse,
    readLease,
    async readDownText(seq) {
      const [row] = await select(statements.readDownText, [scope, seq], serially);
      return row?.down_text ?? undefined;
    },
    acquire,
    renew: (request) =>
      settle(statements.renew(scope, request), (now) => (now?.lease?.owner === request.owner ? "again" : false)),
    async release(owner) {
      await settle(statements.release(scope, owner), (now) => (now?.lease?.owner === owner ? "again" : true));
    },
    write,
  };

  function tooNew(format: number): ToolError {
    return new ToolError(
      "history-too-new",
      `the history of ${scope} has format ${format}; this tidemark knows ${TABLE_FORMAT}`,
      {
        hint: "a newer tidemark has written it: use that version or a later one",
      },
    );
  }

  function explain(failure: Failure, cause: unknown): Error {
    if (failure.code === SERVER_CODES.unauthorized) return permissionDenied(failure, cause);
    return serverFailed(`the history in ${tableName(options.history)}`, failure, cause);
  }
}

function decodeLog(rows: readonly types.Row[]): readonly HistoryEvent[] {
  return rows.flatMap((row) => (row.seq === null ? [] : decodeEvent(row)));
}

function foreignTable(history: HistoryStoreOptions["history"], { message }: Failure): ToolError {
  return new ToolError("server-failed", `${tableName(history)} is not a history of tidemark: ${message}`, {
    hint: "set history.table to another name",
  });
}

function journalColumns({ journal, newStepHashes }: HistoryChange): JournalColumns {
  const running = journal === null ? null : JSON.stringify(journal);
  if (newStepHashes === undefined) {
    return { running, stepHashes: journal === null ? null : undefined, isAppending: false };
  }
  const { from, hashes } = newStepHashes;
  const stepHashes = Object.fromEntries(hashes.map((hash, index) => [from + index, hash]));
  return { running, stepHashes, isAppending: from > 0 };
}

/** A table or keyspace that is not there is an invalid query; a missing keyspace has a code of its own on 3.11. */
function mayBeMissing({ code }: Failure): boolean {
  return code === SERVER_CODES.invalid || code === SERVER_CODES.configError;
}
