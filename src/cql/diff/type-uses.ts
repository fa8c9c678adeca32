// Finds which user's types stand in which. Pure.
import type { PersistentMap } from "../../base/persistent-map.ts";
import type { CqlType } from "../schema/cql-type.ts";
import type { UserAggregate, UserFunction, UserType } from "../schema/schema.ts";
import { innerTypes } from "../schema/type-facts.ts";

/** The user's types that are named in types, without those that stand in their fields. */
export function userTypesIn(types: readonly CqlType[]): ReadonlySet<string> {
  const names = new Set<string>();
  const add = (type: CqlType): void => {
    if (type.kind === "user") names.add(type.name);
    else for (const inner of innerTypes(type)) add(inner);
  };
  for (const type of types) add(type);
  return names;
}

export function userTypesInFields(type: UserType): ReadonlySet<string> {
  return userTypesIn(type.fields.map((field) => field.type));
}

export function userTypesInFunction({ args, returns }: UserFunction): ReadonlySet<string> {
  return userTypesIn([...args.map(({ type }) => type), returns]);
}

export function userTypesInAggregate({ argumentTypes, stateType, returns }: UserAggregate): ReadonlySet<string> {
  return userTypesIn([...argumentTypes, stateType, returns]);
}

/** By the name of a type, those that hold it in a field. */
export type TypeHolders = ReadonlyMap<string, readonly string[]>;

export function typeHolders(types: PersistentMap<UserType>): TypeHolders {
  const holders = new Map<string, string[]>();
  for (const [holder, type] of types) {
    for (const held of userTypesInFields(type)) {
      const known = holders.get(held);
      if (known === undefined) holders.set(held, [holder]);
      else known.push(holder);
    }
  }
  return holders;
}

/** The names, and those of all types that hold one of them, directly or through others. */
export function withHolders(names: Iterable<string>, holders: TypeHolders): ReadonlySet<string> {
  const found = new Set(names);
  // A set yields what is added while it is walked.
  for (const name of found) for (const holder of holders.get(name) ?? []) found.add(holder);
  return found;
}

export function intersects(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  for (const name of one) if (other.has(name)) return true;
  return false;
}
