// Turns what a SELECT selects into CQL text. Pure.
import { unreachable } from "../../base/assert.ts";
import type { CallSelectable, ElementSelectable, Selectable, Selector } from "../ast/select.ts";
import { printFunctionName, printIdentifier } from "./print-name.ts";
import { negate, printLiteral, printMarker, printTerm } from "./print-term.ts";
import { printType } from "./print-type.ts";

/** Called bare on a column; as the name of a function in quotes they are another function. */
const OF_COLUMN: ReadonlySet<string> = new Set(["ttl", "writetime", "maxwritetime"]);
/** Columns that are read as another thing where the first selector begins: neither word is reserved. */
const MISREAD = /^(?:as|distinct|json)\b/;

export function printSelectors(selectors: "*" | readonly Selector[]): string {
  return selectors === "*" ? "*" : selectors.map(printSelector).join(", ").replace(MISREAD, '"$&"');
}

export function printSelectable(selectable: Selectable): string {
  switch (selectable.kind) {
    case "column":
      return printIdentifier(selectable.name);
    case "literal":
      return printLiteral(selectable);
    case "null":
      return "null";
    case "marker":
      return printMarker(selectable);
    case "field":
      return `${printOwner(selectable.of)}.${printIdentifier(selectable.field)}`;
    case "element":
      return `${printSelectable(selectable.of)}[${printRange(selectable)}]`;
    case "list":
      return `[${printSelectables(selectable.items)}]`;
    case "set":
      return `{${printSelectables(selectable.items)}}`;
    case "tuple":
      return `(${printSelectables(selectable.items)})`;
    case "map":
      return `{${selectable.entries.map(printEntry).join(", ")}}`;
    case "call":
      return printCall(selectable);
    case "cast":
      return `CAST(${printSelectable(selectable.of)} AS ${printType(selectable.type)})`;
    case "hint":
      return `(${printType(selectable.type)}) ${printSelectable(selectable.of)}`;
    case "arithmetic":
      return `${printSelectable(selectable.left)} ${selectable.operator} ${printSelectable(selectable.right)}`;
    case "negation":
      return negate(printSelectable(selectable.of));
    default:
      return unreachable(selectable);
  }
}

export function printSelectables(selectables: readonly Selectable[]): string {
  return selectables.map(printSelectable).join(", ");
}

/** A dot that touches a number is of the number. */
function printOwner(of: Selectable): string {
  const isNumber = of.kind === "literal" && (of.type === "integer" || of.type === "float");
  return isNumber ? `${of.value} ` : printSelectable(of);
}

function printSelector({ what, alias }: Selector): string {
  return alias === undefined ? printSelectable(what) : `${printSelectable(what)} AS ${printIdentifier(alias)}`;
}

function printEntry({ key, value }: { readonly key: Selectable; readonly value: Selectable }): string {
  return `${printSelectable(key)}: ${printSelectable(value)}`;
}

function printRange({ isRange, from, to }: ElementSelectable): string {
  const first = from === undefined ? "" : printTerm(from);
  if (!isRange) return first;
  return `${first}..${to === undefined ? "" : printTerm(to)}`;
}

function printCall({ function: name, args }: CallSelectable): string {
  if (args === "*") return `${printFunctionName(name)}(*)`;
  const { keyspace } = name;
  const isOfColumn = keyspace === undefined && OF_COLUMN.has(name.name.name) && args.length === 1 && args.every(isPath);
  const written = isOfColumn ? name.name.name : printFunctionName(name);
  return `${written}(${printSelectables(args)})`;
}

function isPath(selectable: Selectable): boolean {
  if (selectable.kind === "field" || selectable.kind === "element") return isPath(selectable.of);
  return selectable.kind === "column";
}
