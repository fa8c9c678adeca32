// Turns a SQL schema into a hash an object, and two of them into the objects that differ. Pure.
import { checksumOf } from "../base/checksum.ts";
import { objectKey, routineKey, type SqlSchema } from "./schema.ts";

/** By object, as differences call it: "table users". Indexes, triggers and policies are a part of their table. */
export function fingerprintSqlSchema(schema: SqlSchema): ReadonlyMap<string, string> {
  const { extensions, types, sequences, tables, views, routines } = schema;
  return new Map([
    ...extensions.map((name) => [objectKey("extension", name), hashOf(name)] as const),
    ...types.map((type) => [objectKey("type", type.name), hashOf(type)] as const),
    ...sequences.map((sequence) => [objectKey("sequence", sequence.name), hashOf(sequence)] as const),
    ...tables.map((table) => [objectKey("table", table.name), hashOf(table)] as const),
    ...views.map((view) => [objectKey("view", view.name), hashOf(view)] as const),
    ...routines.map((routine) => [routineKey(routine).replace(/^function/, routine.kind), hashOf(routine)] as const),
  ]);
}

/** Objects that only one of the two has, or that are not the same. */
export function differingSqlObjects(from: SqlSchema, to: SqlSchema): readonly string[] {
  const [one, other] = [fingerprintSqlSchema(from), fingerprintSqlSchema(to)];
  const objects = new Set([...one.keys(), ...other.keys()]);
  return [...objects].filter((object) => one.get(object) !== other.get(object)).sort();
}

function hashOf(document: unknown): string {
  return checksumOf(JSON.stringify(document)).slice("sha256:".length, "sha256:".length + 16);
}
