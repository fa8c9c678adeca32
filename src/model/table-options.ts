// The options of tables and views as a model names them, and their names in CQL. Data and types; pure.
import { suggest } from "../base/suggest.ts";
import type { OptionValue, TableOptions as StoredOptions } from "../cql/schema/schema.ts";
import { isPlainObject, readObject } from "./is-plain-object.ts";

/** A map of an option: what is in it goes to the server as text. */
export type SubOptions = Readonly<Record<string, string | number | boolean>>;

type CompactionClass =
  | "SizeTieredCompactionStrategy"
  | "LeveledCompactionStrategy"
  | "TimeWindowCompactionStrategy"
  | "UnifiedCompactionStrategy"
  | "IncrementalCompactionStrategy"
  | (string & {});

/** What is not given has the server's default. */
export interface ViewOptions {
  readonly additionalWritePolicy?: string | undefined;
  /** Cassandra 5.0. */
  readonly allowAutoSnapshot?: boolean | undefined;
  /** Cassandra 5.0.8, where an operator switched it on. */
  readonly autoRepair?: SubOptions | undefined;
  readonly bloomFilterFpChance?: number | undefined;
  /** `{ keys: "ALL" | "NONE", rows_per_partition: "ALL" | "NONE" | number }` */
  readonly caching?: SubOptions | undefined;
  /** Change data capture; ScyllaDB takes a map. */
  readonly cdc?: boolean | SubOptions | undefined;
  readonly comment?: string | undefined;
  /** `class` and the sub-options of CQL: `{ class: "LeveledCompactionStrategy", sstable_size_in_mb: 160 }` */
  readonly compaction?: ({ readonly class: CompactionClass } & SubOptions) | undefined;
  /** `{ class: "ZstdCompressor", chunk_length_in_kb: 16 }`; `{ enabled: false }` is none. */
  readonly compression?: SubOptions | undefined;
  readonly crcCheckChance?: number | undefined;
  /** Cassandra 3.11, ScyllaDB. */
  readonly dclocalReadRepairChance?: number | undefined;
  readonly gcGraceSeconds?: number | undefined;
  /** Cassandra 5.0. */
  readonly incrementalBackups?: boolean | undefined;
  readonly maxIndexInterval?: number | undefined;
  /** A memtable configuration of cassandra.yaml, since Cassandra 4.1. */
  readonly memtable?: string | undefined;
  readonly memtableFlushPeriodInMs?: number | undefined;
  readonly minIndexInterval?: number | undefined;
  readonly readRepair?: "BLOCKING" | "NONE" | undefined;
  /** Cassandra 3.11, ScyllaDB. */
  readonly readRepairChance?: number | undefined;
  /** "99p", "50ms", "ALWAYS", "NEVER" */
  readonly speculativeRetry?: string | undefined;
  /** ScyllaDB. */
  readonly inMemory?: boolean | undefined;
  /** ScyllaDB. */
  readonly paxosGraceSeconds?: number | undefined;
  /** ScyllaDB. */
  readonly perPartitionRateLimit?: SubOptions | undefined;
  /** ScyllaDB. */
  readonly scyllaEncryptionOptions?: SubOptions | undefined;
  /** ScyllaDB. */
  readonly storageEngine?: string | undefined;
  /** Of a view of ScyllaDB. */
  readonly synchronousUpdates?: boolean | undefined;
  /** ScyllaDB. */
  readonly tablets?: SubOptions | undefined;
  /** ScyllaDB. */
  readonly tombstoneGc?: SubOptions | undefined;
  /** Options that have no name here, such as those of DSE alone, by their names in CQL. */
  readonly other?: Readonly<Record<string, string | number | boolean | SubOptions>> | undefined;
}

/** What is not given has the server's default. */
export interface TableOptions extends ViewOptions {
  /** The keyspace that the table is of; the managed one unless it is given. */
  readonly keyspace?: string | undefined;
  /** Seconds after which a row or a column expires that is written without a TTL of its own; 0, the default: never. */
  readonly defaultTtl?: number | undefined;
  /** `WITH COMPACT STORAGE`: a layout of before Cassandra 3.0, which cannot be had on every server. */
  readonly compactStorage?: true | undefined;
}

/** The names in CQL of the options of a table. */
export const OPTION_NAMES: Readonly<
  Record<Exclude<keyof TableOptions, "keyspace" | "compactStorage" | "other">, string>
> = {
  additionalWritePolicy: "additional_write_policy",
  allowAutoSnapshot: "allow_auto_snapshot",
  autoRepair: "auto_repair",
  bloomFilterFpChance: "bloom_filter_fp_chance",
  caching: "caching",
  cdc: "cdc",
  comment: "comment",
  compaction: "compaction",
  compression: "compression",
  crcCheckChance: "crc_check_chance",
  dclocalReadRepairChance: "dclocal_read_repair_chance",
  defaultTtl: "default_time_to_live",
  gcGraceSeconds: "gc_grace_seconds",
  inMemory: "in_memory",
  incrementalBackups: "incremental_backups",
  maxIndexInterval: "max_index_interval",
  memtable: "memtable",
  memtableFlushPeriodInMs: "memtable_flush_period_in_ms",
  minIndexInterval: "min_index_interval",
  paxosGraceSeconds: "paxos_grace_seconds",
  perPartitionRateLimit: "per_partition_rate_limit",
  readRepair: "read_repair",
  readRepairChance: "read_repair_chance",
  scyllaEncryptionOptions: "scylla_encryption_options",
  speculativeRetry: "speculative_retry",
  storageEngine: "storage_engine",
  synchronousUpdates: "synchronous_updates",
  tablets: "tablets",
  tombstoneGc: "tombstone_gc",
};

/** @param mistakes takes what is wrong with names and values */
export function readOptions(options: Readonly<Record<string, unknown>>, mistakes: string[]): StoredOptions {
  const { other, ...named } = options;
  const stored = Object.entries(named).map(([name, value]) => [cqlNameOf(name, mistakes), name, value] as const);
  const others =
    other === undefined ? {} : readObject(other, "option `other` is an object of options of CQL", mistakes);
  const own = Object.entries(others).map(([name, value]) => [name, name, value] as const);
  const read: Record<string, OptionValue> = {};
  for (const [cqlName, name, given] of [...stored, ...own]) {
    if (given === undefined || cqlName === undefined) continue;
    const value = storedValue(given);
    if (value !== undefined) read[cqlName] = value;
    else mistakes.push(`option \`${name}\` takes a text, a number, true, false, or a map of them`);
  }
  return read;
}

function cqlNameOf(name: string, mistakes: string[]): string | undefined {
  const names: Readonly<Record<string, string>> = OPTION_NAMES;
  if (Object.hasOwn(names, name)) return names[name];
  const nearest = suggest(name, Object.keys(names));
  mistakes.push(`there is no option \`${name}\`${nearest === undefined ? "" : `; did you mean \`${nearest}\`?`}`);
  return undefined;
}

/** Undefined for what no option can be. */
function storedValue(value: unknown): OptionValue | undefined {
  if (isScalar(value)) return value;
  if (!isPlainObject(value)) return undefined;
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  if (!entries.every(([, each]) => isScalar(each))) return undefined;
  return Object.fromEntries(entries.map(([name, each]) => [name, String(each)]));
}

export function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}
