// Reads the caching of a table and brings it to one form. Pure.
// Source: schema/CachingParams.java of Cassandra 3.11–5.0.
import type { Property } from "../../ast/property.ts";
import type { Capabilities } from "../../capabilities.ts";
import type { OptionMap } from "../../schema/schema.ts";
import { refuse } from "../refuse.ts";
import { parseInt32 } from "./java-number.ts";
import { readMap, sortedMap } from "./property-value.ts";

const ALL_ROWS = "2147483647";

/** @throws Refused */
export function readCaching(option: Property, capabilities: Capabilities): OptionMap {
  const map = readMap(option);
  const { keys = "NONE", rows_per_partition: rows = "NONE", ...others } = map;
  const [unknown] = Object.keys(others);
  // ScyllaDB has `enabled`.
  if (unknown !== undefined && capabilities.product === "cassandra") {
    refuse(`caching has no sub-option \`${unknown}\`, only \`keys\` and \`rows_per_partition\``, option);
  }
  if (!/^(?:all|none)$/i.test(keys)) refuse(`caching: \`keys\` is \`${keys}\`, expected \`ALL\` or \`NONE\``, option);
  if (!/^(?:all|none|\d+)$/i.test(rows) || (/^\d/.test(rows) && parseInt32(rows) === undefined)) {
    refuse(`caching: \`rows_per_partition\` is \`${rows}\`, expected \`ALL\`, \`NONE\` or a number of rows`, option);
  }
  return canonicalCaching(map, capabilities);
}

/** Both parts, as the server writes them; what is not given is not cached, but by ScyllaDB (schema/caching_options.cc). */
export function canonicalCaching(map: OptionMap, { product }: Capabilities): OptionMap {
  const missing = product === "scylla" ? "ALL" : "NONE";
  const { keys = missing, rows_per_partition: rows = missing, ...others } = map;
  const entries = Object.entries(others);
  return sortedMap([...entries, ["keys", keys.toUpperCase()], ["rows_per_partition", canonicalRows(rows)]]);
}

function canonicalRows(rows: string): string {
  if (!/^\d+$/.test(rows)) return rows.toUpperCase();
  const plain = String(Number(rows));
  if (plain === "0") return "NONE";
  return plain === ALL_ROWS ? "ALL" : plain;
}
