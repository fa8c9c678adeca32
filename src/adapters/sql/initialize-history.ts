// Makes what the history needs, and the schemas on request. What is there is looked for first: making it "if it is not there" takes
// the right to make it.
import { setTimeout as sleep } from "node:timers/promises";
import { pauseMs } from "../../base/backoff.ts";
import { ToolError } from "../../base/errors.ts";
import type { InitializeResult } from "../../engine/ports.ts";
import { quoteIdentifier } from "../../sql/identifiers.ts";
import { SQLSTATE } from "../../sql/sqlstate.ts";
import type { SqlFailure, SqlStatement } from "./connection.ts";
import type { ConnectionPool } from "./connection-pool.ts";
import { isPassing, serverFailed } from "./failure.ts";
import type { HistoryStatements } from "./history-statements.ts";
import { createTableTexts, type HistoryTables } from "./history-tables.ts";

export interface Place {
  readonly pool: ConnectionPool;
  readonly tables: HistoryTables;
  readonly statements: HistoryStatements;
  /** The managed schema. */
  readonly scope: string;
  readonly database: string;
}

const ATTEMPTS_MAX = 10;
const PAUSE = { minMs: 20, maxMs: 200 };

/** @throws ToolError "target-missing" without `createScope`, "permission-denied", "server-failed" */
export async function initializeHistory(place: Place, createScope: boolean): Promise<InitializeResult> {
  const { tables, scope, statements } = place;
  let hasCreatedScope = false;
  if (createScope) {
    const found = await findSchemas(place);
    for (const schema of new Set([scope, tables.schema])) {
      if (found.has(schema)) continue;
      await create(place, `the schema ${quoteIdentifier(schema)}`, {
        text: `CREATE SCHEMA IF NOT EXISTS ${quoteIdentifier(schema)}`,
      });
      hasCreatedScope ||= schema === scope;
    }
  } else await requireSchemas(place);
  const found = await ask(place, findTablesStatement(tables));
  const names = new Set(found.map(({ name }) => name));
  if (!names.has(tables.logName) || !names.has(tables.lockName)) {
    for (const text of createTableTexts(tables)) await create(place, `the history in ${tables.log}`, { text });
  }
  const entered = await create(place, `the history in ${tables.log}`, statements.enter);
  return { hasCreatedScope, hasCreatedHistory: entered === 1, absent: [] };
}

/** @throws ToolError "target-missing" */
export async function requireSchemas(place: Place): Promise<void> {
  const found = await findSchemas(place);
  for (const schema of new Set([place.scope, place.tables.schema])) {
    if (!found.has(schema)) throw schemaMissing(schema, place.database);
  }
}

export function schemaMissing(schema: string, database: string): ToolError {
  const message = `the schema ${quoteIdentifier(schema)} does not exist in the database ${quoteIdentifier(database)}`;
  return new ToolError("target-missing", message, { hint: "create it: tidemark init" });
}

async function findSchemas(place: Place): Promise<ReadonlySet<unknown>> {
  const text = "SELECT nspname AS name FROM pg_catalog.pg_namespace WHERE nspname IN ($1, $2)";
  return new Set((await ask(place, { text, values: [place.scope, place.tables.schema] })).map(({ name }) => name));
}

function findTablesStatement({ schema, logName, lockName }: HistoryTables): SqlStatement {
  return {
    text: `SELECT c.relname AS name FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = $1 AND c.relname IN ($2, $3)`,
    values: [schema, logName, lockName],
  };
}

/** Which of its tables are there. @throws ToolError "target-missing" without their schema, "server-failed" */
export async function findHistoryTables(place: Place): Promise<{ readonly log: boolean; readonly lock: boolean }> {
  await requireSchemas(place);
  const names = new Set((await ask(place, findTablesStatement(place.tables))).map(({ name }) => name));
  return { log: names.has(place.tables.logName), lock: names.has(place.tables.lockName) };
}

async function ask({ pool }: Place, statement: SqlStatement): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const { results, failure } = await pool.use((connection) => connection.pipeline([statement]));
  if (failure !== undefined) throw serverFailed("the catalog", failure);
  return results[0]?.rows ?? [];
}

/** Each statement by itself; of many who do so at once, the losers look again. @returns rows that it made */
async function create({ pool }: Place, what: string, statement: SqlStatement): Promise<number> {
  for (let attempt = 1; ; attempt += 1) {
    const { results, failure } = await pool.use((connection) => connection.pipeline([statement]));
    if (failure === undefined) return results[0]?.rowCount ?? 0;
    if (!isRace(failure) || attempt === ATTEMPTS_MAX) throw serverFailed(what, failure);
    await sleep(pauseMs(attempt, PAUSE, Math.random()));
  }
}

/**
 * PostgreSQL 12 to 18: IF NOT EXISTS looks, and then makes; who makes the same in between is met as a duplicate key of the catalog,
 * or as a row of it that "was concurrently updated".
 */
function isRace(failure: SqlFailure): boolean {
  const { kind, code, message } = failure;
  const isDuplicate = code !== undefined && DUPLICATES.has(code);
  return kind === "lost" || isDuplicate || isPassing(failure) || /concurrently (updated|deleted)/.test(message);
}

/** The row type of a table is a type, whose name may be met first. */
const DUPLICATES: ReadonlySet<string> = new Set([
  SQLSTATE.uniqueViolation,
  SQLSTATE.duplicateTable,
  SQLSTATE.duplicateSchema,
  SQLSTATE.duplicateObject,
]);
