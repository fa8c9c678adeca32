// The statements of the history table, and the values that they are bound to.
import type { LeaseRequest } from "../../engine/ports.ts";
import type { NewHistoryEvent } from "../../migration/history.ts";
import { EVENT_COLUMNS, STATIC_COLUMNS, TABLE_FORMAT } from "./history-table.ts";

export interface BoundStatement {
  readonly query: string;
  readonly params: unknown[];
}

export interface HistoryStatements {
  readonly readLog: string;
  /** Statics and log at one moment; each row repeats the statics. */
  readonly readAll: string;
  readonly readStatics: string;
  readonly readStepHashes: string;
  readonly readDownText: string;
  acquire(scope: string, request: LeaseRequest): BoundStatement[];
  renew(scope: string, request: LeaseRequest): BoundStatement[];
  release(scope: string, owner: string): BoundStatement[];
  /** Moves the journal from `revision` to the next one: only the holder can, and only once. */
  updateJournal(scope: string, owner: string, revision: number, journal: JournalColumns): BoundStatement;
  insertEvent(scope: string, event: NewHistoryEvent): BoundStatement;
}

export interface JournalColumns {
  readonly running: string | null;
  /**
   * By index. null: forget those stored; undefined: leave them. Not a Map, which cassandra-driver 4.10.0 sends as an
   * empty one unless its `encoding.map` says otherwise.
   */
  readonly stepHashes: Readonly<Record<string, string>> | null | undefined;
  /** Whether `stepHashes` come on top of those stored. */
  readonly isAppending: boolean;
}

/** @param table its full name, quoted */
export function historyStatements(table: string): HistoryStatements {
  return {
    readLog: `SELECT ${EVENT_COLUMNS}, lease_epoch FROM ${table} WHERE scope = ?`,
    readAll: `SELECT ${STATIC_COLUMNS}, ${EVENT_COLUMNS} FROM ${table} WHERE scope = ?`,
    readStatics: `SELECT ${STATIC_COLUMNS} FROM ${table} WHERE scope = ? LIMIT 1`,
    readStepHashes: `SELECT step_hashes FROM ${table} WHERE scope = ? LIMIT 1`,
    readDownText: `SELECT down_text FROM ${table} WHERE scope = ? AND seq = ?`,
    acquire(scope, { owner, holder, epoch, ttlMs }) {
      const lease = `UPDATE ${table} USING TTL ? SET lease_owner = ?, lease_holder = ? WHERE scope = ? IF lease_owner = null`;
      const fence = `UPDATE ${table} SET lease_epoch = ?, revision = 0, format = ? WHERE scope = ? IF lease_epoch = ?`;
      const seenEpoch = epoch === 0 ? null : epoch;
      return [
        { query: lease, params: [secondsOf(ttlMs), owner, JSON.stringify(holder), scope] },
        { query: fence, params: [epoch + 1, TABLE_FORMAT, scope, seenEpoch] },
      ];
    },
    renew(scope, { owner, holder, ttlMs }) {
      const query = `UPDATE ${table} USING TTL ? SET lease_owner = ?, lease_holder = ? WHERE scope = ? IF lease_owner = ?`;
      return [{ query, params: [secondsOf(ttlMs), owner, JSON.stringify(holder), scope, owner] }];
    },
    release(scope, owner) {
      const query = `UPDATE ${table} SET lease_owner = null, lease_holder = null WHERE scope = ? IF lease_owner = ?`;
      return [{ query, params: [scope, owner] }];
    },
    updateJournal(scope, owner, revision, { running, stepHashes, isAppending }) {
      const hashes = stepHashes === undefined ? "" : `, step_hashes = ${isAppending ? "step_hashes + " : ""}?`;
      const query = `UPDATE ${table} SET revision = ?, running = ?${hashes} WHERE scope = ? IF lease_owner = ? AND revision = ?`;
      const bound = stepHashes === undefined ? [] : [stepHashes];
      return { query, params: [revision + 1, running, ...bound, scope, owner, revision] };
    },
    insertEvent(scope, event) {
      const query = `INSERT INTO ${table} (scope, ${EVENT_COLUMNS}, down_text) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
      return {
        query,
        params: [
          scope,
          event.seq,
          event.kind,
          event.version,
          event.name,
          event.checksum,
          event.direction,
          new Date(event.at),
          Math.round(event.durationMs),
          event.by,
          event.host,
          event.tool,
          event.run,
          event.warnings,
          event.error ?? null,
          event.downText ?? null,
        ],
      };
    },
  };
}

/**
 * A time to live for at least `ms`. Cassandra 3.11 to 5.0 counts whole seconds from the beginning of the current one
 * (`nowInSec + ttl`), so that n of them may be over after n - 1.
 */
function secondsOf(ms: number): number {
  return Math.ceil(ms / 1_000) + 1;
}
