// Says what of a schema the server does not owe to its user, so that it makes no difference. Pure.
import type { Capabilities } from "../capabilities.ts";
import type { Keyspace } from "../schema/schema.ts";

/** Astra takes these in a statement, does nothing with them, and warns (its own list of ignored values). */
const IGNORED_BY_ASTRA: ReadonlySet<string> = new Set([
  ...["additional_write_policy", "bloom_filter_fp_chance", "caching", "cdc", "compaction", "compression"],
  ...["crc_check_chance", "dclocal_read_repair_chance", "dse_edge_label_property", "dse_vertex_label_property"],
  ...["gc_grace_seconds", "id", "max_index_interval", "memtable", "memtable_flush_period_in_ms"],
  ...["min_index_interval", "nodesync", "read_repair", "read_repair_chance", "speculative_retry"],
]);

const SCYLLA_TABLE = /^(.+)(?:\$paxos|_scylla_cdc_log)$/s;
const SCYLLA_INDEX_VIEW = /^(.+)_index$/s;

/** ScyllaDB keeps what it needs for conditional writes, for change data and for an index beside the table. */
export function isServersOwn(kind: string, name: string, keyspace: Keyspace, { product }: Capabilities): boolean {
  if (product !== "scylla") return false;
  if (kind === "table") return keyspace.tables.has(SCYLLA_TABLE.exec(name)?.[1] ?? "");
  if (kind !== "view") return false;
  const base = keyspace.tables.get(keyspace.views.get(name)?.baseTable ?? "");
  return base?.indexes.has(SCYLLA_INDEX_VIEW.exec(name)?.[1] ?? "") ?? false;
}

/** Whether a server does what an option says. */
export function countsOption(name: string, { product }: Capabilities): boolean {
  return product !== "astra" || !IGNORED_BY_ASTRA.has(name);
}
