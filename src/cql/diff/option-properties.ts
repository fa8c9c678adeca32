// Turns the options of a table or view before and after into what ALTER … WITH has to say. Pure.
import type { Property } from "../ast/property.ts";
import type { Capabilities } from "../capabilities.ts";
import type { OptionValue, TableOptions } from "../schema/schema.ts";
import { propertyNode } from "../schema/to-nodes/property-nodes.ts";
import { effectiveOptions } from "../simulate/options/table-options.ts";
import { diffOptions } from "./diff-table-options.ts";

/**
 * What is left out on the new side is set back to the server's default. The default of one option may hang on another:
 * so all of them are compared as the server sees them. An option that is a map is written whole, as the server forgets
 * the sub-options that are not given.
 */
export function optionProperties(was: TableOptions, is: TableOptions, capabilities: Capabilities): readonly Property[] {
  return effectiveChanges(was, is, capabilities).flatMap(({ name, is: value }) =>
    value === undefined ? [] : [propertyNode(name, asWritten(name, value, capabilities))],
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

function effectiveChanges(
  was: TableOptions,
  is: TableOptions,
  capabilities: Capabilities,
): ReturnType<typeof diffOptions> {
  return diffOptions(effectiveOptions(was, capabilities), effectiveOptions(is, capabilities), capabilities);
}

/** ScyllaDB has a map where Cassandra has true and false. */
function asWritten(name: string, value: OptionValue, { product }: Capabilities): OptionValue {
  return product === "scylla" && name === "cdc" && typeof value === "boolean" ? { enabled: String(value) } : value;
}
