// Knows what servers put into a schema for their own use: it is nobody's to migrate, and no drift. Pure.
import type { Product } from "../capabilities.ts";
import { textIn } from "./row-value.ts";
import type { SchemaRows } from "./schema-rows.ts";

/** Source: the reserved names in SchemaConstants.java of Cassandra 5.0, the last two since 4.0. */
const CASSANDRA_KEYSPACES: readonly string[] = [
  "system",
  "system_schema",
  "system_auth",
  "system_distributed",
  "system_traces",
  "system_views",
  "system_virtual_schema",
];

/** What tools for each product pass over (docs/dev/system-keyspaces.md of scylladb/scylladb); not looked at on servers. */
const PRODUCT_KEYSPACES: Readonly<Record<Product, readonly string[]>> = {
  cassandra: [],
  scylla: ["system_distributed_everywhere", "system_replicated_keys", "audit"],
  dse: ["solr_admin", "dsefs"],
  astra: ["data_endpoint_auth", "datastax_sla"],
};

/** Whether a keyspace belongs to the server. */
export function isServersKeyspace(name: string, product: Product): boolean {
  if (CASSANDRA_KEYSPACES.includes(name) || PRODUCT_KEYSPACES[product].includes(name)) return true;
  return product === "dse" && name.startsWith("dse_");
}

/** Identifies a table or view among all of a cluster: no name holds a NUL. */
export function tableKey(keyspace: string, table: string): string {
  return `${keyspace}\0${table}`;
}

/**
 * Tables and views that the server made beside those that were asked for, as `tableKey` names them. Only ScyllaDB does:
 * `t$paxos` for lightweight transactions on tablets, `t_scylla_cdc_log` for a table with CDC, and a view
 * `i_index` for each index (docs/dev/secondary_index.md, cdc/log.cc of scylladb/scylladb).
 */
export function serversTables(rows: SchemaRows, product: Product): ReadonlySet<string> {
  const found = new Set<string>();
  if (product !== "scylla") return found;
  const tables = new Set(
    (rows.tables ?? []).map((row) => tableKey(textIn(row, "keyspace_name"), textIn(row, "table_name"))),
  );
  for (const key of tables) {
    const base = /^(.+)(?:\$paxos|_scylla_cdc_log)$/s.exec(key)?.[1];
    if (base !== undefined && tables.has(base)) found.add(key);
  }
  for (const row of rows.indexes ?? []) {
    found.add(tableKey(textIn(row, "keyspace_name"), `${textIn(row, "index_name")}_index`));
  }
  // A table of that name is somebody's own: only a view can be an index's.
  for (const key of tables) if (key.endsWith("_index")) found.delete(key);
  return found;
}
