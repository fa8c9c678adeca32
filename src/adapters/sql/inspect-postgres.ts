// What of a PostgreSQL's own state stands in the way of migrations: one row → checks. Asks once, reads only.
import type { Check, Inspection } from "../../engine/ports.ts";
import type { ResultRow } from "../../migration/code-migration.ts";
import { quoteIdentifier } from "../../sql/identifiers.ts";
import type { PipelineEnd, SqlStatement } from "./connection.ts";
import type { ServerProduct } from "./detect-product.ts";

export interface InspectOptions {
  readonly send: (statement: SqlStatement) => Promise<PipelineEnd>;
  readonly server: ServerProduct;
  /** The managed schema and that of the history. */
  readonly schemas: readonly string[];
}

export async function inspectPostgres({ send, server, schemas }: InspectOptions): Promise<Inspection> {
  const { results, failure } = await send({
    text: `SELECT pg_catalog.pg_is_in_recovery() AS is_standby,
  pg_catalog.current_setting('transaction_read_only') = 'on' AS is_read_only,
  (SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user) AS is_superuser,
  current_user AS role,
  pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE') AS may_create_schemas,
  ARRAY(SELECT nspname::text FROM pg_catalog.pg_namespace WHERE nspname = ANY($1)) AS present,
  ARRAY(SELECT nspname::text FROM pg_catalog.pg_namespace WHERE nspname = ANY($1) AND pg_catalog.has_schema_privilege(oid, 'CREATE')) AS writable`,
    values: [schemas],
  });
  const [row] = results[0]?.rows ?? [];
  if (failure !== undefined || row === undefined) {
    const finding = `the state of the server cannot be read: ${failure?.message ?? "no answer"}`;
    return { checks: [{ name: "server", verdict: "unknown", finding }], isSuperuser: undefined };
  }
  const ofSchemas = [...new Set(schemas)].map((schema) => checkSchema(schema, row));
  const checks = [checkServer(row, server), ...ofSchemas];
  return { checks, isSuperuser: row.is_superuser === true };
}

function checkServer(row: ResultRow, { title, warning }: ServerProduct): Check {
  if (row.is_standby === true || row.is_read_only === true) {
    const finding = row.is_standby === true ? `${title} is a standby: it can only be read` : "this role may only read";
    return { name: "server", verdict: "problem", finding, hint: "connect to the primary, as a role that may write" };
  }
  return {
    name: "server",
    verdict: warning === undefined ? "ok" : "warning",
    finding: warning ?? `${title} takes writes`,
  };
}

function checkSchema(schema: string, row: ResultRow): Check {
  const name = "permissions";
  const quoted = quoteIdentifier(schema);
  const role = quoteIdentifier(String(row.role));
  if (holds(row.writable, schema))
    return { name, verdict: "ok", finding: `${role} may create in the schema ${quoted}` };
  if (holds(row.present, schema)) {
    const hint = `GRANT USAGE, CREATE ON SCHEMA ${quoted} TO ${role}`;
    return { name, verdict: "problem", finding: `${role} may not create in the schema ${quoted}`, hint };
  }
  if (row.may_create_schemas === true) {
    const hint = "tidemark init creates it";
    return { name, verdict: "warning", finding: `the schema ${quoted} does not exist`, hint };
  }
  const finding = `the schema ${quoted} does not exist, and ${role} may not create it`;
  return { name, verdict: "problem", finding, hint: `CREATE SCHEMA ${quoted} AUTHORIZATION ${role}, as another role` };
}

function holds(names: unknown, schema: string): boolean {
  return Array.isArray(names) && names.includes(schema);
}
