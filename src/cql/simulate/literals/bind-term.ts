// Turns a term into the one way in which the servers write a value of its type, and refuses what is none. Pure.
//
// Calls of functions are not carried out: the text of the call stands for its value.
import { unreachable } from "../../../base/assert.ts";
import type { MapTerm, SequenceTerm, Term, UserValueTerm } from "../../ast/term.ts";
import type { Capabilities } from "../../capabilities.ts";
import { quoteIdentifier } from "../../identifiers.ts";
import type { CqlType } from "../../schema/cql-type.ts";
import { printCqlType } from "../../schema/print-cql-type.ts";
import type { Keyspace } from "../../schema/schema.ts";
import { isMultiCell } from "../../schema/type-facts.ts";
import { refuse } from "../refuse.ts";
import { compareValues } from "./compare-values.ts";
import { bindNative } from "./native-value.ts";
import { printTerm } from "./print-term.ts";
import { bindTupleText } from "./tuple-text.ts";

export interface BindScope {
  /** Where user's types stand. */
  readonly keyspace: Keyspace;
  readonly capabilities: Capabilities;
}

/**
 * @returns `undefined` for NULL
 * @throws Refused for what is no value of this type, and for a bind marker
 */
export function bindTerm(term: Term, type: CqlType, scope: BindScope): string | undefined {
  switch (term.kind) {
    case "null":
      return undefined;
    case "literal":
      if (type.kind === "native") return bindNative(term, type.name, scope.capabilities);
      if (type.kind === "tuple") return bindTupleText(term, type.elements, scope);
      // The server reads any literal as a value of a class that it does not know the rules of.
      return type.kind === "custom" ? printTerm(term) : refuseType(term, type);
    case "list":
    case "set":
    case "tuple":
      return bindSequence(term, type, scope);
    case "map":
      return bindMap(term, type, scope);
    case "user-value":
      return bindUserValue(term, type, scope);
    case "hint":
      return bindTerm(term.term, type, scope);
    case "marker":
      return refuse("a bind marker cannot stand here", term);
    case "call":
    case "cast":
    case "arithmetic":
    case "negation":
      return printTerm(term);
    default:
      return unreachable(term);
  }
}

function bindSequence(term: SequenceTerm, type: CqlType, scope: BindScope): string {
  // In CQL, `{}` is a map, too, and the literal of a vector is that of a list.
  const isEmptyMap = type.kind === "map" && term.kind === "set" && term.items.length === 0;
  if (isEmptyMap) return "{}";
  if (term.kind === "tuple" && type.kind === "tuple") return bindTuple(term, type.elements, scope);
  if (term.kind === "list" && type.kind === "vector") {
    if (term.items.length !== type.dimension) {
      refuse(`expected ${type.dimension} elements of a vector, found ${term.items.length}`, term);
    }
    return `[${bindElements(term.items, type.element, scope).join(", ")}]`;
  }
  if (term.kind === "list" && type.kind === "list") {
    return `[${bindElements(term.items, type.element, scope).join(", ")}]`;
  }
  if (term.kind !== "set" || type.kind !== "set") return refuseType(term, type);
  const items = new Set(bindElements(term.items, type.element, scope));
  return `{${[...items].sort(compareValues(type.element)).join(", ")}}`;
}

function bindElements(terms: readonly Term[], type: CqlType, scope: BindScope): readonly string[] {
  return terms.map((item) => bindTerm(item, type, scope) ?? refuse("NULL cannot stand in a collection", item));
}

function bindTuple(term: SequenceTerm, types: readonly CqlType[], scope: BindScope): string {
  const values = term.items.map((item, index) => {
    const type = types[index];
    if (type === undefined) return refuse(`expected at most ${types.length} elements of a tuple`, item);
    return bindTerm(item, type, scope) ?? "null";
  });
  return `(${values.join(", ")})`;
}

function bindMap(term: MapTerm, type: CqlType, scope: BindScope): string {
  if (type.kind !== "map") return refuseType(term, type);
  const entries = new Map<string, string>();
  for (const { key, value } of term.entries) {
    const [boundKey = ""] = bindElements([key], type.key, scope);
    const [boundValue = ""] = bindElements([value], type.value, scope);
    entries.set(boundKey, boundValue);
  }
  const compare = compareValues(type.key);
  const sorted = [...entries].sort(([one], [other]) => compare(one, other));
  return `{${sorted.map(([key, value]) => `${key}: ${value}`).join(", ")}}`;
}

/** Fields that are not given are null. */
function bindUserValue(term: UserValueTerm, type: CqlType, scope: BindScope): string {
  const fields = type.kind === "user" ? scope.keyspace.types.get(type.name)?.fields : undefined;
  if (fields === undefined) return refuseType(term, type);
  const given = new Map(term.fields.map(({ name, value }) => [name.name, value]));
  for (const { name } of term.fields) {
    if (!fields.some((field) => field.name === name.name))
      refuse(`${printCqlType(type)} has no field \`${name.name}\``, name);
  }
  const values = fields.map((field) => {
    const value = given.get(field.name);
    const text = value === undefined ? undefined : bindTerm(value, field.type, scope);
    return `${quoteIdentifier(field.name)}: ${text ?? "null"}`;
  });
  return `{${values.join(", ")}}`;
}

function refuseType(term: Term, type: CqlType): never {
  const name = printCqlType(type);
  refuse(`expected a value of type ${isMultiCell(type) ? name : name.replace(/^frozen<(.*)>$/, "$1")} here`, term);
}
