// Turns the options of two versions of a table or a view into those that differ, and into what ALTER … WITH says. Pure.
import type { Property } from "../ast/property.ts";
import type { Capabilities } from "../capabilities.ts";
import { isIgnoredOption } from "../ignored-options.ts";
import type { TableOptions } from "../schema/schema.ts";
import { propertyNode } from "../schema/to-nodes/property-nodes.ts";
import { mayBeChosenForTable } from "../server-choices.ts";
import { effectiveOptions } from "../simulate/options/table-options.ts";
import type { OptionChange } from "./change.ts";
import { sameData } from "./same-data.ts";

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

function writtenChanges(was: TableOptions, is: TableOptions, capabilities: Capabilities): readonly OptionChange[] {
  if (was === is) return [];
  const before = new Map(Object.entries(was));
  const after = new Map(Object.entries(is));
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((name) => !isIgnoredOption(name, capabilities))
    .map((name) => ({ name, was: before.get(name), is: after.get(name) }))
    .filter((change) => !sameData(change.was, change.is) && !isServersChoice(change, capabilities))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** One side leaves it open, and the other has what the server may have chosen. */
function isServersChoice({ name, was, is }: OptionChange, capabilities: Capabilities): boolean {
  if (was !== undefined && is !== undefined) return false;
  const value = was ?? is;
  return value !== undefined && mayBeChosenForTable(name, value, capabilities);
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
