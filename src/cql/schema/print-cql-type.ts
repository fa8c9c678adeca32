// Writes a data type as the servers write it in system_schema. Pure.
import { unreachable } from "../../base/assert.ts";
import { quoteTypeName } from "../identifiers.ts";
import type { CqlType } from "./cql-type.ts";
import { EMPTY_TYPE_CLASS } from "./print-type-class.ts";

/** `frozen<list<frozen<addr>>>`, `frozen<tuple<int, text>>`, `vector<float, 3>` */
export function printCqlType(type: CqlType): string {
  switch (type.kind) {
    case "native":
      return type.name;
    case "list":
    case "set":
      return frozenIf(type.isFrozen, `${type.kind}<${printCqlType(type.element)}>`);
    case "map":
      return frozenIf(type.isFrozen, `map<${printCqlType(type.key)}, ${printCqlType(type.value)}>`);
    case "tuple":
      return frozenIf(true, `tuple<${type.elements.map(printCqlType).join(", ")}>`);
    case "vector":
      return `vector<${printCqlType(type.element)}, ${type.dimension}>`;
    case "user":
      return frozenIf(type.isFrozen, quoteTypeName(type.name));
    case "custom":
      // The one class without a type in CQL's grammar that the servers write as a word.
      return type.className === EMPTY_TYPE_CLASS ? "empty" : `'${type.className}'`;
    default:
      return unreachable(type);
  }
}

function frozenIf(isFrozen: boolean, text: string): string {
  return isFrozen ? `frozen<${text}>` : text;
}
