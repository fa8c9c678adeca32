// What a guard was silent about: what is there is held against what the statement would have made, which PostgreSQL makes for the
// moment in an empty schema, within the transaction that is open; nothing of it stays.
import { randomBytes } from "node:crypto";
import { ToolError } from "../../base/errors.ts";
import { SqlSchemaModel } from "../../dialect/sql-schema-model.ts";
import { quoteIdentifier, quoteName } from "../../sql/identifiers.ts";
import { diffGuarded } from "../../sql/look/diff-guarded.ts";
import type { GuardedCreate } from "../../sql/look/guarded-create.ts";
import type { SqlSchema } from "../../sql/schema.ts";
import type { SqlConnection, SqlFailure, SqlStatement } from "./connection.ts";
import { isPassing } from "./failure.ts";
import { readSqlModelWithin } from "./read-model.ts";

export type Hidden =
  | { readonly kind: "same" }
  | { readonly kind: "different"; readonly differences: readonly string[] }
  | { readonly kind: "untried"; readonly reason: string }
  /** The transaction cannot go on. */
  | { readonly kind: "failed"; readonly failure: SqlFailure };

const SAVEPOINT = "tidemark_probe";
const BACK: readonly SqlStatement[] = [{ text: `ROLLBACK TO SAVEPOINT ${SAVEPOINT}` }];
const END: readonly SqlStatement[] = [...BACK, { text: `RELEASE SAVEPOINT ${SAVEPOINT}` }];

/**
 * In the open transaction, which is left as it was.
 * @param known schemas that were read and have not changed since, by name; what is read is added
 */
export async function compareHidden(
  connection: SqlConnection,
  guarded: GuardedCreate,
  known: Map<string, SqlSchema> = new Map(),
): Promise<Hidden> {
  const place = await connection.pipeline([{ text: `SAVEPOINT ${SAVEPOINT}` }, findRelation(guarded)]);
  if (place.failure !== undefined) return giveUp(connection, place.failure);
  const [row] = place.results[1]?.rows ?? [];
  if (row === undefined) return giveUp(connection, { kind: "refused", message: "it is not found" });
  const found: Found = {
    schema: String(row.schema),
    name: String(row.name),
    partitionBy: typeof row.partition_by === "string" ? row.partition_by : undefined,
  };
  const trial = `tidemark_probe_${randomBytes(6).toString("hex")}`;
  const tried = await connection.pipeline([...setUp(guarded, found, trial), { text: guarded.textIn(trial) }]);
  if (tried.failure !== undefined) return giveUp(connection, tried.failure);
  try {
    const asked = await readSchema(connection, trial, [found.schema]);
    const { failure } = await connection.pipeline(BACK);
    if (failure !== undefined) return { kind: "failed", failure };
    const there = known.get(found.schema) ?? (await readSchema(connection, found.schema));
    known.set(found.schema, there);
    const differences = diffGuarded(guarded, found.name, there, asked);
    const ended = await connection.pipeline(END);
    if (ended.failure !== undefined) return { kind: "failed", failure: ended.failure };
    return differences.length === 0 ? { kind: "same" } : { kind: "different", differences };
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    return giveUp(connection, {
      kind: error.code === "connection-failed" ? "lost" : "refused",
      message: error.message,
      cause: error,
    });
  }
}

interface Found {
  readonly schema: string;
  readonly name: string;
  readonly partitionBy: string | undefined;
}

/** The relation of its name, or the table that it adds to. */
function findRelation({ relation }: GuardedCreate): SqlStatement {
  return {
    text: `SELECT n.nspname AS schema, c.relname AS name, pg_catalog.pg_get_partkeydef(c.oid) AS partition_by
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.oid = pg_catalog.to_regclass($1)`,
    values: [relation],
  };
}

/** An empty schema before all others, and in it an empty copy of the table that an index or a column is for. */
function setUp({ kind, name }: GuardedCreate, found: Found, trial: string): readonly SqlStatement[] {
  const statements: SqlStatement[] = [
    { text: `CREATE SCHEMA ${quoteIdentifier(trial)}` },
    {
      text: "SELECT set_config('search_path', $1 || COALESCE(', ' || NULLIF(current_setting('search_path'), ''), ''), true)",
      values: [quoteIdentifier(trial)],
    },
  ];
  if (kind !== "index" && kind !== "column") return statements;
  const copy = quoteName(trial, found.name);
  const partition = kind === "index" && found.partitionBy !== undefined ? ` PARTITION BY ${found.partitionBy}` : "";
  statements.push({ text: `CREATE TABLE ${copy} (LIKE ${quoteName(found.schema, found.name)})${partition}` });
  if (kind === "column") statements.push({ text: `ALTER TABLE ${copy} DROP COLUMN ${quoteIdentifier(name)}` });
  return statements;
}

/** @throws ToolError */
async function readSchema(connection: SqlConnection, name: string, also?: readonly string[]): Promise<SqlSchema> {
  const model = await readSqlModelWithin(connection, name, "postgres", also);
  if (!(model instanceof SqlSchemaModel)) throw new ToolError("server-failed", `the schema ${name} cannot be read`);
  return model.schema;
}

async function giveUp(connection: SqlConnection, failure: SqlFailure): Promise<Hidden> {
  if (failure.kind === "lost" || isPassing(failure)) return { kind: "failed", failure };
  const { failure: broken } = await connection.pipeline(END);
  return broken === undefined ? { kind: "untried", reason: failure.message } : { kind: "failed", failure: broken };
}
