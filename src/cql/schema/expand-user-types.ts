// Turns the user's types in a type into tuples, as the servers do to remember a dropped column. Pure.
import type { CqlType } from "./cql-type.ts";
import type { Keyspace } from "./schema.ts";
import { fieldTypes, freeze } from "./type-facts.ts";

/** A user's type that is not frozen becomes a tuple, too, which is frozen always. */
export function expandUserTypes(type: CqlType, keyspace: Keyspace): CqlType {
  const expand = (inner: CqlType): CqlType => expandUserTypes(inner, keyspace);
  switch (type.kind) {
    case "user":
      return { kind: "tuple", elements: fieldTypes(type.name, keyspace).map(expand).map(freeze) };
    case "tuple":
      return { kind: "tuple", elements: type.elements.map(expand) };
    case "list":
    case "set":
      return { ...type, element: expand(type.element) };
    case "map":
      return { ...type, key: expand(type.key), value: expand(type.value) };
    // Cassandra 5.0 leaves what is in a vector as it is (VectorType has no expandUserTypes).
    default:
      return type;
  }
}
