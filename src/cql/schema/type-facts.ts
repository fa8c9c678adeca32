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

/** The names of the user's types in a type as it is written: those in its fields are not looked at. */
export function* userTypesIn(type: CqlType): Generator<string> {
  if (type.kind === "user") yield type.name;
  // Cassandra 5.0.8 does not look into vectors (VectorType leaves AbstractType.referencesUserType as it is).
  else if (type.kind !== "vector") for (const inner of innerTypes(type)) yield* userTypesIn(inner);
}

/** Whether a type is, or has anywhere in it, the user's type of this name; looks into the fields of user's types. */
export function referencesUserType(type: CqlType, name: string, keyspace: Keyspace): boolean {
  return someType(
    type,
    keyspace,
    (each) => each.kind === "user" && each.name === name,
    // Cassandra 5.0.8 does not look into vectors (VectorType leaves AbstractType.referencesUserType as it is).
    (each) => (each.kind === "vector" ? [] : innerTypes(each)),
  );
}

/** Whether the servers find a duration in a type; looks into the fields of user's types. */
export function referencesDuration(type: CqlType, keyspace: Keyspace): boolean {
  return someType(type, keyspace, (each) => each.kind === "native" && each.name === "duration", typesWithDuration);
}

/** Cassandra 3.11 to 5.0 look neither into sets and vectors nor into the keys of maps. */
function typesWithDuration(type: CqlType): readonly CqlType[] {
  if (type.kind === "map") return [type.value];
  return type.kind === "set" || type.kind === "vector" ? [] : innerTypes(type);
}

/** Looks into each user's type once, and needs no stack: types that hold others may stand in long chains. */
function someType(
  type: CqlType,
  keyspace: Keyspace,
  test: (type: CqlType) => boolean,
  inner: (type: CqlType) => readonly CqlType[],
): boolean {
  const waiting = [type];
  const seen = new Set<string>();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (test(next)) return true;
    if (next.kind === "user" && seen.has(next.name)) continue;
    if (next.kind === "user") seen.add(next.name);
    for (const each of next.kind === "user" ? fieldTypes(next.name, keyspace) : inner(next)) waiting.push(each);
  }
  return false;
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
