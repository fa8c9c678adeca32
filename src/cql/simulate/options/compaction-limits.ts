// What sub-options of compaction may not be together. Pure.
import type { CassandraRelease } from "../../cassandra-release.ts";
import type { OptionMap } from "../../schema/schema.ts";
import { parseFloat64 } from "./java-number.ts";

/** How many levels below the first a table may have (LeveledGenerations.MAX_LEVEL_COUNT of Cassandra 5.0). */
const LEVELS_BELOW = 8n;
const LONG_MAX = 2n ** 63n - 1n;

export function bucketProblem(options: OptionMap): string | undefined {
  if (options.bucket_low === undefined && options.bucket_high === undefined) return undefined;
  const { bucket_low = "0.5", bucket_high = "1.5" } = options;
  const low = parseFloat64(bucket_low) ?? Number.NaN;
  const high = parseFloat64(bucket_high) ?? Number.NaN;
  return high <= low
    ? `\`bucket_high\` (${bucket_high}) must be larger than \`bucket_low\` (${bucket_low})`
    : undefined;
}

export function thresholdProblem({ min_threshold = "4", max_threshold = "32" }: OptionMap): string | undefined {
  if (Number(min_threshold) <= Number(max_threshold)) return undefined;
  return `\`min_threshold\` (${min_threshold}) must not be larger than \`max_threshold\` (${max_threshold})`;
}

/** Cassandra 5.0 refuses levels whose size no longer fits (CASSANDRA-18802). */
export function levelProblem(
  { sstable_size_in_mb = "1", fanout_size = "10" }: OptionMap,
  release: CassandraRelease,
): string | undefined {
  if (release !== "5.0") return undefined;
  const bytes = BigInt(fanout_size) ** LEVELS_BELOW * BigInt(sstable_size_in_mb) * 1_048_576n;
  return bytes > LONG_MAX ? "`fanout_size` and `sstable_size_in_mb` make levels that are too large" : undefined;
}
