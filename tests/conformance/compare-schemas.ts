// Two schemas → what differs, one line a difference, as paths into their documents. Pure.
import { encodeSchema } from "../../src/cql/schema/encode-schema.ts";
import type { Schema } from "../../src/cql/schema/schema.ts";

/** Ids and the instants of drops are the server's own. Empty keyspaces that neither has do not count. */
export function compareSchemas(server: Schema, simulated: Schema): readonly string[] {
  const options = { leaveOut: ["ids", "dropped-at"] } as const;
  const differences: string[] = [];
  compare(encodeSchema(server, options), encodeSchema(simulated, options), "", differences);
  return differences;
}

function compare(server: unknown, simulated: unknown, path: string, differences: string[]): void {
  if (Array.isArray(server) && Array.isArray(simulated)) {
    compareLists(server, simulated, path, differences);
  } else if (isRecord(server) && isRecord(simulated)) {
    const keys = new Set([...Object.keys(server), ...Object.keys(simulated)]);
    for (const key of keys) compare(server[key], simulated[key], `${path}/${key}`, differences);
  } else if (!Object.is(server, simulated)) {
    differences.push(`${path}: server ${show(server)}, simulator ${show(simulated)}`);
  }
}

/** Lists of named things are compared by name, others by place. */
function compareLists(
  server: readonly unknown[],
  simulated: readonly unknown[],
  path: string,
  differences: string[],
): void {
  const isNamed = [...server, ...simulated].every((item) => isRecord(item) && typeof item.name === "string");
  compare(isNamed ? byName(server) : { ...server }, isNamed ? byName(simulated) : { ...simulated }, path, differences);
}

/** Functions of one name differ in their arguments. */
function byName(list: readonly unknown[]): Record<string, unknown> {
  const entries = list.filter(isRecord).map((item, index) => {
    const args = item.args ?? item.argumentTypes;
    const key = String(item.name) + (args === undefined ? "" : `(${typesOf(args)})`);
    // The order of fields and of clustering columns counts.
    return [key, { ...item, ...("type" in item || "order" in item ? { place: index } : {}) }] as const;
  });
  return Object.fromEntries(entries);
}

function typesOf(args: unknown): string {
  if (!Array.isArray(args)) return "";
  return args.map((arg: unknown) => (isRecord(arg) ? String(arg.type) : String(arg))).join(", ");
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function show(value: unknown): string {
  return value === undefined ? "has none" : JSON.stringify(value);
}
