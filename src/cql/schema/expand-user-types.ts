// Turns the user's types in a type into tuples, as the servers do to remember a dropped column. Pure.
import type { Span } from "../../text/span.ts";
import { refuse } from "../simulate/refuse.ts";
import type { CqlType } from "./cql-type.ts";
import type { Keyspace } from "./schema.ts";
import { fieldTypes, freeze } from "./type-facts.ts";

/** Far from the end of the stack, and from that of memory: of types that hold another twice, each doubles what is in it. */
const DEPTH_MAX = 200;
const PARTS_MAX = 10_000;

interface Expansion {
  readonly keyspace: Keyspace;
  readonly span: Span;
  parts: number;
}

/**
 * A user's type that is not frozen becomes a tuple, too, which is frozen always.
 *
 * @param span where the column is dropped
 * @throws Refused for what would be too large
 */
export function expandUserTypes(type: CqlType, keyspace: Keyspace, span: Span): CqlType {
  return expand(type, 0, { keyspace, span, parts: 0 });
}

/** @param depth below the outermost user's type */
function expand(type: CqlType, depth: number, expansion: Expansion): CqlType {
  const below = depth > 0 || type.kind === "user" ? depth + 1 : 0;
  if (below > 0) expansion.parts++;
  if (below > DEPTH_MAX || expansion.parts > PARTS_MAX) {
    refuse("the user-defined types of the column are too large for a server to remember it", expansion.span);
  }
  const expandInner = (inner: CqlType): CqlType => expand(inner, below, expansion);
  switch (type.kind) {
    case "user":
      return { kind: "tuple", elements: fieldTypes(type.name, expansion.keyspace).map(expandInner).map(freeze) };
    case "tuple":
      return { kind: "tuple", elements: type.elements.map(expandInner) };
    case "list":
    case "set":
      return { ...type, element: expandInner(type.element) };
    case "map":
      return { ...type, key: expandInner(type.key), value: expandInner(type.value) };
    // Cassandra 5.0 leaves what is in a vector as it is (VectorType has no expandUserTypes).
    default:
      return type;
  }
}
