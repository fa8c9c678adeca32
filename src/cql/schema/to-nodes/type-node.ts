// Turns a data type of a schema into the type node that stands for it in a statement. Pure.
import { unreachable } from "../../../base/assert.ts";
import type { TypeNode } from "../../ast/type-node.ts";
import type { CqlType } from "../cql-type.ts";
import { printTypeClass } from "../print-type-class.ts";
import { isCounter } from "../type-facts.ts";
import { identifierNode, NOWHERE } from "./name-nodes.ts";

/** Reads as `printCqlType` writes it. A user's type is unqualified: a server looks for it in the keyspace of the statement. */
export function typeNode(type: CqlType): TypeNode {
  switch (type.kind) {
    case "native":
      return { kind: "native", name: type.name, ...NOWHERE };
    case "list":
    case "set":
      return frozenIf(type.isFrozen, { kind: type.kind, element: innerTypeNode(type.element), ...NOWHERE });
    case "map":
      return frozenIf(type.isFrozen, {
        kind: "map",
        key: innerTypeNode(type.key),
        value: innerTypeNode(type.value),
        ...NOWHERE,
      });
    case "tuple":
      return frozenIf(true, { kind: "tuple", elements: type.elements.map(innerTypeNode), ...NOWHERE });
    case "vector":
      return { kind: "vector", element: innerTypeNode(type.element), dimension: String(type.dimension), ...NOWHERE };
    case "user":
      return frozenIf(type.isFrozen, {
        kind: "user",
        keyspace: undefined,
        name: identifierNode(type.name),
        ...NOWHERE,
      });
    case "custom":
      return { kind: "custom", className: type.className, ...NOWHERE };
    default:
      return unreachable(type);
  }
}

/**
 * As `typeNode`, for what stands within another type or in a field: there servers take a counter by the name of its class
 * alone (Cassandra 3.11–5.0, CQL3Type.Raw.isCounter), and describe it by the name that they refuse.
 */
export function innerTypeNode(type: CqlType): TypeNode {
  return isCounter(type) ? { kind: "custom", className: printTypeClass(type), ...NOWHERE } : typeNode(type);
}

/**
 * As `typeNode`, for what a function or aggregate takes and gives: servers refuse `frozen` around the whole of such a
 * type (Cassandra 3.11–5.0, CreateFunctionStatement and DropFunctionStatement).
 */
export function routineTypeNode(type: CqlType): TypeNode {
  const node = typeNode(type);
  return node.kind === "frozen" ? node.inner : node;
}

function frozenIf(isFrozen: boolean, inner: TypeNode): TypeNode {
  return isFrozen ? { kind: "frozen", inner, ...NOWHERE } : inner;
}
