// Says which SELECTs read the schema of a server. Pure.
import { type Capabilities, since } from "../capabilities.ts";
import type { SystemTable } from "./schema-rows.ts";

export interface SchemaQuery {
  readonly table: SystemTable;
  readonly text: string;
  /** For its bind markers: texts. */
  readonly params: readonly string[];
  /** Not every version of the product has the table; it has no rows then. */
  readonly isOptional: boolean;
}

const EVERYWHERE: readonly SystemTable[] = [
  "keyspaces",
  "tables",
  "views",
  "columns",
  "indexes",
  "triggers",
  "types",
  "functions",
  "aggregates",
  "dropped_columns",
];

/**
 * All of them may be sent at once. Every column is asked for: which are there differs from release to release.
 * @param keyspace all keyspaces when it is not given
 */
export function schemaQueries(capabilities: Capabilities, keyspace?: string): readonly SchemaQuery[] {
  const where = keyspace === undefined ? "" : " WHERE keyspace_name = ?";
  return tablesOf(capabilities).map((table) => ({
    table,
    text: `SELECT * FROM system_schema.${table}${where}`,
    params: keyspace === undefined ? [] : [keyspace],
    isOptional: table.startsWith("scylla_"),
  }));
}

function tablesOf(capabilities: Capabilities): readonly SystemTable[] {
  const { product } = capabilities;
  if (product === "scylla") return [...EVERYWHERE, "scylla_keyspaces", "scylla_tables"];
  if (product === "cassandra" && since(capabilities, "5.0")) return [...EVERYWHERE, "column_masks"];
  return EVERYWHERE;
}
