// The two tables that hold the history of SQL databases: a log of events, and one row a scope with lease and journal. In SQL
// that PostgreSQL and CockroachDB both take. Pure.
import type { Glimpse, LeaseHeld, LeaseHolder } from "../../engine/ports.ts";
import type { ResultRow } from "../../migration/code-migration.ts";
import type { HistoryEvent } from "../../migration/history.ts";
import { quoteIdentifier } from "../../sql/identifiers.ts";

/** The shape of the tables. A newer one is refused, an older one is upgraded under the lease. */
export const TABLE_FORMAT = 1;

export interface HistoryTables {
  readonly schema: string;
  readonly logName: string;
  readonly lockName: string;
  /** Qualified and quoted, as they stand in SQL: so no search_path of a migration moves them. */
  readonly log: string;
  readonly lock: string;
}

export function historyTables({ schema, table }: { readonly schema: string; readonly table: string }): HistoryTables {
  const lockName = `${table}_lock`;
  const qualify = (name: string): string => `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;
  return { schema, logName: table, lockName, log: qualify(table), lock: qualify(lockName) };
}

/** In the order in which they are made: what has a lock table has a log. */
export function createTableTexts({ log, lock }: HistoryTables): readonly string[] {
  return [
    `CREATE TABLE IF NOT EXISTS ${log} (
  scope text NOT NULL,
  seq int8 NOT NULL,
  kind text NOT NULL,
  version text NOT NULL,
  name text NOT NULL,
  checksum text NOT NULL,
  direction text NOT NULL,
  at timestamptz NOT NULL,
  duration_ms int8 NOT NULL,
  applied_by text NOT NULL,
  host text NOT NULL,
  tool text NOT NULL,
  run text NOT NULL,
  warnings jsonb,
  error text,
  down_text text,
  settings text,
  PRIMARY KEY (scope, seq)
)`,
    `CREATE TABLE IF NOT EXISTS ${lock} (
  scope text NOT NULL PRIMARY KEY,
  format int8 NOT NULL,
  epoch int8 NOT NULL,
  revision int8 NOT NULL,
  last_seq int8 NOT NULL,
  owner text,
  holder text,
  expires_at timestamptz,
  running text,
  step_hashes text
)`,
  ];
}

/** What is left of the lease, by the clock that goes on within a transaction. */
const LEASE_COLUMNS = `owner, holder, epoch,
  CAST(EXTRACT(EPOCH FROM (expires_at - clock_timestamp())) * 1000 AS float8) AS expires_in_ms`;

export const LOCK_COLUMNS: string = `format, revision, last_seq, running, ${LEASE_COLUMNS}`;

/**
 * Of one event, in the order of `EventRow`. `at` as a number: a text of it would be in the DateStyle of the session.
 */
export const EVENT_COLUMNS: string = `seq, kind, version, name, checksum, direction,
  CAST(EXTRACT(EPOCH FROM at) * 1000 AS int8), duration_ms, applied_by, host, tool, run, warnings, error`;

type EventRow = readonly [
  seq: number,
  kind: HistoryEvent["kind"],
  version: string,
  name: string,
  checksum: string,
  direction: string,
  at: number,
  durationMs: number,
  by: string,
  host: string,
  tool: string,
  run: string,
  warnings: readonly string[] | null,
  error: string | null,
];

export interface LockRow extends Omit<Glimpse, "events"> {
  readonly format: number;
  readonly epoch: number;
  readonly revision: number;
  /** Of the last event of the log, which is lost where the log ends before it. */
  readonly lastSeq: number;
}

export function decodeLock(row: ResultRow): LockRow {
  const running = textOf(row.running);
  return {
    format: Number(row.format),
    epoch: Number(row.epoch),
    revision: Number(row.revision),
    lastSeq: Number(row.last_seq),
    lease: decodeLease(row),
    journal: running === undefined ? undefined : JSON.parse(running),
  };
}

function decodeLease(row: ResultRow): LeaseHeld | undefined {
  const owner = textOf(row.owner);
  const expiresInMs = Math.ceil(Number(row.expires_in_ms ?? 0));
  if (owner === undefined || expiresInMs <= 0) return undefined;
  const text = textOf(row.holder);
  const holder: LeaseHolder | undefined = text === undefined ? undefined : JSON.parse(text);
  return { owner, holder, epoch: Number(row.epoch), expiresInMs };
}

/** @param row of the log: many events at a time, as JSON */
export function decodeEvents(row: ResultRow): readonly HistoryEvent[] {
  return (row.events as readonly EventRow[]).map(decodeEvent);
}

function decodeEvent(event: EventRow): HistoryEvent {
  const [seq, kind, version, name, checksum, direction, at, durationMs, by, host, tool, run, warnings, error] = event;
  return {
    seq,
    kind,
    version,
    name,
    checksum,
    direction: direction === "down" ? "down" : "up",
    at,
    durationMs,
    by,
    host,
    tool,
    run,
    warnings: warnings ?? [],
    ...(error !== null && { error }),
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
