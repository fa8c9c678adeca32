// Turns the options of two versions of a table or a view into those that differ. Pure.
import type { Capabilities } from "../capabilities.ts";
import type { TableOptions } from "../schema/schema.ts";
import type { OptionChange } from "./change.ts";
import { countsOption } from "./noise.ts";
import { sameData } from "./same-data.ts";

/** By name. An option that is a map differs as a whole. */
export function diffOptions(was: TableOptions, is: TableOptions, capabilities: Capabilities): readonly OptionChange[] {
  if (was === is) return [];
  return [...new Set([...Object.keys(was), ...Object.keys(is)])]
    .filter((name) => countsOption(name, capabilities) && !sameData(was[name], is[name]))
    .sort()
    .map((name) => ({ name, was: was[name], is: is[name] }));
}
