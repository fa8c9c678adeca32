// Turns the options of two versions of a table or a view into those that differ, and into what ALTER … WITH says. Pure.
import type { Property } from "../ast/property.ts";
import type { Capabilities } from "../capabilities.ts";
import type { TableOptions } from "../schema/schema.ts";
import { propertyNode } from "../schema/to-nodes/property-nodes.ts";
import { effectiveOptions } from "../simulate/options/table-options.ts";
import type { OptionChange } from "./change.ts";
import { sameData } from "./same-data.ts";

/** Astra takes these in a statement, does nothing with them, and warns (its own list of ignored values). */
const IGNORED_BY_ASTRA: ReadonlySet<string> = new Set([
  ...["additional_write_policy", "bloom_filter_fp_chance", "caching", "cdc", "compaction", "compression"],
  ...["crc_check_chance", "dclocal_read_repair_chance", "dse_edge_label_property", "dse_vertex_label_property"],
  ...["gc_grace_seconds", "id", "max_index_interval", "memtable", "memtable_flush_period_in_ms"],
  ...["min_index_interval", "nodesync", "read_repair", "read_repair_chance", "speculative_retry"],
]);

/**
 * By name, as they are written; without those that the server does not heed, and those that only say what the default is
 * anyway. An option that is a map differs as a whole.
 */
export function diffOptions(was: TableOptions, is: TableOptions, capabilities: Capabilities): readonly OptionChange[] {
  const written = writtenChanges(was, is, capabilities);
  if (written.length === 0) return [];
  const differ = new Set(effectiveChanges(was, is, capabilities).map(({ name }) => name));
  return written.filter(({ name }) => differ.has(name));
}

function writtenChanges(was: TableOptions, is: TableOptions, { product }: Capabilities): readonly OptionChange[] {
  if (was === is) return [];
  const before = new Map(Object.entries(was));
  const after = new Map(Object.entries(is));
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((name) => !(product === "astra" && IGNORED_BY_ASTRA.has(name)))
    .map((name) => ({ name, was: before.get(name), is: after.get(name) }))
    .filter((change) => !sameData(change.was, change.is))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

/**
 * What is left out on the new side is set back to the server's default. The default of one option may hang on another:
 * so all of them are compared as the server sees them. An option that is a map is written whole, as the server forgets
 * the sub-options that are not given.
 */
export function optionProperties(was: TableOptions, is: TableOptions, capabilities: Capabilities): readonly Property[] {
  return effectiveChanges(was, is, capabilities).flatMap(({ name, is: value }) =>
    value === undefined ? [] : [propertyNode(name, value)],
  );
}

/** Options that would have to be set back to a default that is not known here: those of other products. */
export function optionsWithoutDefault(
  was: TableOptions,
  is: TableOptions,
  capabilities: Capabilities,
): readonly string[] {
  return effectiveChanges(was, is, capabilities).flatMap(({ name, is: value }) => (value === undefined ? [name] : []));
}

function effectiveChanges(was: TableOptions, is: TableOptions, capabilities: Capabilities): readonly OptionChange[] {
  return writtenChanges(asSeen(was, capabilities), asSeen(is, capabilities), capabilities);
}

/** ScyllaDB has a map where Cassandra has true and false. */
function asSeen(options: TableOptions, capabilities: Capabilities): TableOptions {
  const all = effectiveOptions(options, capabilities);
  if (capabilities.product !== "scylla" || typeof all.cdc !== "boolean") return all;
  return { ...all, cdc: { enabled: String(all.cdc) } };
}
