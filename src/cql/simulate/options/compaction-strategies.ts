// The compaction strategies of Cassandra: which release has which, and the rules for their sub-options. Data, pure.
// Source: AbstractCompactionStrategy, *CompactionStrategyOptions, unified.Controller of Cassandra 3.11–5.0.
import type { CassandraRelease } from "../../cassandra-release.ts";
import type { OptionMap } from "../../schema/schema.ts";
import { bucketProblem, levelProblem, thresholdProblem } from "./compaction-limits.ts";
import {
  isBaseShardCount,
  isFlushSize,
  isGrowth,
  isScalingParameters,
  isTargetSize,
  minSizeProblem,
} from "./unified-compaction.ts";
import {
  ANYTHING,
  intAtLeast,
  longAtLeast,
  NUMBER,
  NUMBER_NOT_NEGATIVE,
  oneOf,
  TRUE_OR_FALSE,
  type ValueRule,
  WHOLE_NUMBER,
} from "./value-rule.ts";

type Rules = Readonly<Record<string, ValueRule>>;

export interface CompactionStrategy {
  readonly since: CassandraRelease;
  /** The last release that has it. */
  readonly until?: CassandraRelease;
  readonly rules: Rules;
  /** Sub-options that later releases have. */
  readonly laterRules?: { readonly since: CassandraRelease; readonly rules: Rules };
  /** What is wrong between several sub-options, when each alone is right. */
  readonly problems: readonly ((options: OptionMap, release: CassandraRelease) => string | undefined)[];
}

const COMMON: Rules = {
  tombstone_threshold: NUMBER_NOT_NEGATIVE,
  tombstone_compaction_interval: longAtLeast(0n),
  unchecked_tombstone_compaction: TRUE_OR_FALSE,
  log_all: TRUE_OR_FALSE,
  enabled: TRUE_OR_FALSE,
  only_purge_repaired_tombstones: ANYTHING,
  provide_overlapping_tombstones: oneOf(["NONE", "ROW", "CELL"], "any-case"),
};

/** The server wants digits without a sign here. */
const THRESHOLD: ValueRule = {
  expected: "a whole number of at least 2",
  test: (text) => /^\d+$/.test(text) && intAtLeast(2).test(text),
};
const THRESHOLDS: Rules = { min_threshold: THRESHOLD, max_threshold: THRESHOLD };

const SIZE_TIERED: Rules = { min_sstable_size: longAtLeast(0n), bucket_low: NUMBER, bucket_high: NUMBER };

const TIME_UNITS = ["NANOSECONDS", "MICROSECONDS", "MILLISECONDS", "SECONDS"];
const WINDOW_UNITS = ["MINUTES", "HOURS", "DAYS"];

export const COMPACTION_STRATEGIES: Readonly<Record<string, CompactionStrategy>> = {
  SizeTieredCompactionStrategy: {
    since: "3.11",
    rules: { ...COMMON, ...SIZE_TIERED, ...THRESHOLDS },
    problems: [bucketProblem, thresholdProblem],
  },
  LeveledCompactionStrategy: {
    since: "3.11",
    rules: { ...COMMON, ...SIZE_TIERED, sstable_size_in_mb: intAtLeast(1), fanout_size: intAtLeast(1) },
    laterRules: { since: "4.0", rules: { ...THRESHOLDS, single_sstable_uplevel: ANYTHING } },
    problems: [bucketProblem, thresholdProblem, levelProblem],
  },
  TimeWindowCompactionStrategy: {
    since: "3.11",
    rules: {
      ...COMMON,
      ...SIZE_TIERED,
      ...THRESHOLDS,
      timestamp_resolution: oneOf(TIME_UNITS),
      compaction_window_unit: oneOf(WINDOW_UNITS),
      compaction_window_size: intAtLeast(1),
      expired_sstable_check_frequency_seconds: longAtLeast(0n),
      // `true` needs a flag of the JVM that nobody should set (CASSANDRA-13418).
      unsafe_aggressive_sstable_expiration: { expected: "`false`", test: (text) => /^false$/i.test(text) },
    },
    problems: [bucketProblem, thresholdProblem],
  },
  DateTieredCompactionStrategy: {
    since: "3.11",
    until: "4.1",
    rules: {
      ...COMMON,
      ...SIZE_TIERED,
      ...THRESHOLDS,
      timestamp_resolution: oneOf([...TIME_UNITS, ...WINDOW_UNITS]),
      max_sstable_age_days: NUMBER_NOT_NEGATIVE,
      base_time_seconds: longAtLeast(1n),
      expired_sstable_check_frequency_seconds: longAtLeast(0n),
      max_window_size_seconds: longAtLeast(0n),
    },
    problems: [bucketProblem, thresholdProblem],
  },
  UnifiedCompactionStrategy: {
    since: "5.0",
    rules: {
      ...COMMON,
      scaling_parameters: isScalingParameters,
      base_shard_count: isBaseShardCount,
      target_sstable_size: isTargetSize,
      flush_size_override: isFlushSize,
      max_sstables_to_compact: WHOLE_NUMBER,
      expired_sstable_check_frequency_seconds: longAtLeast(1n),
      unsafe_aggressive_sstable_expiration: TRUE_OR_FALSE,
      overlap_inclusion_method: oneOf(["NONE", "SINGLE", "TRANSITIVE"], "any-case"),
      // Checked against the target size, which may stand beside it.
      min_sstable_size: ANYTHING,
      sstable_growth: isGrowth,
    },
    problems: [minSizeProblem],
  },
};
