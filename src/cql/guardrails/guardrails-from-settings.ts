// Turns the settings of a server into its guardrails. Pure.
import {
  type Guardrails,
  PROPERTY_LIST_NAMES,
  type PropertyListName,
  SWITCH_NAMES,
  THRESHOLD_NAMES,
} from "./guardrails.ts";

/** What is asked of system_views.settings. */
export const GUARDRAIL_SETTINGS: readonly string[] = [...THRESHOLD_NAMES, ...SWITCH_NAMES, ...PROPERTY_LIST_NAMES];

/** @returns undefined when the server names none: it has none, as those before Cassandra 4.1, or does not tell */
export function guardrailsFromSettings(values: ReadonlyMap<string, string>): Guardrails | undefined {
  const found: Record<string, number | boolean | readonly string[]> = {};
  for (const name of THRESHOLD_NAMES) {
    const value = values.get(name);
    if (value !== undefined && /^-?\d+$/.test(value)) found[name] = Number(value);
  }
  for (const name of SWITCH_NAMES) {
    const value = values.get(name);
    if (value === "true" || value === "false") found[name] = value === "true";
  }
  for (const name of PROPERTY_LIST_NAMES) {
    const value = values.get(name);
    if (value !== undefined) found[name satisfies PropertyListName] = namesInSet(value);
  }
  return Object.keys(found).length === 0 ? undefined : found;
}

/** A set as Java prints it: `[caching, comment]`. */
function namesInSet(text: string): readonly string[] {
  return text
    .replace(/^\[(.*)\]$/s, "$1")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "" && name !== "null");
}
