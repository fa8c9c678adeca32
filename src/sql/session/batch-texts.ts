// Turns work in batches into statements: a batch is what stands behind the last key and not behind the next. Pure.
//
// Keys travel as text, which keeps what JSON and numbers would lose (int8, microseconds), and are cast to their type.
import { ToolError } from "../../base/errors.ts";
import type { SqlName, SqlRow } from "../session.ts";
import { assignedColumns } from "./assigned-columns.ts";
import { quoteColumn, quoteTable } from "./names.ts";
import { columnsText, type SqlText, whereText } from "./select-text.ts";

export interface BatchKey {
  readonly name: SqlName;
  /** As a cast takes it: "bigint", "character varying(20)". */
  readonly type: string;
}

export interface BatchSource {
  readonly table: SqlName;
  readonly key: readonly BatchKey[];
  readonly where: SqlRow | string | undefined;
}

/** Keys as text; undefined: before the first. */
export type BatchPosition = readonly string[] | undefined;

/** The last key of the table, whatever `where` says: an index knows it. As `nextKeyText` gives it. */
export function lastKeyText({ table, key }: BatchSource): SqlText {
  const names = key.map(({ name }) => quoteColumn(name));
  const last = names.map((name) => `${name} DESC`).join(", ");
  return { text: `SELECT ${keyColumns(names)} FROM ${quoteTable(table)} ORDER BY ${last} LIMIT 1`, values: [] };
}

/**
 * The last key of the next batch, as `key_1`, `key_2`, …, and the `style` that they are written in; no row when there is no
 * further batch up to `until`.
 */
export function nextKeyText(source: BatchSource, after: BatchPosition, until: BatchPosition, size: number): SqlText {
  const values: unknown[] = [];
  const names = source.key.map(({ name }) => quoteColumn(name));
  const where = conditionText(source, after, until, values);
  const inner = `SELECT ${names.join(", ")} FROM ${quoteTable(source.table)}${where} ORDER BY ${names.join(", ")} LIMIT ${size}`;
  const last = names.map((name) => `${name} DESC`).join(", ");
  return { text: `SELECT ${keyColumns(names)} FROM (${inner}) AS batch ORDER BY ${last} LIMIT 1`, values };
}

function keyColumns(names: readonly string[]): string {
  const keys = names.map((name, index) => `${name}::text AS key_${index + 1}`).join(", ");
  const style = STYLE_SETTINGS.map((name) => `current_setting('${name}')`).join(" || ' ' || ");
  return `${keys}, ${style} AS style`;
}

/** What decides how values are written as text. Bytes are read in either way that they are written in. */
const STYLE_SETTINGS = ["datestyle", "intervalstyle", "extra_float_digits"];
/** Read as it was written, under any settings, and nothing is lost. */
const SOUND_STYLE = /^ISO\b.* postgres [123]$/i;

/** The key that a row of `nextKeyText` has. @throws ToolError "step-failed" when its text may mean another key to the next try */
export function keyOfRow(source: BatchSource, row: SqlRow): readonly string[] {
  if (!SOUND_STYLE.test(String(row.style))) {
    throw new ToolError(
      "step-failed",
      `batches: keys cannot be kept as text under ${STYLE_SETTINGS.join(", ")} = ${row.style}`,
      {
        hint: "whoever pools connections must pass settings on",
      },
    );
  }
  return source.key.map((_, index) => String(row[`key_${index + 1}`]));
}

/** The rows of the batch, locked: what the application writes to them meanwhile waits. */
export function batchRowsText(
  source: BatchSource,
  columns: readonly SqlName[] | undefined,
  after: BatchPosition,
  to: BatchPosition,
): SqlText {
  const values: unknown[] = [];
  const where = conditionText(source, after, to, values);
  const order = source.key.map(({ name }) => quoteColumn(name)).join(", ");
  const text = `SELECT ${columnsText(columns)} FROM ${quoteTable(source.table)}${where} ORDER BY ${order} FOR UPDATE`;
  return { text, values };
}

/** The rows of the first batch, not locked: to look at. */
export function firstRowsText(source: BatchSource, columns: readonly SqlName[] | undefined, size: number): SqlText {
  const values: unknown[] = [];
  const where = conditionText(source, undefined, undefined, values);
  const order = source.key.map(({ name }) => quoteColumn(name)).join(", ");
  const text = `SELECT ${columnsText(columns)} FROM ${quoteTable(source.table)}${where} ORDER BY ${order} LIMIT ${size}`;
  return { text, values };
}

/** Gives back one row for each that it changed. */
export function batchUpdateText(source: BatchSource, set: string, after: BatchPosition, to: BatchPosition): SqlText {
  const values: unknown[] = [];
  const where = conditionText(source, after, to, values);
  // A comment at the end of `set` must not swallow the condition.
  return { text: `UPDATE ${quoteTable(source.table)} SET ${set}\n${where} RETURNING 1 AS changed`, values };
}

function conditionText(
  { key, where }: BatchSource,
  after: BatchPosition,
  to: BatchPosition,
  values: unknown[],
): string {
  const conditions: string[] = [];
  const names = key.map(({ name }) => quoteColumn(name)).join(", ");
  for (const [sign, position] of [
    [">", after],
    ["<=", to],
  ] as const) {
    if (position === undefined) continue;
    const places = key.map(({ type }, index) => `$${values.push(position[index])}::text::${type}`);
    conditions.push(`(${names}) ${sign} (${places.join(", ")})`);
  }
  const own = typeof where === "string" ? `(${where}\n)` : where === undefined ? "" : whereText(where, values);
  if (own !== "") conditions.push(own);
  return conditions.length === 0 ? "" : ` WHERE ${conditions.join(" AND ")}`;
}

/** @throws ToolError "usage" for a `set` that moves the rows to other keys: none would know which are done */
export function refuseMovedKeys(set: string, key: readonly SqlName[]): void {
  const moved = assignedColumns(set).find((column) => key.includes(column));
  if (moved === undefined) return;
  throw new ToolError("usage", `updateInBatches: \`set\` changes ${quoteColumn(moved)}, a column of the key`, {
    hint: "give another key, whose columns stay as they are",
  });
}

/** Columns of a table: `name`, `number`, `type`, `is_required`. */
export function columnsOfText(table: SqlName, schema: string): SqlText {
  return {
    text: `SELECT a.attname::text AS name, a.attnum::int4 AS number, format_type(a.atttypid, a.atttypmod) AS type,
 a.attnotnull AS is_required FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
 JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
 WHERE n.nspname = $1 AND c.relname = $2 AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped`,
    values: placeOf(table, schema),
  };
}

/** Unique indexes of a table over all of its rows: `numbers` of columns in a text, of which `count` are the key. */
export function uniqueIndexesText(table: SqlName, schema: string): SqlText {
  return {
    text: `SELECT i.indkey::text AS numbers, i.indnkeyatts::int4 AS count FROM pg_catalog.pg_index i
 JOIN pg_catalog.pg_class c ON c.oid = i.indrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
 WHERE n.nspname = $1 AND c.relname = $2 AND i.indisunique AND i.indisvalid AND i.indimmediate AND i.indpred IS NULL
 AND i.indexprs IS NULL`,
    values: placeOf(table, schema),
  };
}

/** About how many rows a table has: `rows`; below 0 when nobody has counted. */
export function rowEstimateText(table: SqlName, schema: string): SqlText {
  return {
    text: `SELECT c.reltuples::float8 AS rows FROM pg_catalog.pg_class c
 JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relname = $2`,
    values: placeOf(table, schema),
  };
}

/** One row when it is there. */
export function existsText(kind: "table" | "index", name: SqlName, schema: string): SqlText {
  const kinds = kind === "table" ? "'r', 'p', 'f'" : "'i', 'I'";
  return {
    text: `SELECT 1 AS found FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
 WHERE n.nspname = $1 AND c.relname = $2 AND c.relkind IN (${kinds})`,
    values: placeOf(name, schema),
  };
}

/** Schema and name. */
export function placeOf(name: SqlName, schema: string): readonly [string, string] {
  // Refuses what is no name.
  quoteTable(name);
  const at = name.indexOf(".");
  return at === -1 ? [schema, name] : [name.slice(0, at), name.slice(at + 1)];
}

export interface ColumnRow {
  readonly name: string;
  readonly number: number;
  readonly type: string;
  readonly is_required: boolean;
}

export interface UniqueIndexRow {
  readonly numbers: string;
  readonly count: number;
}

/** @throws ToolError "step-failed" when the columns are no key */
export function judgeKey(
  table: SqlName,
  key: readonly SqlName[],
  columns: readonly ColumnRow[],
  indexes: readonly UniqueIndexRow[],
): readonly BatchKey[] {
  if (columns.length === 0) throw new ToolError("step-failed", `batches: there is no table ${quoteTable(table)}`);
  if (key.length === 0) throw new ToolError("usage", "batches: `key` names no column");
  const found = key.map((name) => {
    const column = columns.find((each) => each.name === name);
    if (column === undefined)
      throw new ToolError("step-failed", `batches: ${quoteTable(table)} has no column ${quoteColumn(name)}`);
    if (column.is_required) return column;
    throw new ToolError(
      "step-failed",
      `batches: ${quoteColumn(name)} may be null, and rows without a key would be left out`,
      {
        hint: "give the columns of the primary key",
      },
    );
  });
  const numbers = new Set(found.map(({ number }) => number));
  const isUnique = indexes.some(({ numbers: text, count }) =>
    (text.match(/\d+/g) ?? []).slice(0, count).every((number) => numbers.has(Number(number))),
  );
  if (!isUnique) {
    throw new ToolError(
      "step-failed",
      `batches: no unique index says that ${key.map(quoteColumn).join(", ")} tells rows apart`,
      {
        hint: "give the columns of the primary key, in its order",
      },
    );
  }
  return found.map(({ name, type }) => ({ name, type }));
}
