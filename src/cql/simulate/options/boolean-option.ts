// Reads an option that is on or off. Pure.
import type { Property } from "../../ast/property.ts";
import { type Capabilities, since } from "../../capabilities.ts";
import { refuse } from "../refuse.ts";
import { readText } from "./property-value.ts";

/** @throws Refused */
export function readBoolean(option: Property, capabilities: Capabilities): boolean {
  const text = readText(option).toLowerCase();
  if (["1", "true", "yes"].includes(text)) return true;
  // Cassandra 3.11 takes anything else for false (PropertyDefinitions.getBoolean).
  if (["0", "false", "no"].includes(text) || !since(capabilities, "4.0")) return false;
  return refuse(`option \`${option.name.name}\` is \`${text}\`, expected true or false`, option);
}
