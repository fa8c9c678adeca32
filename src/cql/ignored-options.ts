// Knows which options of tables a server takes in a statement and does nothing with. Pure.
import type { Capabilities, Product } from "./capabilities.ts";

const IGNORED: Readonly<Partial<Record<Product, ReadonlySet<string>>>> = {
  // Its own list of ignored values, which its warning tells
  // (docs.datastax.com/en/astra-db-serverless/cql/cassandra-guardrails.html).
  astra: new Set([
    ...["additional_write_policy", "bloom_filter_fp_chance", "caching", "cdc", "compaction", "compression"],
    ...["crc_check_chance", "dclocal_read_repair_chance", "dse_edge_label_property", "dse_vertex_label_property"],
    ...["gc_grace_seconds", "id", "max_index_interval", "memtable", "memtable_flush_period_in_ms"],
    ...["min_index_interval", "nodesync", "read_repair", "read_repair_chance", "speculative_retry"],
  ]),
  // cql3/statements/cf_prop_defs.cc of scylladb/scylladb: "obsolete_keywords".
  scylla: new Set([
    ...["dclocal_read_repair_chance", "index_interval", "populate_io_cache_on_flush", "read_repair_chance"],
    "replicate_on_write",
  ]),
};

export function isIgnoredOption(name: string, { product }: Capabilities): boolean {
  return IGNORED[product]?.has(name) === true;
}
