// Says whether two schemas hold the same. Pure.
import type { PersistentMap } from "../../base/persistent-map.ts";
import {
  type EncodeOptions,
  encodeAggregate,
  encodeFunction,
  encodeKeyspaceItself,
  encodeTable,
  encodeUserType,
  encodeView,
  type SchemaAspect,
} from "./encode-schema.ts";
import type { Keyspace, Schema } from "./schema.ts";

/** Whether both hold the same; the keyspace in use is no part of it. Quick where they share what did not change. */
export function sameSchema(one: Schema, other: Schema, { leaveOut = [] }: EncodeOptions = {}): boolean {
  const without = new Set(leaveOut);
  return sameEntries(one.keyspaces, other.keyspaces, (left, right) => sameKeyspace(left, right, without));
}

function sameKeyspace(one: Keyspace, other: Keyspace, without: ReadonlySet<SchemaAspect>): boolean {
  return (
    sameJson(encodeKeyspaceItself(one), encodeKeyspaceItself(other)) &&
    sameEntries(one.types, other.types, (left, right) => sameJson(encodeUserType(left), encodeUserType(right))) &&
    sameEntries(one.tables, other.tables, (left, right) =>
      sameJson(encodeTable(left, without), encodeTable(right, without)),
    ) &&
    sameEntries(one.views, other.views, (left, right) =>
      sameJson(encodeView(left, without), encodeView(right, without)),
    ) &&
    sameEntries(one.functions, other.functions, (left, right) =>
      sameJson(encodeFunction(left), encodeFunction(right)),
    ) &&
    sameEntries(one.aggregates, other.aggregates, (left, right) =>
      sameJson(encodeAggregate(left), encodeAggregate(right)),
    )
  );
}

function sameEntries<V>(one: PersistentMap<V>, other: PersistentMap<V>, same: (one: V, other: V) => boolean): boolean {
  if (one === other) return true;
  if (one.size !== other.size) return false;
  for (const [name, left] of one) {
    const right = other.get(name);
    if (right === undefined || !(left === right || same(left, right))) return false;
  }
  return true;
}

function sameJson(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
