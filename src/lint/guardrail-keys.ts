// The keys of `guardrails:` in a configuration: the names that limits have in cassandra.yaml. Data, and their reading. Pure.
import { type Guardrails, PROPERTY_LIST_NAMES, SWITCH_NAMES, THRESHOLD_NAMES } from "../cql/guardrails/guardrails.ts";

/** "other" is one that no statement of a migration meets by what it says alone; it may stand there, and is passed over. */
export type GuardrailKeyKind = "count" | "switch" | "properties" | "other";

export interface GuardrailKey {
  readonly name: string;
  readonly kind: GuardrailKeyKind;
}

export type GuardrailLimits = Guardrails;

/** What else the section of guardrails in cassandra.yaml may hold: limits of values, sizes, levels and pages (Config.java, 4.1 and 5.0). */
const OTHERS: readonly string[] = [
  ...withThresholds(
    ...["collection_size", "column_value_size", "data_disk_usage_percentage", "in_select_cartesian_product"],
    ...["items_per_collection", "maximum_timestamp", "minimum_timestamp", "page_size", "partition_keys_in_select"],
    ...["partition_size", "partition_tombstones", "sai_frozen_term_size", "sai_sstable_indexes_per_query"],
    ...["sai_string_term_size", "sai_vector_term_size"],
  ),
  ...["read_consistency_levels_warned", "read_consistency_levels_disallowed"],
  ...["write_consistency_levels_warned", "write_consistency_levels_disallowed"],
  ...["data_disk_usage_max_disk_size", "read_before_write_list_operations_enabled"],
  ...["intersect_filtering_query_warned", "intersect_filtering_query_enabled"],
  "non_partition_restricted_index_query_enabled",
];

export const GUARDRAIL_KEYS: readonly GuardrailKey[] = [
  ...keysOf("count", THRESHOLD_NAMES),
  ...keysOf("switch", SWITCH_NAMES),
  ...keysOf("properties", PROPERTY_LIST_NAMES),
  ...keysOf("other", OTHERS),
];

const JUDGED: ReadonlySet<string> = new Set(GUARDRAIL_KEYS.flatMap(({ name, kind }) => (kind === "other" ? [] : name)));

/** What of a section can be judged; undefined for none, and for one that holds nothing of the kind. */
export function judgedLimits(given: Readonly<Record<string, unknown>> | null | undefined): GuardrailLimits | undefined {
  const judged = Object.entries(given ?? {}).filter(
    ([name, value]) => value !== null && value !== undefined && JUDGED.has(name),
  );
  return judged.length === 0 ? undefined : Object.fromEntries(judged);
}

function keysOf(kind: GuardrailKeyKind, names: readonly string[]): readonly GuardrailKey[] {
  return names.map((name) => ({ name, kind }));
}

function withThresholds(...names: readonly string[]): readonly string[] {
  return names.flatMap((name) => [`${name}_warn_threshold`, `${name}_fail_threshold`]);
}
