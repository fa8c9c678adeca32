// Brings the options of tables that only ScyllaDB has, or has as maps, to one form. Pure.
// Source: cdc/log.cc, tombstone_gc_options.cc, cql3/statements/cf_prop_defs.cc of scylladb/scylladb.
import type { OptionMap, OptionValue } from "../../schema/schema.ts";
import { sortedMap } from "./property-value.ts";

const CDC_DEFAULTS: OptionMap = { preimage: "false", postimage: "false", delta: "full", ttl: "86400" };
/** What the server notes for itself. */
const CDC_NOTES: ReadonlySet<string> = new Set(["enable_requested", "tablet_merge_blocked"]);
const TOMBSTONE_GC_DEFAULTS: OptionMap = { propagation_delay_in_seconds: "3600" };

/** The map without what it says by default; false when nothing is left of it. */
export function canonicalScyllaCdc(map: OptionMap): OptionValue {
  const entries = Object.entries(map).map(([name, value]) => [name.toLowerCase(), plainBoolean(value)] as const);
  const said = entries.filter(([name, value]) => !CDC_NOTES.has(name) && CDC_DEFAULTS[name] !== value);
  const rest = said.filter(([name, value]) => name !== "enabled" || value === "true");
  return rest.length === 0 ? false : sortedMap(rest);
}

/** Undefined for what is the same as not saying it. */
export function canonicalScyllaOption(name: string, value: OptionValue): OptionValue | undefined {
  if (name === "synchronous_updates") return String(value).toLowerCase() === "true" ? "true" : undefined;
  if (name === "tombstone_gc" && typeof value === "object") {
    return sortedMap(Object.entries(value).filter(([part, text]) => TOMBSTONE_GC_DEFAULTS[part] !== text));
  }
  if (typeof value !== "object") return String(value);
  return Object.keys(value).length === 0 ? undefined : sortedMap(Object.entries(value));
}

function plainBoolean(text: string): string {
  const word = text.toLowerCase();
  if (word === "1") return "true";
  return word === "0" ? "false" : word;
}
