// Knows what servers put into a schema for their own use: it is nobody's to migrate, and no drift. Pure.
import type { Product } from "../capabilities.ts";

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

/** What is needed to tell what the server made from what somebody asked for. */
export interface KeyspaceNames {
  readonly tables: { has(name: string): boolean };
  readonly indexes: { has(name: string): boolean };
}

const BESIDE_TABLE = /^(.+)(?:\$paxos|_scylla_cdc_log)$/s;
const BESIDE_INDEX = /^(.+)_index$/s;

/** Whether what has this name is to be asked of `isServersOwn`. */
export function mayBeServersOwn(name: string): boolean {
  return BESIDE_TABLE.test(name) || BESIDE_INDEX.test(name);
}

/**
 * Whether the server made a table or view beside one that was asked for. Only ScyllaDB does: `t$paxos` for lightweight
 * transactions on tablets, `t_scylla_cdc_log` for a table with CDC, and a view `i_index` for each index
 * (docs/dev/secondary_index.md, cdc/log.cc of scylladb/scylladb). A file may ask for one of these, too, such as one that
 * was written by DESCRIBE: it is the server's nevertheless.
 */
export function isServersOwn(name: string, { tables, indexes }: KeyspaceNames, product: Product): boolean {
  if (product !== "scylla") return false;
  // A table that is called like the view of an index is somebody's own.
  return tables.has(name)
    ? tables.has(BESIDE_TABLE.exec(name)?.[1] ?? "")
    : indexes.has(BESIDE_INDEX.exec(name)?.[1] ?? "");
}
