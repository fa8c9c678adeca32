// Turns what a keyspace holds into a hash an object, and two versions of it into the objects that differ. Pure.
import { checksumOf } from "../../base/checksum.ts";
import type { PersistentMap } from "../../base/persistent-map.ts";
import { quoteIdentifier } from "../identifiers.ts";
import {
  encodeAggregate,
  encodeFunction,
  encodeKeyspaceItself,
  encodeTable,
  encodeUserType,
  encodeView,
  type SchemaAspect,
} from "./encode-schema.ts";
import type { Keyspace, Schema } from "./schema.ts";

/** Ids and the memory of dropped columns are another in every database. */
const LEFT_OUT: ReadonlySet<SchemaAspect> = new Set(["ids", "dropped"]);

/** By object, as differences call it: "table shop.users". Indexes and triggers are a part of their table. */
export function fingerprintKeyspace({ keyspaces }: Schema, name: string): ReadonlyMap<string, string> {
  const keyspace = keyspaces.get(name);
  if (keyspace === undefined) return new Map();
  return new Map([
    [`keyspace ${quoteIdentifier(name)}`, hashOf(encodeKeyspaceItself(keyspace))],
    ...hashesOf("type", name, keyspace.types, encodeUserType),
    ...hashesOf("table", name, keyspace.tables, (table) => encodeTable(table, LEFT_OUT)),
    ...hashesOf("view", name, keyspace.views, (view) => encodeView(view, LEFT_OUT)),
    ...hashesOf("function", name, keyspace.functions, encodeFunction),
    ...hashesOf("aggregate", name, keyspace.aggregates, encodeAggregate),
  ]);
}

/** Objects that only one of the two has, or that are not the same; what both share is passed over. */
export function differingObjects(from: Schema, to: Schema, name: string): readonly string[] {
  const [one, other] = [from.keyspaces.get(name), to.keyspaces.get(name)];
  if (one === other) return [];
  if (one === undefined || other === undefined) return [`keyspace ${quoteIdentifier(name)}`];
  const itself = isSameItself(one, other) ? [] : [`keyspace ${quoteIdentifier(name)}`];
  return [
    ...itself,
    ...differing("type", name, one.types, other.types),
    ...differing("table", name, one.tables, other.tables),
    ...differing("view", name, one.views, other.views),
    ...differing("function", name, one.functions, other.functions),
    ...differing("aggregate", name, one.aggregates, other.aggregates),
  ];
}

type Kind = "type" | "table" | "view" | "function" | "aggregate";

function hashesOf<V>(
  kind: Kind,
  keyspace: string,
  objects: PersistentMap<V>,
  encode: (object: V) => unknown,
): readonly (readonly [string, string])[] {
  const hashes = Array.from(objects, ([name, each]) => [objectOf(kind, keyspace, name), hashOf(encode(each))] as const);
  return hashes.sort(([one], [other]) => (one < other ? -1 : 1));
}

function differing<V>(kind: Kind, keyspace: string, one: PersistentMap<V>, other: PersistentMap<V>): readonly string[] {
  return Array.from(one.differing(other), (name) => objectOf(kind, keyspace, name)).sort();
}

function isSameItself(one: Keyspace, other: Keyspace): boolean {
  return JSON.stringify(encodeKeyspaceItself(one)) === JSON.stringify(encodeKeyspaceItself(other));
}

/** Functions and aggregates are named by their signature. */
function objectOf(kind: Kind, keyspace: string, name: string): string {
  const written = kind === "function" || kind === "aggregate" ? name : quoteIdentifier(name);
  return `${kind} ${quoteIdentifier(keyspace)}.${written}`;
}

function hashOf(document: unknown): string {
  return checksumOf(JSON.stringify(document)).slice("sha256:".length, "sha256:".length + 16);
}
