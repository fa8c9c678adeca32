// The statements of history, lease and journal, with the values that they are sent with. Pure.
import type { HistoryChange, LeaseRequest } from "../../engine/ports.ts";
import type { NewHistoryEvent } from "../../migration/history.ts";
import { SQLSTATE } from "../../sql/sqlstate.ts";
import type { SqlStatement } from "./connection.ts";
import { EVENT_COLUMNS, type HistoryTables, LOCK_COLUMNS, TABLE_FORMAT } from "./history-tables.ts";
import { encodeStepHashes } from "./step-hashes.ts";

export interface HistoryStatements {
  readonly readLock: SqlStatement;
  readonly readStepHashes: SqlStatement;
  /** Rows of many events each, for `decodeEvents`. */
  readonly readLog: SqlStatement;
  readDownText(seq: number): SqlStatement;
  /** The row of the scope, unless it is there; it may have been lost, and the log not. */
  readonly enter: SqlStatement;
  /** @param revision that was read with the epoch; undefined: any. Gives back `revision`, or no row. */
  acquire(request: LeaseRequest, revision: number | undefined): SqlStatement;
  /** Gives back a row if the lease is held. */
  renew(request: LeaseRequest): SqlStatement;
  release(owner: string): SqlStatement;
  /** Whoever holds it. */
  readonly clearLease: SqlStatement;
  /** Moves the revision on by two, so that nothing that was sent for the one before is ever carried out. */
  fence(owner: string): SqlStatement;
  hasEvent(event: Pick<NewHistoryEvent, "seq" | "run">): SqlStatement;
  /** Moves the revision on by one, and does the work of `change`, if `owner` holds the lease at this revision. */
  change(held: HeldLease, change: HistoryChange, mode: ChangeMode): SqlStatement;
  /** Adds warnings to an event. As a change. */
  amend(held: HeldLease, seq: number, warnings: readonly string[]): SqlStatement;
}

export interface HeldLease {
  readonly owner: string;
  readonly revision: number;
}

/**
 * "alone": gives back `held`, 1 or 0. "in-transaction": without the lease it fails, so that nothing of its transaction is kept;
 * and events last as long as the transaction has.
 */
export type ChangeMode = "alone" | "in-transaction";

/** What a change fails with in a transaction without the lease: 1 / 0. */
export const LEASE_LOST_CODE: string = SQLSTATE.divisionByZero;

const EVENT_FIELDS: readonly { readonly name: string; readonly type: "int8" | "text" | "jsonb" }[] = [
  { name: "scope", type: "text" },
  { name: "seq", type: "int8" },
  ...["kind", "version", "name", "checksum", "direction"].map((name) => ({ name, type: "text" as const })),
  { name: "at", type: "int8" },
  { name: "duration_ms", type: "int8" },
  ...["applied_by", "host", "tool", "run"].map((name) => ({ name, type: "text" as const })),
  { name: "warnings", type: "jsonb" },
  { name: "error", type: "text" },
  { name: "down_text", type: "text" },
  { name: "settings", type: "text" },
];
const EVENT_NAMES = EVENT_FIELDS.map(({ name }) => name).join(", ");

/** A message a row, and a value a column, cost the client ten times what one long text of JSON does. */
const EVENTS_PER_ROW = 1_000;

const TRANSACTION_MS = "CAST(EXTRACT(EPOCH FROM (clock_timestamp() - transaction_timestamp())) * 1000 AS int8)";

/** @param settings that the product is given for each change, which the log keeps: "autocommit_before_ddl=off" */
export function historyStatements({ log, lock }: HistoryTables, scope: string, settings = ""): HistoryStatements {
  const expiry = (place: string): string =>
    `clock_timestamp() + CAST(${place} AS int8) * CAST('1 millisecond' AS interval)`;
  const isHeld = "scope = $1 AND owner = $2 AND revision = $3 AND expires_at > clock_timestamp()";

  return {
    readLock: { text: `SELECT ${LOCK_COLUMNS} FROM ${lock} WHERE scope = $1`, values: [scope] },
    readStepHashes: { text: `SELECT step_hashes FROM ${lock} WHERE scope = $1`, values: [scope] },
    readLog: {
      text: `SELECT json_agg(json_build_array(${EVENT_COLUMNS}) ORDER BY seq) AS events
FROM ${log} WHERE scope = $1 GROUP BY seq - seq % ${EVENTS_PER_ROW} ORDER BY min(seq)`,
      values: [scope],
    },
    readDownText: (seq) => ({
      text: `SELECT down_text FROM ${log} WHERE scope = $1 AND seq = $2`,
      values: [scope, seq],
    }),
    enter: {
      text: `INSERT INTO ${lock} (scope, format, epoch, revision, last_seq)
SELECT CAST($1 AS text), CAST($2 AS int8), 0, 0, COALESCE(max(seq), 0) FROM ${log} WHERE scope = CAST($1 AS text)
ON CONFLICT (scope) DO NOTHING`,
      values: [scope, TABLE_FORMAT],
    },
    acquire: ({ owner, holder, epoch, ttlMs }, revision) => ({
      text: `UPDATE ${lock} SET owner = $2, holder = $3, expires_at = ${expiry("$4")}, epoch = epoch + 1, revision = revision + 1
WHERE scope = $1 AND epoch = $5 AND (owner IS NULL OR expires_at <= clock_timestamp())
  AND (CAST($6 AS int8) IS NULL OR revision = CAST($6 AS int8))
RETURNING revision`,
      values: [scope, owner, JSON.stringify(holder), Math.ceil(ttlMs), epoch, revision ?? null],
    }),
    renew: ({ owner, holder, ttlMs }) => ({
      text: `UPDATE ${lock} SET holder = $3, expires_at = ${expiry("$4")}
WHERE scope = $1 AND owner = $2 AND expires_at > clock_timestamp() RETURNING epoch`,
      values: [scope, owner, JSON.stringify(holder), Math.ceil(ttlMs)],
    }),
    release: (owner) => ({
      text: `UPDATE ${lock} SET owner = NULL, holder = NULL, expires_at = NULL WHERE scope = $1 AND owner = $2`,
      values: [scope, owner],
    }),
    clearLease: {
      text: `UPDATE ${lock} SET owner = NULL, holder = NULL, expires_at = NULL WHERE scope = $1`,
      values: [scope],
    },
    fence: (owner) => ({
      text: `UPDATE ${lock} SET revision = revision + 2 WHERE scope = $1 AND owner = $2 RETURNING revision`,
      values: [scope, owner],
    }),
    hasEvent: ({ seq, run }) => ({
      text: `SELECT seq FROM ${log} WHERE scope = $1 AND seq = $2 AND run = $3`,
      values: [scope, seq, run],
    }),
    change({ owner, revision }, { journal, newStepHashes, events = [] }, mode) {
      const running = journal === null ? null : JSON.stringify(journal);
      // Null forgets those stored; undefined leaves them.
      const hashes =
        newStepHashes === undefined ? (journal === null ? null : undefined) : encodeStepHashes(newStepHashes);
      const isAppending = newStepHashes !== undefined && newStepHashes.from > 0;
      const assignment =
        hashes === undefined
          ? ""
          : `, step_hashes = ${isAppending ? "COALESCE(step_hashes, '') || " : ""}CAST($5 AS text)`;
      const values: unknown[] = [scope, owner, revision, running, ...(hashes === undefined ? [] : [hashes])];
      const [first, ...more] = events;
      const lastSeq = events.reduce((last, { seq }) => Math.max(last, seq), 0);
      const logged = first === undefined ? "" : `, last_seq = $${values.push(lastSeq)}`;
      const held = `held AS (UPDATE ${lock} SET revision = revision + 1, running = $4${assignment}${logged} WHERE ${isHeld} RETURNING scope)`;
      if (first === undefined) return { text: `WITH ${held} ${countHeld(mode)}`, values };
      return more.length === 0 ? insertOne(held, values, first, mode) : insertMany(held, values, events, mode);
    },
    amend: ({ owner, revision }, seq, warnings) => ({
      text: `WITH held AS (UPDATE ${lock} SET revision = revision + 1 WHERE ${isHeld} RETURNING scope),
amended AS (UPDATE ${log} SET warnings = CAST($5 AS jsonb) WHERE scope IN (SELECT scope FROM held) AND seq = $4 RETURNING seq)
SELECT count(*) AS held FROM held`,
      values: [scope, owner, revision, seq, jsonOf(warnings)],
    }),
  };

  /** The commonest by far: as few plans as it can be done with. */
  function insertOne(held: string, before: readonly unknown[], event: NewHistoryEvent, mode: ChangeMode): SqlStatement {
    const encoded: Readonly<Record<string, unknown>> = { ...encodeEvent(event), settings: settings || null };
    const values = [...before];
    const places = EVENT_FIELDS.map(({ name, type }) => {
      if (name === "scope") return "$1";
      if (name === "duration_ms" && mode === "in-transaction") {
        return `CAST(${TRANSACTION_MS} / (SELECT count(*) FROM held) AS int8)`;
      }
      const value = encoded[name];
      values.push(name === "warnings" && value !== undefined ? JSON.stringify(value) : value);
      return name === "at" ? instant(`CAST($${values.length} AS int8)`) : `CAST($${values.length} AS ${type})`;
    }).join(", ");
    const insert = `WITH ${held} INSERT INTO ${log} (${EVENT_NAMES})`;
    const text =
      mode === "alone" ? `${insert} SELECT ${places} FROM held RETURNING 1 AS held` : `${insert} VALUES (${places})`;
    return { text, values };
  }

  function insertMany(
    held: string,
    before: readonly unknown[],
    events: readonly NewHistoryEvent[],
    mode: ChangeMode,
  ): SqlStatement {
    const values = [
      ...before,
      JSON.stringify(events.map((event) => ({ ...encodeEvent(event), settings: settings || null }))),
    ];
    const fields = EVENT_FIELDS.map(({ name, type }) => {
      if (name === "scope") return "held.scope";
      if (name === "duration_ms" && mode === "in-transaction") return TRANSACTION_MS;
      if (name === "warnings") return "e.doc->'warnings'";
      const text = `CAST(e.doc->>'${name}' AS ${type})`;
      return name === "at" ? instant(text) : text;
    }).join(", ");
    const insert = `INSERT INTO ${log} (${EVENT_NAMES})
  SELECT ${fields} FROM held CROSS JOIN jsonb_array_elements(CAST($${values.length} AS jsonb)) AS e(doc) RETURNING seq`;
    return { text: `WITH ${held}, recorded AS (${insert}) ${countHeld(mode)}`, values };
  }
}

function countHeld(mode: ChangeMode): string {
  return mode === "alone" ? "SELECT count(*) AS held FROM held" : "SELECT 1 / count(*) AS held FROM held";
}

/** Of milliseconds since 1970. */
function instant(ms: string): string {
  return `TIMESTAMPTZ '1970-01-01 00:00:00+00' + ${ms} * CAST('1 millisecond' AS interval)`;
}

function encodeEvent(event: NewHistoryEvent): Readonly<Record<string, unknown>> {
  const { seq, kind, version, name, checksum, direction, at, by, host, tool, run, warnings, error, downText } = event;
  const texts = {
    kind,
    version,
    name,
    checksum,
    direction,
    applied_by: by,
    host,
    tool,
    run,
    error,
    down_text: downText,
  };
  return {
    seq,
    at: Math.round(at),
    duration_ms: Math.round(event.durationMs),
    // The commonest is none: a null is a bit.
    warnings: warnings.length === 0 ? undefined : warnings.map(storable),
    ...Object.fromEntries(
      Object.entries(texts).map(([key, text]) => [key, text === undefined ? undefined : storable(text)]),
    ),
  };
}

function jsonOf(texts: readonly string[]): string {
  return JSON.stringify(texts.map(storable));
}

/** Neither server keeps a NUL in a text, nor half of a pair of surrogates. */
function storable(text: string): string {
  return text.replaceAll("\0", "").replace(/\p{Surrogate}/gu, "\uFFFD");
}
