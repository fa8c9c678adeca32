// Orders values as the servers do in sets and maps, by their CQL text. Pure.
import type { CqlType } from "../../schema/cql-type.ts";

/** Numbers by what they are, anything else by its text, which mostly is the order of the bytes. */
export function compareValues(type: CqlType): (one: string, other: string) => number {
  if (type.kind === "native") {
    switch (type.name) {
      case "bigint":
      case "int":
      case "smallint":
      case "tinyint":
      case "varint":
        return (one, other) => sign(BigInt(one) < BigInt(other), BigInt(one) === BigInt(other));
      case "decimal":
      case "double":
      case "float":
        return (one, other) => sign(Number(one) < Number(other), Number(one) === Number(other));
      default:
        break;
    }
  }
  return (one, other) => sign(one < other, one === other);
}

function sign(isLess: boolean, isEqual: boolean): number {
  if (isEqual) return 0;
  return isLess ? -1 : 1;
}
