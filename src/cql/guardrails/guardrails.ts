// The guardrails of Cassandra that a statement of a migration can meet, by their names in cassandra.yaml. Data.
// Source: config/Config.java and db/guardrails/Guardrails.java of Cassandra 4.1 and 5.0.
import type { Span } from "../../text/span.ts";
import type { CassandraRelease } from "../cassandra-release.ts";

type Releases<Name extends string> = Readonly<Record<Name, CassandraRelease>>;

/** Limits of a number, each with a warning and a failure: `tables_warn_threshold`, `tables_fail_threshold`. */
export type Threshold =
  | "keyspaces"
  | "tables"
  | "columns_per_table"
  | "secondary_indexes_per_table"
  | "materialized_views_per_table"
  | "fields_per_udt"
  | "minimum_replication_factor"
  | "maximum_replication_factor"
  | "vector_dimensions";
export type ThresholdName = `${Threshold}_${"warn" | "fail"}_threshold`;
/** With the release that has it first. */
export const THRESHOLDS: Releases<Threshold> = {
  keyspaces: "4.1",
  tables: "4.1",
  columns_per_table: "4.1",
  secondary_indexes_per_table: "4.1",
  materialized_views_per_table: "4.1",
  fields_per_udt: "4.1",
  minimum_replication_factor: "4.1",
  maximum_replication_factor: "5.0",
  vector_dimensions: "5.0",
};

/** What is refused when the switch is off. */
export type SwitchName =
  | "allow_filtering_enabled"
  | "alter_table_enabled"
  | "compact_tables_enabled"
  | "drop_keyspace_enabled"
  | "drop_truncate_table_enabled"
  | "group_by_enabled"
  | "secondary_indexes_enabled"
  | "simplestrategy_enabled"
  | "uncompressed_tables_enabled"
  | "user_timestamps_enabled"
  | "vector_type_enabled"
  | "zero_ttl_on_twcs_enabled";
export const SWITCHES: Releases<SwitchName> = {
  allow_filtering_enabled: "4.1",
  alter_table_enabled: "5.0",
  compact_tables_enabled: "4.1",
  drop_keyspace_enabled: "5.0",
  drop_truncate_table_enabled: "4.1",
  group_by_enabled: "4.1",
  secondary_indexes_enabled: "4.1",
  simplestrategy_enabled: "5.0",
  uncompressed_tables_enabled: "4.1",
  user_timestamps_enabled: "4.1",
  vector_type_enabled: "5.0",
  zero_ttl_on_twcs_enabled: "5.0",
};

/** What is warned of when the switch is on. */
export type WarningSwitchName = "zero_ttl_on_twcs_warned";
export const WARNING_SWITCHES: Releases<WarningSwitchName> = { zero_ttl_on_twcs_warned: "5.0" };

/** Lists of names of table options. */
export type PropertyListName = `table_properties_${"warned" | "ignored" | "disallowed"}`;
export const PROPERTY_LISTS: Releases<PropertyListName> = {
  table_properties_warned: "4.1",
  table_properties_ignored: "4.1",
  table_properties_disallowed: "4.1",
};

/** A threshold of 0 or less is off, as the one that is not given. */
export type Guardrails = Readonly<
  Partial<
    Record<ThresholdName, number> &
      Record<SwitchName | WarningSwitchName, boolean> &
      Record<PropertyListName, readonly string[]>
  >
>;

/** Something that a guardrail says of a statement. It says it to every role that is no superuser. */
export interface GuardrailHit {
  /** Its name in cassandra.yaml. */
  readonly guardrail: ThresholdName | SwitchName | WarningSwitchName | PropertyListName;
  /** Whether the statement is carried out with a warning, or refused. */
  readonly level: "warn" | "fail";
  readonly message: string;
  /** A place in the text that was parsed. */
  readonly span: Span;
}

export const THRESHOLD_NAMES: readonly ThresholdName[] = namesOf(THRESHOLDS).flatMap((name) => [
  `${name}_warn_threshold` as const,
  `${name}_fail_threshold` as const,
]);
export const SWITCH_NAMES: readonly (SwitchName | WarningSwitchName)[] = [
  ...namesOf(SWITCHES),
  ...namesOf(WARNING_SWITCHES),
];
export const PROPERTY_LIST_NAMES: readonly PropertyListName[] = namesOf(PROPERTY_LISTS);

function namesOf<Name extends string>(releases: Readonly<Record<Name, unknown>>): readonly Name[] {
  return Object.keys(releases) as Name[];
}
