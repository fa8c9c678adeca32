// Writes a term as the servers write it in the WHERE of a view. Pure.
// Source: getText of cql3/{Constants,Lists,Sets,Maps,Tuples,UserTypes,TypeCast}.java and functions/FunctionCall.java.
import { unreachable } from "../../../base/assert.ts";
import type { Term } from "../../ast/term.ts";
import type { TypeNode } from "../../ast/type-node.ts";
import { quoteIdentifier } from "../../identifiers.ts";

/** Quotes within a string are not doubled, as on the server, which makes text of it that it cannot read again. */
export function printTerm(term: Term): string {
  switch (term.kind) {
    case "literal":
      return term.type === "string" ? `'${term.value}'` : term.value;
    case "null":
      return "NULL";
    case "marker":
      return "?";
    case "list":
      return `[${printTerms(term.items)}]`;
    case "set":
      return `{${printTerms(term.items)}}`;
    case "tuple":
      return `(${printTerms(term.items)})`;
    case "map":
      return `{${term.entries.map(({ key, value }) => `${printTerm(key)}: ${printTerm(value)}`).join(", ")}}`;
    case "user-value":
      return `{${term.fields.map(({ name, value }) => `${quoteIdentifier(name.name)}: ${printTerm(value)}`).join(", ")}}`;
    case "call": {
      const { keyspace, name } = term.function;
      const prefix = keyspace === undefined ? "" : `${quoteIdentifier(keyspace.name)}.`;
      return `${prefix}${quoteIdentifier(name.name)}(${printTerms(term.args)})`;
    }
    case "hint":
      return `(${printTypeNode(term.type)})${printTerm(term.term)}`;
    case "cast":
      return `cast(${printTerm(term.term)} as ${printTypeNode(term.type)})`;
    case "arithmetic":
      return `${printTerm(term.left)} ${term.operator} ${printTerm(term.right)}`;
    case "negation":
      return `-${printTerm(term.term)}`;
    default:
      return unreachable(term);
  }
}

export function printTerms(terms: readonly Term[]): string {
  return terms.map(printTerm).join(", ");
}

/** A type as it was written. */
export function printTypeNode(type: TypeNode): string {
  switch (type.kind) {
    case "native":
      return type.name;
    case "list":
    case "set":
      return `${type.kind}<${printTypeNode(type.element)}>`;
    case "map":
      return `map<${printTypeNode(type.key)}, ${printTypeNode(type.value)}>`;
    case "tuple":
      return `tuple<${type.elements.map(printTypeNode).join(", ")}>`;
    case "vector":
      return `vector<${printTypeNode(type.element)}, ${type.dimension}>`;
    case "frozen":
      return `frozen<${printTypeNode(type.inner)}>`;
    case "user":
      return quoteIdentifier(type.name.name);
    case "custom":
      return `'${type.className}'`;
    default:
      return unreachable(type);
  }
}
