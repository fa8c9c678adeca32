// Turns what a server says of how it is set up into the settings that decide what it takes. Pure.
import type { ServerSettings } from "../capabilities.ts";
import { GUARDRAIL_SETTINGS, guardrailsFromSettings } from "../guardrails/guardrails-from-settings.ts";
import { optionalTextIn, textIn } from "./row-value.ts";
import type { SystemRow } from "./schema-rows.ts";

type Switch =
  | "materializedViews"
  | "userDefinedFunctions"
  | "sasiIndexes"
  | "dropCompactStorage"
  | "transientReplication"
  | "changeDataCapture"
  | "dynamicDataMasking";

/** Names in system_views.settings: since Cassandra 4.1, and before them those of 4.0. */
const SWITCHES: readonly (readonly [Switch, readonly string[]])[] = [
  ["materializedViews", ["materialized_views_enabled", "enable_materialized_views"]],
  ["userDefinedFunctions", ["user_defined_functions_enabled", "enable_user_defined_functions"]],
  ["sasiIndexes", ["sasi_indexes_enabled", "enable_sasi_indexes"]],
  ["dropCompactStorage", ["drop_compact_storage_enabled", "enable_drop_compact_storage"]],
  ["transientReplication", ["transient_replication_enabled", "enable_transient_replication"]],
  ["changeDataCapture", ["cdc_enabled"]],
  ["dynamicDataMasking", ["dynamic_data_masking_enabled"]],
];
const MEMTABLES = "memtable.configurations";

/** What is asked of system_views.settings, which has no row for what the release does not know. */
export const SETTING_NAMES: readonly string[] = [
  ...SWITCHES.flatMap(([, names]) => names),
  MEMTABLES,
  ...GUARDRAIL_SETTINGS,
];

export interface SettingRows {
  /** Of system_views.settings (since Cassandra 4.0); none when it cannot be read. */
  readonly settings: readonly SystemRow[];
  /** Of system.local and system.peers. */
  readonly nodes: readonly SystemRow[];
  /** Of the column `auto_repair` of system_schema.tables, which is there when nodes repair on their own. */
  readonly autoRepairColumn: readonly SystemRow[] | undefined;
}

export function settingsFromRows({ settings, nodes, autoRepairColumn }: SettingRows): ServerSettings {
  const values = new Map(settings.map((row) => [textIn(row, "name"), textIn(row, "value")]));
  const datacenters = [...new Set(nodes.flatMap((row) => optionalTextIn(row, "data_center") ?? []))].sort();
  const memtableConfigurations = namesInMap(values.get(MEMTABLES));
  const guardrails = guardrailsFromSettings(values);
  return {
    ...Object.fromEntries(SWITCHES.flatMap(([name, names]) => switchOf(name, names, values))),
    ...(datacenters.length > 0 && { datacenters }),
    ...(memtableConfigurations !== undefined && { memtableConfigurations }),
    ...(autoRepairColumn !== undefined && { autoRepair: autoRepairColumn.length > 0 }),
    ...(guardrails !== undefined && { guardrails }),
  };
}

function switchOf(
  name: Switch,
  names: readonly string[],
  values: ReadonlyMap<string, string>,
): readonly (readonly [Switch, boolean])[] {
  const value = names.map((each) => values.get(each)).find((each) => each !== undefined);
  return value === "true" || value === "false" ? [[name, value === "true"]] : [];
}

/** The keys of a map as Java prints it: `{trie={class_name=TrieMemtable}, default={inherits=trie}}`; "null" is none. */
function namesInMap(text: string | undefined): readonly string[] | undefined {
  if (text === undefined) return undefined;
  if (text === "null") return [];
  let inner = text.slice(1, -1);
  for (let before = ""; before !== inner; ) {
    before = inner;
    inner = inner.replaceAll(/\{[^{}]*\}/g, "");
  }
  return inner.split(",").flatMap((entry) => /^\s*([^=\s]+)=/.exec(entry)?.[1] ?? []);
}
