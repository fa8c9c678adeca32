// Turns a data type into CQL text. Pure.
import { unreachable } from "../../base/assert.ts";
import type { TypeNode } from "../ast/type-node.ts";
import { cqlString } from "../identifiers.ts";
import { printTypeName } from "./print-name.ts";

export function printType(type: TypeNode): string {
  switch (type.kind) {
    case "native":
      return type.name;
    case "list":
    case "set":
      return `${type.kind}<${printType(type.element)}>`;
    case "map":
      return `map<${printType(type.key)}, ${printType(type.value)}>`;
    case "tuple":
      return `tuple<${printTypes(type.elements)}>`;
    case "vector":
      return `vector<${printType(type.element)}, ${type.dimension}>`;
    case "frozen":
      return `frozen<${printType(type.inner)}>`;
    case "user":
      return printTypeName(type);
    case "custom":
      return cqlString(type.className);
    default:
      return unreachable(type);
  }
}

export function printTypes(types: readonly TypeNode[]): string {
  return types.map(printType).join(", ");
}
