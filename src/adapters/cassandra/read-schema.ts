// Reads the live schema of a cluster, from the one node that the session asks.
import type { Client } from "cassandra-driver";
import type { Capabilities, ServerSettings } from "../../cql/capabilities.ts";
import { optionalTextIn } from "../../cql/introspect/row-value.ts";
import { type IntrospectionDiagnostic, schemaFromRows } from "../../cql/introspect/schema-from-rows.ts";
import { type SchemaQuery, schemaQueries } from "../../cql/introspect/schema-queries.ts";
import type { SchemaRows, SystemRow, SystemTable } from "../../cql/introspect/schema-rows.ts";
import type { Schema } from "../../cql/schema/schema.ts";
import { readIdentity, readSettings } from "./read-capabilities.ts";
import { querySystem, type SystemRows, tryQuerySystem } from "./system-query.ts";

export interface SchemaReading {
  /** A keyspace that was asked for and does not exist is not in it. */
  readonly schema: Schema;
  readonly capabilities: Capabilities;
  /** What the server holds and is not understood here. */
  readonly diagnostics: readonly IntrospectionDiagnostic[];
  /** Whether all of it was read at one schema version; otherwise somebody changes the schema all the time. */
  readonly isConsistent: boolean;
}

export interface ReadSchemaOptions {
  /** All but the server's own, when it is not given. */
  readonly keyspaces?: readonly string[];
}

const ATTEMPTS_MAX = 3;

/**
 * The tables of a schema are read at once, each on its own; so the schema version before and after says whether they
 * belong together, and they are read again when it changed, a few times.
 * @throws ToolError "unsupported-server", "server-failed", "permission-denied", "connection-failed"
 */
export async function readSchema(client: Client, options: ReadSchemaOptions = {}): Promise<SchemaReading> {
  let identity = await readIdentity(client);
  const settings = readSettings(client, identity);
  for (let attempt = 1; ; attempt++) {
    const queries = queriesFor(identity.capabilities, options.keyspaces);
    const [known, results] = await Promise.all([settings, Promise.all(queries.map((query) => run(client, query)))]);
    const after = await readIdentity(client);
    const rows = joinRows(queries, results);
    const capabilities = { ...after.capabilities, settings: { ...known, ...shownIn(rows, after.capabilities) } };
    const isConsistent = versionOf(after.local) === versionOf(identity.local);
    // On a busy cluster somebody else's keyspace changes all the time: what was read is still worth more than nothing.
    if (isConsistent || attempt === ATTEMPTS_MAX) {
      return { ...schemaFromRows(rows, capabilities, options.keyspaces), capabilities, isConsistent };
    }
    identity = after;
  }
}

function queriesFor(capabilities: Capabilities, keyspaces: readonly string[] | undefined): readonly SchemaQuery[] {
  if (keyspaces === undefined) return schemaQueries(capabilities);
  return keyspaces.flatMap((keyspace) => schemaQueries(capabilities, keyspace));
}

async function run(client: Client, { text, params, isOptional }: SchemaQuery): Promise<SystemRows> {
  return isOptional ? ((await tryQuerySystem(client, text, params)) ?? []) : querySystem(client, text, params);
}

function joinRows(queries: readonly SchemaQuery[], results: readonly SystemRows[]): SchemaRows {
  const rows: Partial<Record<SystemTable, SystemRow[]>> = {};
  for (const [index, { table }] of queries.entries()) {
    rows[table] ??= [];
    for (const row of results[index] ?? []) rows[table].push(row);
  }
  return rows;
}

function versionOf(local: SystemRow): string | undefined {
  return optionalTextIn(local, "schema_version");
}

/** Cassandra 3.11 has no table of its settings; whether nodes keep change data shows in the rows (SchemaKeyspace). */
function shownIn({ tables = [] }: SchemaRows, { product, release }: Capabilities): ServerSettings {
  if (product !== "cassandra" || release !== "3.11" || tables.length === 0) return {};
  return { changeDataCapture: tables.some(({ cdc }) => cdc !== null && cdc !== undefined) };
}
