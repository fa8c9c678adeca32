// The table that holds history, lease and journal: one partition a scope, so that every write can be conditional on the
// lease. Regular rows are the log; static columns are the lease and the journal.
import { createHash } from "node:crypto";
import type { types } from "cassandra-driver";
import { quoteIdentifier } from "../../cql/identifiers.ts";
import type { Journal, LeaseHeld, LeaseHolder } from "../../engine/ports.ts";
import type { HistoryEvent, HistoryKind } from "../../migration/history.ts";

/** The shape of the table. A newer one is refused, an older one is upgraded under the lease. */
export const TABLE_FORMAT = 1;

/** The table's full name, as it stands in CQL. */
export function tableName(history: { readonly keyspace: string; readonly table: string }): string {
  return `${quoteIdentifier(history.keyspace)}.${quoteIdentifier(history.table)}`;
}

/**
 * Two runners that create the table at once must make one table, so its id is the same for both: without it Cassandra
 * 3.11 to 5.0 makes two, and loses what was written to one of them. The id differs after the keyspace was dropped and
 * made again, because a node that missed the drop would otherwise bring the old rows back.
 * @param keyspaceWritten when the keyspace was created or altered, as the cluster tells it
 */
export function createTableText(
  history: { readonly keyspace: string; readonly table: string },
  keyspaceWritten: string,
): string {
  const id = uuidOf([history.keyspace, history.table, keyspaceWritten].join("\0"));
  return `CREATE TABLE IF NOT EXISTS ${tableName(history)} (
  scope text,
  seq int,
  format int STATIC,
  lease_owner text STATIC,
  lease_holder text STATIC,
  lease_epoch int STATIC,
  revision int STATIC,
  running text STATIC,
  step_hashes map<int, text> STATIC,
  kind text,
  version text,
  name text,
  checksum text,
  direction text,
  at timestamp,
  duration_ms int,
  applied_by text,
  host text,
  tool text,
  run text,
  warnings frozen<list<text>>,
  error text,
  down_text text,
  PRIMARY KEY (scope, seq)
) WITH id = ${id} AND comment = 'tidemark: history of schema changes, lease and journal'`;
}

/** A uuid of version 8 (RFC 9562: its bits are the application's own). */
function uuidOf(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex");
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ];
  return parts.join("-");
}

export const STATIC_COLUMNS =
  "format, lease_owner, lease_holder, lease_epoch, revision, ttl(lease_owner) AS lease_ttl, running";

export const EVENT_COLUMNS =
  "seq, kind, version, name, checksum, direction, at, duration_ms, applied_by, host, tool, run, warnings, error";

export interface Statics {
  readonly format: number;
  readonly epoch: number;
  readonly revision: number;
  readonly lease: LeaseHeld | undefined;
  /** Without its hashes, which stand in a column of their own. */
  readonly journal: Omit<Journal, "stepHashes"> | undefined;
}

export function decodeStatics(row: types.Row): Statics {
  const epoch: number = row.lease_epoch ?? 0;
  return {
    format: row.format ?? TABLE_FORMAT,
    epoch,
    revision: row.revision ?? 0,
    lease: decodeLease(row, epoch),
    journal: row.running === null ? undefined : JSON.parse(row.running),
  };
}

export function decodeLease(row: types.Row, epoch: number): LeaseHeld | undefined {
  const owner: string | null = row.lease_owner;
  if (owner === null) return undefined;
  const holder: LeaseHolder | undefined = row.lease_holder === null ? undefined : JSON.parse(row.lease_holder);
  // One second of the time to live is ours: see secondsOf in history-statements.ts.
  return { owner, holder, epoch, expiresInMs: Math.max(1, (row.lease_ttl ?? 0) - 1) * 1_000 };
}

export function decodeEvent(row: types.Row): HistoryEvent {
  const kind: HistoryKind = row.kind;
  return {
    seq: row.seq,
    kind,
    version: row.version,
    name: row.name,
    checksum: row.checksum,
    direction: row.direction,
    at: row.at.getTime(),
    durationMs: row.duration_ms,
    by: row.applied_by,
    host: row.host,
    tool: row.tool,
    run: row.run,
    warnings: row.warnings ?? [],
    ...(row.error !== null && { error: row.error }),
  };
}
