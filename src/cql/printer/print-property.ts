// Turns what stands behind WITH into CQL text. Pure.
import type { Property, TableProperties } from "../ast/property.ts";
import { printIdentifier } from "./print-name.ts";
import { printTerm } from "./print-term.ts";

/** " WITH a = 1", each more on a line of its own; nothing when there is none. */
export function printProperties(properties: readonly Property[]): string {
  return printWith(properties.map(printProperty));
}

export function printTableProperties({ clusteringOrder, compactStorage, options }: TableProperties): string {
  const orders = clusteringOrder.map(({ column, order }) => `${printIdentifier(column)} ${order.toUpperCase()}`);
  return printWith([
    ...(orders.length > 0 ? [`CLUSTERING ORDER BY (${orders.join(", ")})`] : []),
    ...(compactStorage === undefined ? [] : ["COMPACT STORAGE"]),
    ...options.map(printProperty),
  ]);
}

/** One option stays on the line; of several each has its own, with AND under WITH. */
export function printWith(options: readonly string[]): string {
  if (options.length === 0) return "";
  return options.length === 1 ? ` WITH ${options.join("")}` : `\nWITH ${options.join("\n AND ")}`;
}

function printProperty({ name, value }: Property): string {
  return `${printIdentifier(name)} = ${value.kind === "word" ? value.word : printTerm(value)}`;
}
