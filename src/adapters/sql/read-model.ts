// Reads the schema of one namespace from a SQL database: all of it at one moment, in one round trip.
import { ToolError } from "../../base/errors.ts";
import type { SchemaModel } from "../../dialect/schema-model.ts";
import { SqlSchemaModel } from "../../dialect/sql-schema-model.ts";
import { CATALOG_PARTS, type CatalogPart, catalogQuery } from "../../sql/catalog/catalog-queries.ts";
import type { CatalogRow } from "../../sql/catalog/catalog-rows.ts";
import { type CatalogRows, readCatalog } from "../../sql/catalog/read-catalog.ts";
import { quoteIdentifier } from "../../sql/identifiers.ts";
import type { SqlFamily } from "../../sql/schema.ts";
import { SQLSTATE } from "../../sql/sqlstate.ts";
import type { SqlConnection, SqlFailure, SqlResult, SqlStatement } from "./connection.ts";
import { PINNED, setStatement } from "./session-settings.ts";

/**
 * @param family undefined: the database is asked first
 * @returns undefined when the namespace does not exist
 * @throws ToolError "server-failed", "connection-failed"
 */
export async function readSqlModel(
  connection: SqlConnection,
  scope: string,
  family?: SqlFamily,
): Promise<SchemaModel | undefined> {
  const known = family ?? (await askFamily(connection));
  const begin = known === "cockroach" ? "BEGIN" : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
  return readBetween(connection, scope, known, { before: begin, after: "COMMIT", afterFailure: "ROLLBACK" });
}

/**
 * In the transaction that is open, which is left as it was: also its settings.
 * @param also schemas whose names come unqualified, too
 * @throws ToolError
 */
export function readSqlModelWithin(
  connection: SqlConnection,
  scope: string,
  family: SqlFamily,
  also: readonly string[] = [],
): Promise<SchemaModel | undefined> {
  const back = "ROLLBACK TO SAVEPOINT tidemark_read";
  const frame = { before: "SAVEPOINT tidemark_read", after: back, afterFailure: back };
  return readBetween(connection, scope, family, { ...frame, also });
}

interface Frame {
  readonly before: string;
  readonly after: string;
  readonly afterFailure: string;
  readonly also?: readonly string[];
}

async function readBetween(
  connection: SqlConnection,
  scope: string,
  family: SqlFamily,
  { before, after, afterFailure, also = [] }: Frame,
): Promise<SchemaModel | undefined> {
  const parts = CATALOG_PARTS.flatMap((part) => {
    const text = catalogQuery(part, family);
    return text === undefined ? [] : [{ part, text }];
  });
  const statements: readonly SqlStatement[] = [
    { text: before },
    // Names of this namespace come unqualified then, all others with theirs.
    // Dates and intervals of defaults are printed in the style of the session.
    setStatement([["search_path", [scope, ...also].map(quoteIdentifier).join(", ")], ...PINNED], "transaction"),
    ...parts.map(({ text }) => ({ text, values: [scope] })),
    { text: after },
  ];
  const { results, failure } = await connection.pipeline(statements);
  if (failure !== undefined) {
    if (failure.kind === "refused") await connection.pipeline([{ text: afterFailure }]);
    throw readFailure("the schema cannot be read", failure);
  }
  const reading = readCatalog(gather(parts, results.slice(2)), family);
  return reading && new SqlSchemaModel(reading.schema, scope, reading.warnings);
}

function gather(parts: readonly { readonly part: CatalogPart }[], results: readonly SqlResult[]): CatalogRows {
  const read = new Map(parts.map(({ part }, index) => [part, results[index]?.rows]));
  const rowsOf = (part: CatalogPart): readonly CatalogRow[] => read.get(part) ?? [];
  return Object.fromEntries(CATALOG_PARTS.map((part) => [part, rowsOf(part)])) as CatalogRows;
}

async function askFamily(connection: SqlConnection): Promise<SqlFamily> {
  const { results, failure } = await connection.pipeline([{ text: "SELECT version() AS version" }]);
  if (failure !== undefined) throw readFailure("the version cannot be read", failure);
  return /CockroachDB/i.test(String(results[0]?.rows[0]?.version)) ? "cockroach" : "postgres";
}

function readFailure(what: string, { kind, message, hint, code, cause }: SqlFailure): ToolError {
  const error =
    kind === "lost"
      ? "connection-failed"
      : code === SQLSTATE.insufficientPrivilege
        ? "permission-denied"
        : "server-failed";
  return new ToolError(error, `${what}: ${message}`, { hint, details: { sqlstate: code }, cause });
}
