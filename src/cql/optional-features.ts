// Finds what statements need that an operator may have switched off, and says with which setting. Pure, without a schema.
import type { AlterTable, ColumnNode } from "./ast/ddl.ts";
import type { Property } from "./ast/property.ts";
import type { StatementBody } from "./ast/statement.ts";
import { type Capabilities, since } from "./capabilities.ts";

/** By its key among the settings of a server, which say whether it is on. */
export type OptionalFeature =
  | "materializedViews"
  | "userDefinedFunctions"
  | "scriptedFunctions"
  | "sasiIndexes"
  | "dropCompactStorage"
  | "transientReplication"
  | "changeDataCapture"
  | "dynamicDataMasking"
  | "autoRepair";

export interface NeededFeature {
  readonly feature: OptionalFeature;
  /** Undefined when the servers do not tell. */
  readonly isOn: boolean | undefined;
  /** Place of the first statement that needs it, from 0. */
  readonly statementIndex: number;
  /** What becomes of the statement where it is off: "forgotten" is taken, and has no effect. */
  readonly otherwise: "refused" | "forgotten";
  /** Its name in cassandra.yaml, or the system property. */
  readonly setting: string;
}

interface FeatureFacts {
  /** With its verb, before "switched off". */
  readonly subject: string;
  readonly setting: string;
  /** Before Cassandra 4.1. */
  readonly oldSetting?: string;
  readonly otherwise?: "forgotten";
}

const FACTS: Readonly<Record<OptionalFeature, FeatureFacts>> = {
  materializedViews: {
    subject: "materialized views are",
    setting: "materialized_views_enabled",
    oldSetting: "enable_materialized_views",
  },
  userDefinedFunctions: {
    subject: "user-defined functions are",
    setting: "user_defined_functions_enabled",
    oldSetting: "enable_user_defined_functions",
  },
  scriptedFunctions: {
    subject: "functions in other languages than Java are",
    setting: "scripted_user_defined_functions_enabled",
    oldSetting: "enable_scripted_user_defined_functions",
  },
  sasiIndexes: { subject: "SASI indexes are", setting: "sasi_indexes_enabled", oldSetting: "enable_sasi_indexes" },
  dropCompactStorage: {
    subject: "DROP COMPACT STORAGE is",
    setting: "drop_compact_storage_enabled",
    oldSetting: "enable_drop_compact_storage",
  },
  transientReplication: {
    subject: "transient replicas are",
    setting: "transient_replication_enabled",
    oldSetting: "enable_transient_replication",
  },
  changeDataCapture: { subject: "change data capture is", setting: "cdc_enabled", otherwise: "forgotten" },
  dynamicDataMasking: { subject: "masking of columns is", setting: "dynamic_data_masking_enabled" },
  // Cassandra 5.0.8: the option is there only when the nodes were started with it (SchemaKeyspace).
  autoRepair: { subject: "repair by the nodes themselves is", setting: "cassandra.autorepair.enable" },
};

const SASI = "org.apache.cassandra.index.sasi.SASIIndex";

/** Every feature that one of the statements needs, once, in the order of their first need. */
export function neededFeatures(
  statements: readonly StatementBody[],
  capabilities: Capabilities,
): readonly NeededFeature[] {
  // The switches are those of Cassandra.
  if (capabilities.product !== "cassandra") return [];
  const needed = new Map<OptionalFeature, NeededFeature>();
  for (const [statementIndex, statement] of statements.entries()) {
    for (const feature of optionalFeatures(statement)) {
      // Cassandra 5.0 has none, whatever the setting says (CASSANDRA-18252).
      const isGone = feature === "scriptedFunctions" && since(capabilities, "5.0");
      if (needed.has(feature) || isGone) continue;
      needed.set(feature, {
        feature,
        isOn: capabilities.settings[feature],
        statementIndex,
        otherwise: FACTS[feature].otherwise ?? "refused",
        setting: settingOf(feature, capabilities),
      });
    }
  }
  return [...needed.values()];
}

/** What a statement needs that may be switched off. */
export function optionalFeatures(statement: StatementBody): readonly OptionalFeature[] {
  switch (statement.kind) {
    case "create-materialized-view":
      return ["materializedViews", ...featuresOfOptions(statement.options)];
    case "create-function":
      return statement.language.toLowerCase() === "java"
        ? ["userDefinedFunctions"]
        : ["userDefinedFunctions", "scriptedFunctions"];
    case "create-index":
      return statement.using === SASI ? ["sasiIndexes"] : [];
    case "create-keyspace":
    case "alter-keyspace":
      return statement.options.some(isTransient) ? ["transientReplication"] : [];
    case "create-table":
      return [...featuresOfColumns(statement.columns), ...featuresOfOptions(statement.options)];
    case "alter-table":
      return featuresOfAlter(statement);
    case "alter-materialized-view":
      return featuresOfOptions(statement.options);
    default:
      return [];
  }
}

/** "materialized views are switched off on this cluster: `materialized_views_enabled` in cassandra.yaml" */
export function describeSwitchedOff(feature: OptionalFeature, capabilities: Capabilities): string {
  const place = feature === "autoRepair" ? "among the system properties of the nodes" : "in cassandra.yaml";
  return `${FACTS[feature].subject} switched off on this cluster: \`${settingOf(feature, capabilities)}\` ${place}`;
}

function settingOf(feature: OptionalFeature, capabilities: Capabilities): string {
  const { setting, oldSetting } = FACTS[feature];
  return since(capabilities, "4.1") ? setting : (oldSetting ?? setting);
}

function featuresOfAlter({ action }: AlterTable): readonly OptionalFeature[] {
  switch (action.kind) {
    case "add":
      return featuresOfColumns(action.columns);
    case "mask":
      return ["dynamicDataMasking"];
    case "drop-compact-storage":
      return ["dropCompactStorage"];
    case "options":
      return featuresOfOptions(action.options);
    default:
      return [];
  }
}

function featuresOfColumns(columns: readonly ColumnNode[]): readonly OptionalFeature[] {
  return columns.some(({ mask }) => mask !== undefined) ? ["dynamicDataMasking"] : [];
}

function featuresOfOptions(options: readonly Property[]): readonly OptionalFeature[] {
  return options.flatMap(({ name, value }): readonly OptionalFeature[] => {
    if (name.name === "auto_repair") return ["autoRepair"];
    const isOn = value.kind === "literal" && value.value.toLowerCase() === "true";
    return name.name === "cdc" && isOn ? ["changeDataCapture"] : [];
  });
}

/** `'dc1': '3/1'` */
function isTransient({ name, value }: Property): boolean {
  if (name.name !== "replication" || value.kind !== "map") return false;
  return value.entries.some((entry) => entry.value.kind === "literal" && entry.value.value.includes("/"));
}
