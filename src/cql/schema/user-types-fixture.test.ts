// What the tests of user's types share: keyspaces that hold nothing else.
import { PersistentMap } from "../../base/persistent-map.ts";
import type { CqlType } from "./cql-type.ts";
import type { Keyspace } from "./schema.ts";

export const INT: CqlType = { kind: "native", name: "int" };

export function keyspaceWithTypes(types: ReadonlyMap<string, readonly CqlType[]>): Keyspace {
  return {
    name: "k",
    replication: {},
    durableWrites: true,
    extra: {},
    types: PersistentMap.from(
      [...types].map(([name, fields]) => [
        name,
        { name, fields: fields.map((type, at) => ({ name: `f${at}`, type })) },
      ]),
    ),
    tables: PersistentMap.empty(),
    views: PersistentMap.empty(),
    functions: PersistentMap.empty(),
    aggregates: PersistentMap.empty(),
  };
}

export function userType(name: string): CqlType {
  return { kind: "user", name, isFrozen: true };
}

/** `t0` holds an int, every other type so many times the one before it. */
export function keyspaceWithLevels(levels: number, times: number): Keyspace {
  const types = new Map<string, readonly CqlType[]>([["t0", [INT]]]);
  for (let at = 1; at <= levels; at++) types.set(`t${at}`, Array(times).fill(userType(`t${at - 1}`)));
  return keyspaceWithTypes(types);
}
