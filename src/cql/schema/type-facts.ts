// What can be said of a data type. Pure.
import type { CqlType } from "./cql-type.ts";
import type { Keyspace } from "./schema.ts";

export function isCounter(type: CqlType): boolean {
  return type.kind === "native" && type.name === "counter";
}

export function isCollection(type: CqlType): boolean {
  return type.kind === "list" || type.kind === "set" || type.kind === "map";
}

/** Whether a column of this type is held in many cells: a collection or a user's type that is not frozen. */
export function isMultiCell(type: CqlType): boolean {
  switch (type.kind) {
    case "list":
    case "set":
    case "map":
    case "user":
      return !type.isFrozen;
    default:
      return false;
  }
}

/** The types that stand directly in a type as it is written: none in a user's type. */
export function innerTypes(type: CqlType): readonly CqlType[] {
  switch (type.kind) {
    case "list":
    case "set":
    case "vector":
      return [type.element];
    case "map":
      return [type.key, type.value];
    case "tuple":
      return type.elements;
    default:
      return [];
  }
}

/** Whether a type is, or has anywhere in it, the user's type of this name; looks into the fields of user's types. */
export function referencesUserType(type: CqlType, name: string, keyspace: Keyspace): boolean {
  switch (type.kind) {
    case "user":
      return (
        type.name === name || fieldTypes(type.name, keyspace).some((field) => referencesUserType(field, name, keyspace))
      );
    case "list":
    case "set":
      return referencesUserType(type.element, name, keyspace);
    case "map":
      return referencesUserType(type.key, name, keyspace) || referencesUserType(type.value, name, keyspace);
    case "tuple":
      return type.elements.some((element) => referencesUserType(element, name, keyspace));
    // Cassandra 5.0.8 does not look into vectors (VectorType leaves AbstractType.referencesUserType as it is).
    default:
      return false;
  }
}

/** Whether the servers find a duration in a type; looks into the fields of user's types. */
export function referencesDuration(type: CqlType, keyspace: Keyspace): boolean {
  switch (type.kind) {
    case "native":
      return type.name === "duration";
    case "user":
      return fieldTypes(type.name, keyspace).some((field) => referencesDuration(field, keyspace));
    case "list":
      return referencesDuration(type.element, keyspace);
    case "map":
      return referencesDuration(type.value, keyspace);
    case "tuple":
      return type.elements.some((element) => referencesDuration(element, keyspace));
    // Cassandra 3.11 to 5.0 look neither into sets and vectors nor into the keys of maps.
    default:
      return false;
  }
}

/** The types of the fields of a user's type; none when it does not exist. */
export function fieldTypes(name: string, keyspace: Keyspace): readonly CqlType[] {
  return (keyspace.types.get(name)?.fields ?? []).map((field) => field.type);
}

/** The same type, frozen with everything in it. Cassandra 5.0 does not reach into vectors, nor does this. */
export function freeze(type: CqlType): CqlType {
  switch (type.kind) {
    case "list":
    case "set":
      return { kind: type.kind, element: freeze(type.element), isFrozen: true };
    case "map":
      return { kind: "map", key: freeze(type.key), value: freeze(type.value), isFrozen: true };
    case "user":
      return { kind: "user", name: type.name, isFrozen: true };
    case "tuple":
      return { kind: "tuple", elements: type.elements.map(freeze) };
    default:
      return type;
  }
}
