// Turns a keyspace into one with its options and nothing in it. Pure.
import { PersistentMap } from "../../base/persistent-map.ts";
import type { Keyspace } from "../schema/schema.ts";

export function emptyKeyspace({ name, replication, durableWrites, extra }: Keyspace): Keyspace {
  return {
    name,
    replication,
    durableWrites,
    extra,
    types: PersistentMap.empty(),
    tables: PersistentMap.empty(),
    views: PersistentMap.empty(),
    functions: PersistentMap.empty(),
    aggregates: PersistentMap.empty(),
  };
}
