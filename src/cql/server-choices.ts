// Knows what a server may have chosen itself where a statement did not say it: what one schema says and another leaves open
// is then no difference. Pure.
import type { Capabilities } from "./capabilities.ts";
import type { OptionMap, OptionValue } from "./schema/schema.ts";

/**
 * ScyllaDB's, which hang on the release, on its configuration and on the kind of the keyspace (schema/schema.hh, db/config.cc,
 * tombstone_gc.cc of scylladb/scylladb).
 */
const SCYLLA_TABLES: Readonly<Record<string, readonly OptionMap[]>> = {
  compaction: [{ class: "SizeTieredCompactionStrategy" }, { class: "IncrementalCompactionStrategy" }],
  compression: [{ class: "LZ4Compressor" }, { class: "LZ4WithDictsCompressor" }],
  tombstone_gc: [{ mode: "timeout" }, { mode: "repair" }],
};
const SCYLLA_KEYSPACES: ReadonlySet<string> = new Set(["consistency", "tablets"]);

/** Whether a table may have this value of an option although nobody said it. */
export function mayBeChosenForTable(name: string, value: OptionValue, { product }: Capabilities): boolean {
  const choices = product === "scylla" && Object.hasOwn(SCYLLA_TABLES, name) ? SCYLLA_TABLES[name] : undefined;
  return choices?.some((choice) => isSame(choice, value)) === true;
}

/** Whether a keyspace gets a value of this option of the server's choice when nobody says one. */
export function isChosenForKeyspace(name: string, { product }: Capabilities): boolean {
  return product === "scylla" && SCYLLA_KEYSPACES.has(name);
}

function isSame(choice: OptionMap, value: OptionValue): boolean {
  if (typeof value !== "object") return false;
  const names = Object.keys(choice);
  return names.length === Object.keys(value).length && names.every((name) => choice[name] === value[name]);
}
