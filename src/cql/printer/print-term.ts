// Turns values and expressions into CQL text. Pure.
import { unreachable } from "../../base/assert.ts";
import type { LiteralTerm, MarkerTerm, Term } from "../ast/term.ts";
import { cqlString } from "../identifiers.ts";
import { printFunctionName, printIdentifier } from "./print-name.ts";
import { printType } from "./print-type.ts";

export function printTerm(term: Term): string {
  switch (term.kind) {
    case "literal":
      return printLiteral(term);
    case "null":
      return "null";
    case "marker":
      return printMarker(term);
    case "list":
      return `[${printTerms(term.items)}]`;
    case "set":
      return `{${printTerms(term.items)}}`;
    case "tuple":
      return `(${printTerms(term.items)})`;
    case "map":
      return `{${term.entries.map(({ key, value }) => `${printTerm(key)}: ${printTerm(value)}`).join(", ")}}`;
    case "user-value":
      return `{${term.fields.map(({ name, value }) => `${printIdentifier(name)}: ${printTerm(value)}`).join(", ")}}`;
    case "call":
      return `${printFunctionName(term.function)}(${printTerms(term.args)})`;
    case "hint":
      return `(${printType(term.type)}) ${printTerm(term.term)}`;
    case "cast":
      return `CAST(${printTerm(term.term)} AS ${printType(term.type)})`;
    case "arithmetic":
      return `${printTerm(term.left)} ${term.operator} ${printTerm(term.right)}`;
    case "negation":
      return negate(printTerm(term.term));
    default:
      return unreachable(term);
  }
}

export function printTerms(terms: readonly Term[]): string {
  return terms.map(printTerm).join(", ");
}

export function printLiteral({ type, value }: LiteralTerm): string {
  return type === "string" ? cqlString(value) : value;
}

export function printMarker({ name }: Pick<MarkerTerm, "name">): string {
  return name === undefined ? "?" : `:${printIdentifier(name)}`;
}

/** A minus that touches a number, `NaN` or a duration is of it, and two of them begin a comment. */
export function negate(operand: string): string {
  return /^[-0-9A-Z]|^(?:nan|infinity)/i.test(operand) ? `- ${operand}` : `-${operand}`;
}
