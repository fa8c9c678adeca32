// Rows of real servers for the tests of this folder, as cassandra-driver 4.10 gave them; ScyllaDB's are made up from its
// documentation. Keyspace `k`; ids are shortened to one.
import type { SystemRow } from "./schema-rows.ts";

const ID = { toString: (): string => "c3578cf0-e5a7-11f1-9d29-37d037d6e4bc" };

export const KEYSPACE: SystemRow = {
  keyspace_name: "k",
  durable_writes: true,
  replication: { class: "org.apache.cassandra.locator.SimpleStrategy", replication_factor: "1" },
};

/** What all releases have in `tables` and `views`, with its default. */
const COMMON = {
  keyspace_name: "k",
  bloom_filter_fp_chance: 0.01,
  caching: { keys: "ALL", rows_per_partition: "NONE" },
  cdc: null,
  comment: "",
  crc_check_chance: 1,
  default_time_to_live: 0,
  extensions: {},
  gc_grace_seconds: 864000,
  id: ID,
  max_index_interval: 2048,
  memtable_flush_period_in_ms: 0,
  min_index_interval: 128,
  read_repair_chance: 0,
} as const;

/** Cassandra 3.11.19. */
export const OPTIONS_3_11: SystemRow = {
  ...COMMON,
  compaction: {
    class: "org.apache.cassandra.db.compaction.SizeTieredCompactionStrategy",
    max_threshold: "32",
    min_threshold: "4",
  },
  compression: { chunk_length_in_kb: "64", class: "org.apache.cassandra.io.compress.LZ4Compressor" },
  dclocal_read_repair_chance: 0.1,
  speculative_retry: "99PERCENTILE",
};

/** Cassandra 4.1.10. */
export const OPTIONS_4_1: SystemRow = {
  ...OPTIONS_3_11,
  additional_write_policy: "99p",
  compression: { chunk_length_in_kb: "16", class: "org.apache.cassandra.io.compress.LZ4Compressor" },
  dclocal_read_repair_chance: 0,
  memtable: null,
  read_repair: "BLOCKING",
  speculative_retry: "99p",
};

/** Cassandra 5.0.8. */
export const OPTIONS_5_0: SystemRow = { ...OPTIONS_4_1, allow_auto_snapshot: null, incremental_backups: null };

export function tableRow(name: string, options: SystemRow, flags: readonly string[] = ["compound"]): SystemRow {
  return { ...options, table_name: name, flags };
}

/** `"a partition_key 0 none int"`, as the columns stand in the row. */
export function columnRow(table: string, text: string): SystemRow {
  const [name = "", kind = "", position = "", order = "", ...type] = text.split(" ");
  return {
    keyspace_name: "k",
    table_name: table,
    column_name: name,
    clustering_order: order,
    column_name_bytes: Buffer.from(name),
    kind,
    position: Number(position),
    type: type.join(" "),
  };
}
