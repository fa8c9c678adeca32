// Says whether values that were written as one type can be read as another, as the servers judge it when a dropped column
// is added again (AbstractType.isCompatibleWith, isValueCompatibleWith, isSerializationCompatibleWith). Pure.
import { type Capabilities, since } from "../capabilities.ts";
import type { CqlType, NativeTypeName } from "./cql-type.ts";
import { printCqlType } from "./print-cql-type.ts";
import { EMPTY_TYPE_CLASS } from "./print-type-class.ts";
import type { Keyspace } from "./schema.ts";
import { fieldTypes, isCollection, isMultiCell } from "./type-facts.ts";

export interface CompatibilityContext {
  readonly keyspace: Keyspace;
  readonly capabilities: Capabilities;
}

/** In bytes; a type that is not here has values of any length. */
const FIXED_LENGTHS: Readonly<Partial<Record<NativeTypeName, number>>> = {
  bigint: 8,
  boolean: 1,
  double: 8,
  float: 4,
  int: 4,
  timestamp: 8,
  timeuuid: 16,
  uuid: 16,
};

/** By type, the other types whose values it can read. */
const READABLE: Readonly<Partial<Record<NativeTypeName, readonly NativeTypeName[]>>> = {
  bigint: ["timestamp"],
  date: ["int"],
  text: ["ascii"],
  time: ["bigint"],
  timestamp: ["bigint"],
  uuid: ["timeuuid"],
  varint: ["int", "bigint", "timestamp"],
};

/** By type, the other types whose values it can read and which sort as it does. */
const SORTS_ALIKE: Readonly<Partial<Record<NativeTypeName, readonly NativeTypeName[]>>> = {
  blob: ["ascii", "text"],
  text: ["ascii"],
};

/** Whether cells of a column of type `previous` can be read as cells of `type`. */
export function isSerializationCompatible(type: CqlType, previous: CqlType, context: CompatibilityContext): boolean {
  if (isCollection(type)) {
    return isValueCompatible(type, previous, context) && hasCompatibleValues(type, previous, context);
  }
  // Since Cassandra 5.0 (BytesType.isSerializationCompatibleWith); before, a frozen collection could become a blob.
  if (isBlob(type) && isCollection(previous) && since(context.capabilities, "5.0")) return false;
  return (
    isValueCompatible(type, previous, context) &&
    fixedLength(type) === fixedLength(previous) &&
    isMultiCell(type) === isMultiCell(previous)
  );
}

/** Whether values of `previous` can be read as values of `type`. */
export function isValueCompatible(type: CqlType, previous: CqlType, context: CompatibilityContext): boolean {
  // A dropped user's type is remembered as a tuple, and only a user's type is compatible with one.
  if (type.kind === "user") return previous.kind === "user" && type.name === previous.name;
  return isReadable(type, previous, context);
}

function isReadable(type: CqlType, previous: CqlType, context: CompatibilityContext): boolean {
  if (isBlob(type)) return true;
  switch (type.kind) {
    case "native":
      return (
        previous.kind === "native" &&
        (type.name === previous.name || (READABLE[type.name] ?? []).includes(previous.name))
      );
    case "list":
      if (isMultiCell(type) || previous.kind !== "list") return isCompatible(type, previous, context);
      return isMultiCell(previous) === isMultiCell(type) && isReadable(type.element, previous.element, context);
    case "map":
      if (isMultiCell(type) || previous.kind !== "map") return isCompatible(type, previous, context);
      return (
        isMultiCell(previous) === isMultiCell(type) &&
        isCompatible(type.key, previous.key, context) &&
        isValueCompatible(type.value, previous.value, context)
      );
    case "tuple":
    case "user":
      return areComponentsCompatible(type, previous, context, isValueCompatible);
    default:
      return isCompatible(type, previous, context);
  }
}

/** Whether values of `previous` can be read as values of `type`, and sort in the same way. */
export function isCompatible(type: CqlType, previous: CqlType, context: CompatibilityContext): boolean {
  switch (type.kind) {
    case "native":
      return (
        previous.kind === "native" &&
        (type.name === previous.name || (SORTS_ALIKE[type.name] ?? []).includes(previous.name))
      );
    case "list":
    case "set":
    case "map":
      return isCollectionCompatible(type, previous, context);
    case "tuple":
    case "user":
      return areComponentsCompatible(type, previous, context, isCompatible);
    default:
      return printCqlType(type) === printCqlType(previous);
  }
}

type CollectionType = Extract<CqlType, { kind: "list" | "set" | "map" }>;

function isCollectionCompatible(type: CollectionType, previous: CqlType, context: CompatibilityContext): boolean {
  if (previous.kind !== type.kind || isMultiCell(type) !== isMultiCell(previous)) return false;
  const isFrozen = !isMultiCell(type);
  if (type.kind === "map") {
    if (previous.kind !== "map" || !isCompatible(type.key, previous.key, context)) return false;
    return isFrozen
      ? isCompatible(type.value, previous.value, context)
      : isSerializationCompatible(type.value, previous.value, context);
  }
  if (previous.kind === "map" || !("element" in previous)) return false;
  return type.kind === "set" || isFrozen
    ? isCompatible(type.element, previous.element, context)
    : isSerializationCompatible(type.element, previous.element, context);
}

/** Whether what the cells of a collection hold can be read: the elements of a list, the values of a map. */
function hasCompatibleValues(type: CqlType, previous: CqlType, context: CompatibilityContext): boolean {
  if (type.kind === "list" && previous.kind === "list") {
    return isSerializationCompatible(type.element, previous.element, context);
  }
  if (type.kind === "map" && previous.kind === "map") {
    return isSerializationCompatible(type.value, previous.value, context);
  }
  return true;
}

/** Tuples and user's types: new components may stand behind those that were there. */
function areComponentsCompatible(
  type: CqlType,
  previous: CqlType,
  context: CompatibilityContext,
  test: (type: CqlType, previous: CqlType, context: CompatibilityContext) => boolean,
): boolean {
  const now = components(type, context.keyspace);
  const before = components(previous, context.keyspace);
  if (now === undefined || before === undefined || now.length < before.length) return false;
  return before.every((component, index) => {
    const current = now[index];
    return current !== undefined && test(current, component, context);
  });
}

function components(type: CqlType, keyspace: Keyspace): readonly CqlType[] | undefined {
  if (type.kind === "tuple") return type.elements;
  return type.kind === "user" ? fieldTypes(type.name, keyspace) : undefined;
}

function isBlob(type: CqlType): boolean {
  return type.kind === "native" && type.name === "blob";
}

function fixedLength(type: CqlType): number | undefined {
  if (type.kind === "native") return FIXED_LENGTHS[type.name];
  if (type.kind === "vector") {
    const length = fixedLength(type.element);
    return length === undefined ? undefined : length * type.dimension;
  }
  if (type.kind === "custom") return CUSTOM_LENGTHS.get(type.className);
  return undefined;
}

const CUSTOM_LENGTHS: ReadonlyMap<string, number> = new Map([
  [EMPTY_TYPE_CLASS, 0],
  ["org.apache.cassandra.db.marshal.LexicalUUIDType", 16],
]);
