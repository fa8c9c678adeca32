// A scene → options of tables and views as CQL, valid ones and others.
import { errs, isSince, type Scene } from "./scene.ts";

const SIMPLE: Readonly<Record<string, readonly string[]>> = {
  comment: ["'hello'", "''", "'it''s'", "$$dollar$$", "12", "{'a': 'b'}", "true"],
  gc_grace_seconds: ["0", "3600", "864000", "'100'", "-1", "'x'", "1.5", "99999999999"],
  default_time_to_live: ["0", "3600", "'60'", "630720000", "630720001", "-1", "'x'"],
  bloom_filter_fp_chance: ["0.1", "0.01", "1", "1.0", "'0.05'", "0", "1.1", "-0.5", "0.0000001", "'x'", "NaN"],
  crc_check_chance: ["1.0", "0.5", "0", "'0.25'", "1.5", "-0.1", "'x'"],
  min_index_interval: ["128", "64", "'32'", "0", "4096", "'x'"],
  max_index_interval: ["2048", "256", "'512'", "64", "0"],
  memtable_flush_period_in_ms: ["0", "60000", "'5'", "-1"],
  speculative_retry: [
    ...[
      "'99p'",
      "'99PERCENTILE'",
      "'99percentile'",
      "'95.5p'",
      "'50ms'",
      "'50MS'",
      "'10.5ms'",
      "'ALWAYS'",
      "'NONE'",
      "'never'",
    ],
    ...[
      "'MIN(99p,50ms)'",
      "'max(99p, 10ms)'",
      "'MIN(99p)'",
      "'MIN(50ms,99p)'",
      "'MIN(99p,95p)'",
      "'101p'",
      "'-1p'",
      "'0p'",
      "'100p'",
    ],
    ...["'-5ms'", "'0ms'", "''", "'x'", "99", "'p'", "'99.PERCENTILE'", "'custom'"],
  ],
  additional_write_policy: ["'99p'", "'75PERCENTILE'", "'20ms'", "'NEVER'", "'ALWAYS'", "'x'"],
  read_repair: ["'BLOCKING'", "'NONE'", "'blocking'", "'none'", "'SOMETIMES'", "0.1"],
  read_repair_chance: ["0.1", "0", "1.1", "'x'"],
  dclocal_read_repair_chance: ["0.1", "0.0", "0.9", "2"],
  cdc: ["true", "false", "'true'", "'TRUE'", "1", "'maybe'", "'yes'"],
  memtable: ["'default'", "'nosuch'", "'skiplist'"],
  incremental_backups: ["true", "false", "'x'"],
  allow_auto_snapshot: ["true", "false", "'false'", "1"],
  extensions: ["{'a': '0x01'}", "{'a': 'b'}", "'x'"],
  nodesync: ["{'enabled': 'true'}"],
  Comment: ["'upper'"],
  id: ["5a1c395e-b41f-11e5-9f22-ba0be0483c18", "'5a1c395e-b41f-11e5-9f22-ba0be0483c19'", "'x'"],
};

const CACHING: readonly string[] = [
  "{'keys': 'ALL', 'rows_per_partition': 'NONE'}",
  "{'keys': 'NONE', 'rows_per_partition': 'ALL'}",
  "{'keys': 'all', 'rows_per_partition': '10'}",
  "{'keys': 'ALL'}",
  "{'rows_per_partition': 100}",
  "{'rows_per_partition': '0'}",
  "{'keys': 'SOME'}",
  "{'rows_per_partition': '-1'}",
  "{'rows_per_partition': 'x'}",
  "{'columns': 'ALL'}",
  "{'KEYS': 'ALL'}",
  "{}",
  "'ALL'",
];

const COMPRESSION: readonly string[] = [
  "{'class': 'LZ4Compressor'}",
  "{'class': 'LZ4Compressor', 'chunk_length_in_kb': '64'}",
  "{'class': 'LZ4Compressor', 'chunk_length_in_kb': 16}",
  "{'class': 'org.apache.cassandra.io.compress.LZ4Compressor', 'chunk_length_kb': '32'}",
  "{'class': 'LZ4Compressor', 'lz4_compressor_type': 'high', 'lz4_high_compressor_level': '10'}",
  "{'class': 'LZ4Compressor', 'lz4_compressor_type': 'fast'}",
  "{'class': 'LZ4Compressor', 'lz4_compressor_type': 'slow'}",
  "{'class': 'LZ4Compressor', 'lz4_high_compressor_level': '99'}",
  "{'class': 'SnappyCompressor'}",
  "{'class': 'DeflateCompressor', 'chunk_length_in_kb': '4'}",
  "{'class': 'ZstdCompressor', 'compression_level': '5'}",
  "{'class': 'ZstdCompressor', 'compression_level': '99'}",
  "{'class': 'ZstdCompressor', 'compression_level': 'x'}",
  "{'class': 'NoopCompressor'}",
  "{'class': 'NoSuchCompressor'}",
  "{'class': 'LZ4Compressor', 'chunk_length_in_kb': '7'}",
  "{'class': 'LZ4Compressor', 'chunk_length_in_kb': '-4'}",
  "{'class': 'LZ4Compressor', 'chunk_length_in_kb': 'x'}",
  "{'class': 'LZ4Compressor', 'chunk_length_in_kb': '16', 'chunk_length_kb': '16'}",
  "{'class': 'LZ4Compressor', 'min_compress_ratio': '1.1'}",
  "{'class': 'LZ4Compressor', 'min_compress_ratio': '0.5'}",
  "{'class': 'LZ4Compressor', 'crc_check_chance': '0.5'}",
  "{'class': 'LZ4Compressor', 'crc_check_chance': '2'}",
  "{'class': 'LZ4Compressor', 'nosuch': '1'}",
  "{'enabled': 'false'}",
  "{'enabled': false}",
  "{'enabled': 'true'}",
  "{'enabled': 'false', 'class': 'LZ4Compressor'}",
  "{'enabled': 'true', 'class': 'LZ4Compressor'}",
  "{'sstable_compression': 'LZ4Compressor'}",
  "{'sstable_compression': ''}",
  "{'sstable_compression': 'LZ4Compressor', 'class': 'LZ4Compressor'}",
  "{'class': ''}",
  "{'chunk_length_in_kb': '16'}",
  "{}",
  "'LZ4Compressor'",
];

const COMPACTION: readonly string[] = [
  "{'class': 'SizeTieredCompactionStrategy'}",
  "{'class': 'SizeTieredCompactionStrategy', 'min_threshold': '4', 'max_threshold': 32}",
  "{'class': 'org.apache.cassandra.db.compaction.SizeTieredCompactionStrategy', 'min_threshold': '6'}",
  "{'class': 'SizeTieredCompactionStrategy', 'min_threshold': '40'}",
  "{'class': 'SizeTieredCompactionStrategy', 'min_threshold': '1'}",
  "{'class': 'SizeTieredCompactionStrategy', 'max_threshold': '0'}",
  "{'class': 'SizeTieredCompactionStrategy', 'min_threshold': 'x'}",
  "{'class': 'SizeTieredCompactionStrategy', 'bucket_low': '0.6', 'bucket_high': '1.4'}",
  "{'class': 'SizeTieredCompactionStrategy', 'bucket_low': '1.6', 'bucket_high': '1.4'}",
  "{'class': 'SizeTieredCompactionStrategy', 'bucket_low': 'x'}",
  "{'class': 'SizeTieredCompactionStrategy', 'min_sstable_size': '50'}",
  "{'class': 'SizeTieredCompactionStrategy', 'min_sstable_size': '-50'}",
  "{'class': 'SizeTieredCompactionStrategy', 'tombstone_threshold': '0.3'}",
  "{'class': 'SizeTieredCompactionStrategy', 'tombstone_threshold': '-0.3'}",
  "{'class': 'SizeTieredCompactionStrategy', 'tombstone_compaction_interval': '100'}",
  "{'class': 'SizeTieredCompactionStrategy', 'tombstone_compaction_interval': '-1'}",
  "{'class': 'SizeTieredCompactionStrategy', 'tombstone_compaction_interval': '0'}",
  "{'class': 'SizeTieredCompactionStrategy', 'unchecked_tombstone_compaction': 'true'}",
  "{'class': 'SizeTieredCompactionStrategy', 'unchecked_tombstone_compaction': 'x'}",
  "{'class': 'SizeTieredCompactionStrategy', 'only_purge_repaired_tombstones': true}",
  "{'class': 'SizeTieredCompactionStrategy', 'enabled': 'false'}",
  "{'class': 'SizeTieredCompactionStrategy', 'enabled': 'x'}",
  "{'class': 'SizeTieredCompactionStrategy', 'log_all': 'true'}",
  "{'class': 'SizeTieredCompactionStrategy', 'provide_overlapping_tombstones': 'ROW'}",
  "{'class': 'SizeTieredCompactionStrategy', 'provide_overlapping_tombstones': 'x'}",
  "{'class': 'SizeTieredCompactionStrategy', 'nosuch': '1'}",
  "{'class': 'LeveledCompactionStrategy'}",
  "{'class': 'LeveledCompactionStrategy', 'sstable_size_in_mb': '100'}",
  "{'class': 'LeveledCompactionStrategy', 'sstable_size_in_mb': '0'}",
  "{'class': 'LeveledCompactionStrategy', 'sstable_size_in_mb': 'x'}",
  "{'class': 'LeveledCompactionStrategy', 'fanout_size': '5'}",
  "{'class': 'LeveledCompactionStrategy', 'fanout_size': '0'}",
  "{'class': 'LeveledCompactionStrategy', 'single_sstable_uplevel': 'false'}",
  "{'class': 'LeveledCompactionStrategy', 'min_threshold': '2'}",
  "{'class': 'LeveledCompactionStrategy', 'bucket_low': '0.5'}",
  "{'class': 'TimeWindowCompactionStrategy'}",
  "{'class': 'TimeWindowCompactionStrategy', 'compaction_window_unit': 'HOURS', 'compaction_window_size': 6}",
  "{'class': 'TimeWindowCompactionStrategy', 'compaction_window_unit': 'hours'}",
  "{'class': 'TimeWindowCompactionStrategy', 'compaction_window_unit': 'WEEKS'}",
  "{'class': 'TimeWindowCompactionStrategy', 'compaction_window_size': '0'}",
  "{'class': 'TimeWindowCompactionStrategy', 'timestamp_resolution': 'MILLISECONDS'}",
  "{'class': 'TimeWindowCompactionStrategy', 'timestamp_resolution': 'X'}",
  "{'class': 'TimeWindowCompactionStrategy', 'expired_sstable_check_frequency_seconds': '-1'}",
  "{'class': 'TimeWindowCompactionStrategy', 'min_threshold': '5', 'max_threshold': '8'}",
  "{'class': 'TimeWindowCompactionStrategy', 'unsafe_aggressive_sstable_expiration': 'true'}",
  "{'class': 'DateTieredCompactionStrategy'}",
  "{'class': 'DateTieredCompactionStrategy', 'base_time_seconds': '60', 'max_sstable_age_days': '10'}",
  "{'class': 'DateTieredCompactionStrategy', 'base_time_seconds': '-1'}",
  "{'class': 'UnifiedCompactionStrategy'}",
  "{'class': 'UnifiedCompactionStrategy', 'scaling_parameters': 'T4'}",
  "{'class': 'UnifiedCompactionStrategy', 'scaling_parameters': 'L10, N, T4', 'target_sstable_size': '512MiB'}",
  "{'class': 'UnifiedCompactionStrategy', 'scaling_parameters': 'X4'}",
  "{'class': 'UnifiedCompactionStrategy', 'scaling_parameters': 'T1'}",
  "{'class': 'UnifiedCompactionStrategy', 'target_sstable_size': '1B'}",
  "{'class': 'UnifiedCompactionStrategy', 'base_shard_count': '0'}",
  "{'class': 'UnifiedCompactionStrategy', 'base_shard_count': '8', 'sstable_growth': '0.3'}",
  "{'class': 'UnifiedCompactionStrategy', 'sstable_growth': '1.3'}",
  "{'class': 'UnifiedCompactionStrategy', 'overlap_inclusion_method': 'TRANSITIVE'}",
  "{'class': 'UnifiedCompactionStrategy', 'overlap_inclusion_method': 'x'}",
  "{'class': 'UnifiedCompactionStrategy', 'min_sstable_size': '50MiB', 'max_sstables_to_compact': '64'}",
  "{'class': 'UnifiedCompactionStrategy', 'min_threshold': '4'}",
  "{'class': 'NoSuchStrategy'}",
  "{'class': 'LZ4Compressor'}",
  "{'class': ''}",
  "{'min_threshold': '5'}",
  "{}",
  "'SizeTieredCompactionStrategy'",
];

/** Values that any release takes, and a user would write. */
const SOUND: readonly (readonly [string, string])[] = [
  ["comment", "'sound'"],
  ["gc_grace_seconds", "3600"],
  ["default_time_to_live", "60"],
  ["compaction", "{'class': 'LeveledCompactionStrategy', 'sstable_size_in_mb': '160'}"],
  ["compaction", "{'class': 'TimeWindowCompactionStrategy', 'compaction_window_size': '2'}"],
  ["compression", "{'class': 'LZ4Compressor', 'chunk_length_in_kb': '64'}"],
  ["caching", "{'keys': 'ALL', 'rows_per_partition': '10'}"],
  ["bloom_filter_fp_chance", "0.1"],
  ["speculative_retry", "'50ms'"],
  ["crc_check_chance", "0.5"],
  ["min_index_interval", "64"],
];

const NAMES: readonly string[] = Object.keys(SIMPLE);
/** Which names a release knows is left to it, but those it does not know are tried less often. */
const SINCE_40: readonly string[] = ["additional_write_policy", "read_repair"];
const SINCE_41: readonly string[] = ["memtable"];
const SINCE_50: readonly string[] = ["incremental_backups", "allow_auto_snapshot"];
const ODD: readonly string[] = ["nodesync", "id", "extensions", "Comment"];

/** `name = value` of one option. */
export function optionText(scene: Scene): string {
  const { chance } = scene;
  if (chance.is(0.5)) return chance.pick(SOUND).join(" = ");
  return chance.weigh<() => string>([
    [2, () => `compaction = ${chance.pick(COMPACTION)}`],
    [2, () => `compression = ${chance.pick(COMPRESSION)}`],
    [1, () => `caching = ${chance.pick(CACHING)}`],
    [6, () => simpleOption(scene)],
  ])();
}

/** Several, joined by AND; now and then one of them twice. */
export function optionTexts(scene: Scene): readonly string[] {
  const count = scene.chance.weigh([
    [5, 1],
    [2, 2],
    [1, 3],
  ]);
  const options = Array.from({ length: count }, () => optionText(scene));
  if (errs(scene, 0.03)) return options;
  const byName = new Map(options.map((option) => [option.slice(0, option.indexOf(" =")), option]));
  return [...byName.values()];
}

function simpleOption(scene: Scene): string {
  const { chance } = scene;
  const isKnown = (name: string): boolean => {
    if (ODD.includes(name)) return false;
    if (SINCE_50.includes(name)) return isSince(scene, "5.0");
    if (SINCE_41.includes(name)) return isSince(scene, "4.1");
    if (SINCE_40.includes(name)) return isSince(scene, "4.0");
    return true;
  };
  const known = NAMES.filter(isKnown);
  const name = chance.is(0.9) ? chance.pick(known) : chance.pick([...NAMES, "nosuch"]);
  const value = chance.pick(SIMPLE[name] ?? ["1"]);
  // Left out: 3.11 makes two tables of one id, and mixes them up (a later release refuses the second).
  const isTwin = name === "id" && !isSince(scene, "4.0") && hasIds(scene);
  return `${name} = ${isTwin ? "'x'" : value}`;
}

function hasIds({ schema }: Scene): boolean {
  const keyspaces = schema.keyspaces.sorted();
  return keyspaces.some(({ tables, views }) =>
    [...tables.sorted(), ...views.sorted()].some(({ id }) => id !== undefined),
  );
}
