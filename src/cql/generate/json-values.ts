// Says which values no object of the driver can hold, and which of those JSON of the server carries whole. Pure.
//
// The driver gives a map as an object, whose names are texts: of `false` it makes "false", which it takes for true; of a
// timestamp a text without milliseconds; of a blob, a tuple or a collection something that it does not take at all.
import type { PersistentMap } from "../../base/persistent-map.ts";
import type { CqlType, NativeTypeName } from "../schema/cql-type.ts";
import type { UserType } from "../schema/schema.ts";
import { innerTypes } from "../schema/type-facts.ts";

type UserTypes = PersistentMap<UserType>;

/** Whose text the driver takes for the value. */
const KEYS_OF_OBJECTS: ReadonlySet<NativeTypeName> = new Set(
  "ascii text tinyint smallint int bigint varint float double decimal uuid timeuuid inet date time".split(
    " ",
  ) as NativeTypeName[],
);

/** Whether there is a map anywhere in it that an object cannot hold. */
export function needsJson(type: CqlType, types: UserTypes): boolean {
  if (type.kind === "map" && !(type.key.kind === "native" && KEYS_OF_OBJECTS.has(type.key.name))) return true;
  return partsOf(type, types).some((part) => needsJson(part, types));
}

/** Whether fromJson of the one makes of toJson of the other the same value. */
export function areSameAsJson(
  was: CqlType,
  is: CqlType,
  types: { readonly was: UserTypes; readonly is: UserTypes },
): boolean {
  return areAlike(was, is, types) && isWholeAsJson(was, types.was, "anywhere");
}

/** The same, frozen or not. */
function areAlike(was: CqlType, is: CqlType, types: { readonly was: UserTypes; readonly is: UserTypes }): boolean {
  if (was.kind === "native" && is.kind === "native") return was.name === is.name;
  if (was.kind === "user" && is.kind === "user") {
    const [before, after] = [types.was.get(was.name)?.fields ?? [], types.is.get(is.name)?.fields ?? []];
    if (was.name !== is.name || before.length !== after.length) return false;
    const others = new Map(after.map(({ name, type }) => [name, type]));
    return before.every(({ name, type }) => {
      const other = others.get(name);
      return other !== undefined && areAlike(type, other, types);
    });
  }
  const [before, after] = [innerTypes(was), innerTypes(is)];
  if (was.kind !== is.kind || before.length === 0 || before.length !== after.length) return false;
  if (was.kind === "vector" && is.kind === "vector" && was.dimension !== is.dimension) return false;
  return before.every((each, index) => {
    const other = after[index];
    return other !== undefined && areAlike(each, other, types);
  });
}

/**
 * Cassandra 3.11 to 5.0 read a number with a fraction as a double, which cuts a decimal, and write a float or double that
 * is no number as null, which is a value in a tuple and in a field, and refused elsewhere.
 */
function isWholeAsJson(type: CqlType, types: UserTypes, place: "anywhere" | "may-be-null"): boolean {
  if (type.kind === "custom") return false;
  if (type.kind === "native") {
    const isFraction = type.name === "float" || type.name === "double";
    return type.name !== "decimal" && !(isFraction && place === "may-be-null");
  }
  const inner = type.kind === "tuple" || type.kind === "user" ? "may-be-null" : "anywhere";
  return partsOf(type, types).every((part) => isWholeAsJson(part, types, inner));
}

function partsOf(type: CqlType, types: UserTypes): readonly CqlType[] {
  return type.kind === "user" ? (types.get(type.name)?.fields ?? []).map((field) => field.type) : innerTypes(type);
}
