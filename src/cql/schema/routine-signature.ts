// Turns a function or an aggregate into the signature by which a keyspace holds it. Pure.
import type { CqlType } from "./cql-type.ts";
import { printCqlType } from "./print-cql-type.ts";

/** `plus(int, frozen<list<int>>)` */
export function routineSignature(name: string, argumentTypes: readonly CqlType[]): string {
  return `${name}(${argumentTypes.map(printCqlType).join(", ")})`;
}
