// Takes every row out of a shadow, and what a failed build left: rows are nothing of its schema, and may be in the way of one.
import type { SqlConnection } from "../adapters/sql/connection.ts";
import { quoteIdentifier } from "../sql/identifiers.ts";

/** Tables first, then indexes that are invalid: those are left by a CREATE INDEX CONCURRENTLY that rows were in the way of. */
export const ROWS_AND_REMAINS = `SELECT n.nspname::text AS schema, c.relname::text AS name, c.relkind::text AS kind
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid
WHERE (c.relkind IN ('r', 'p') OR (c.relkind = 'i' AND NOT i.indisvalid))
AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'crdb_internal', 'pg_extension', 'pg_toast')`;

/** @returns whether that could be done; within a transaction that has failed otherwise, it is to be rolled back */
export async function emptyTables(connection: SqlConnection): Promise<boolean> {
  const found = await connection.pipeline([{ text: ROWS_AND_REMAINS }]);
  if (found.failure !== undefined) return false;
  const rows = found.results[0]?.rows ?? [];
  const namesOf = (isWanted: (kind: unknown) => boolean): string =>
    rows
      .filter(({ kind }) => isWanted(kind))
      .map(({ schema, name }) => `${quoteIdentifier(String(schema))}.${quoteIdentifier(String(name))}`)
      .join(", ");
  const tables = namesOf((kind) => kind !== "i");
  const indexes = namesOf((kind) => kind === "i");
  const texts = [
    ...(tables === "" ? [] : [`TRUNCATE ${tables} CASCADE`]),
    ...(indexes === "" ? [] : [`DROP INDEX ${indexes}`]),
  ];
  if (texts.length === 0) return false;
  return (await connection.pipeline(texts.map((text) => ({ text })))).failure === undefined;
}
