// What a statement is made up from: chance, and the schema as it stands, of which names are picked.
import { type Capabilities, since } from "../../../src/cql/capabilities.ts";
import { quoteIdentifier, quoteTypeName } from "../../../src/cql/identifiers.ts";
import type { Keyspace, Schema, Table, UserType, View } from "../../../src/cql/schema/schema.ts";
import type { Chance } from "./chance.ts";

export interface Scene {
  readonly chance: Chance;
  readonly schema: Schema;
  readonly capabilities: Capabilities;
}

/** Stand-ins: a run puts names of its own in their place, so that a sequence can be run again beside itself. */
export const KEYSPACES: readonly string[] = ["ks_one", "ks_two"];
export const UNKNOWN_KEYSPACE = "ks_gone";

export const COLUMN_NAMES: readonly string[] = [
  "a",
  "b",
  "c",
  "d",
  "e",
  "f",
  "g",
  "Big",
  "order",
  "a b",
  "key",
  "value",
];
const TABLE_NAMES: readonly string[] = ["t", "u", "w", "T_big", "x1", "type", "select"];
const VIEW_NAMES: readonly string[] = ["v", "vv", "V_big", "t"];
const TYPE_NAMES: readonly string[] = ["addr", "p", "Place", "q", "addr2"];
const FUNCTION_NAMES: readonly string[] = ["f", "g", "Fun", "sum"];
/** Since 4.0, names of tables may be longer than 48 characters. */
const LONG_NAME = "n".repeat(100);
/**
 * Beyond what a directory can be called. Left out for 4.1, which checks no length (TableMetadata.validate), and stops
 * writing to the disk when the directory cannot be made.
 */
const TOO_LONG_NAME = "n".repeat(230);

/** As `since`, for a scene. */
export function isSince(scene: Scene, release: Parameters<typeof since>[1]): boolean {
  return since(scene.capabilities, release);
}

/** Mistakes are made on purpose in this share of the places where one can be made. */
export function errs({ chance }: Scene, share: number): boolean {
  return chance.is(share);
}

export function pickKeyspace(scene: Scene): Keyspace | undefined {
  const keyspaces = scene.schema.keyspaces.sorted();
  return keyspaces.length === 0 ? undefined : scene.chance.pick(keyspaces);
}

/** A keyspace to name where one must exist. */
export function keyspaceName(scene: Scene): string {
  if (errs(scene, 0.02)) return scene.chance.pick([UNKNOWN_KEYSPACE, "system", "system_schema"]);
  return pickKeyspace(scene)?.name ?? scene.chance.pick(KEYSPACES);
}

/** `keyspace.name`, now and then without the keyspace. */
export function qualify(scene: Scene, keyspace: string, name: string): string {
  const isImplied = scene.schema.currentKeyspace === keyspace ? scene.chance.is(0.5) : scene.chance.is(0.01);
  return isImplied ? name : `${quoteIdentifier(keyspace)}.${name}`;
}

export interface TableScene {
  readonly keyspace: string;
  readonly table: Table | undefined;
  /** As CQL. */
  readonly name: string;
}

/** A table that is there, mostly. */
export function pickTable(scene: Scene, isWanted: (table: Table) => boolean = () => true): TableScene {
  const keyspace = pickKeyspace(scene);
  const tables = keyspace?.tables.sorted() ?? [];
  const wanted = tables.filter(isWanted);
  if (keyspace === undefined || tables.length === 0 || errs(scene, 0.05)) {
    const name = keyspace === undefined ? keyspaceName(scene) : keyspace.name;
    const views = keyspace?.views.sorted().map((view) => view.name) ?? [];
    const other = scene.chance.pick([...TABLE_NAMES, ...views]);
    return { keyspace: name, table: keyspace?.tables.get(other), name: qualify(scene, name, quoteIdentifier(other)) };
  }
  const table = scene.chance.pick(wanted.length > 0 && scene.chance.is(0.9) ? wanted : tables);
  return { keyspace: keyspace.name, table, name: qualify(scene, keyspace.name, quoteIdentifier(table.name)) };
}

/** A name for something new, which is now and then taken or not allowed. */
export function newName(scene: Scene, taken: ReadonlySet<string>, pool: readonly string[]): string {
  if (errs(scene, 0.02)) {
    const isLongSafe = !isSince(scene, "4.1") || isSince(scene, "5.0");
    return scene.chance.pick([isLongSafe ? TOO_LONG_NAME : LONG_NAME, LONG_NAME, "bad-name", "", "ä", "1a", "a b"]);
  }
  const free = pool.filter((name) => !taken.has(name));
  return scene.chance.pick(free.length > 0 && scene.chance.is(0.85) ? free : pool);
}

export function newTableName(scene: Scene, keyspace: Keyspace | undefined): string {
  const name = newName(scene, namesOf(keyspace?.tables, keyspace?.views), TABLE_NAMES);
  // Left out: 4.0–5.0 make a table beside a view of its name, and mix the columns of both.
  const { currentKeyspace, keyspaces } = scene.schema;
  const current = currentKeyspace === undefined ? undefined : keyspaces.get(currentKeyspace);
  const isBeside = [keyspace, current].some((place) => place?.views.has(name) === true);
  return isBeside && isSince(scene, "4.0") ? "beside" : name;
}

export function newViewName(scene: Scene, keyspace: Keyspace | undefined): string {
  return newName(scene, namesOf(keyspace?.tables, keyspace?.views), VIEW_NAMES);
}

export function newTypeName(scene: Scene, keyspace: Keyspace | undefined): string {
  // Left out: `int` and the like. 3.11–5.0 store the name without quotes, and read it as the native type (UserType.toString).
  return newName(scene, namesOf(keyspace?.types), [...TYPE_NAMES, ...(scene.chance.is(0.1) ? ["list"] : [])]);
}

export function routineName(scene: Scene): string {
  return errs(scene, 0.03) ? scene.chance.pick(["bad-name", "token", "max", "now"]) : scene.chance.pick(FUNCTION_NAMES);
}

function namesOf(...maps: readonly (Iterable<readonly [string, unknown]> | undefined)[]): ReadonlySet<string> {
  return new Set(maps.flatMap((map) => [...(map ?? [])].map(([name]) => name)));
}

/** A view that is there, mostly. */
export function pickView(scene: Scene): { readonly view: View | undefined; readonly name: string } {
  const keyspace = pickKeyspace(scene);
  const views = keyspace?.views.sorted() ?? [];
  const names = keyspace?.name ?? keyspaceName(scene);
  if (views.length === 0 || errs(scene, 0.1)) {
    const other = scene.chance.pick([...VIEW_NAMES, ...TABLE_NAMES]);
    return { view: undefined, name: qualify(scene, names, quoteIdentifier(other)) };
  }
  const view = scene.chance.pick(views);
  return { view, name: qualify(scene, names, quoteIdentifier(view.name)) };
}

/** A type that is there, mostly. */
export function pickType(scene: Scene): {
  readonly keyspace: Keyspace | undefined;
  readonly type: UserType | undefined;
  readonly name: string;
} {
  const keyspace = pickKeyspace(scene);
  const types = keyspace?.types.sorted() ?? [];
  const names = keyspace?.name ?? keyspaceName(scene);
  if (types.length === 0 || errs(scene, 0.1)) {
    const other = scene.chance.pick(TYPE_NAMES);
    const type = keyspace?.types.get(other);
    return { keyspace, type, name: qualify(scene, names, quoteTypeName(other)) };
  }
  const type = scene.chance.pick(types);
  return { keyspace, type, name: qualify(scene, names, quoteTypeName(type.name)) };
}

/** "IF NOT EXISTS " or "", in this share of the cases. */
export function guard({ chance }: Scene, text: "IF NOT EXISTS" | "IF EXISTS", share = 0.12): string {
  return chance.is(share) ? `${text} ` : "";
}

/** The name of a column: one of the table's, mostly. */
export function pickColumn(scene: Scene, table: Table | undefined, kinds?: readonly string[] | undefined): string {
  const columns = table?.columns.sorted() ?? [];
  const wanted = columns.filter(({ kind }) => kinds === undefined || kinds.includes(kind));
  if (columns.length === 0 || errs(scene, 0.06)) return scene.chance.pick(COLUMN_NAMES);
  return scene.chance.pick(wanted.length > 0 && scene.chance.is(0.85) ? wanted : columns).name;
}

/** The name of a column that the table has not, mostly. */
export function newColumn(scene: Scene, table: Table | undefined): string {
  const dropped = table?.dropped.sorted().map(({ name }) => name) ?? [];
  if (dropped.length > 0 && scene.chance.is(0.4)) return scene.chance.pick(dropped);
  return newName(scene, namesOf(table?.columns), COLUMN_NAMES);
}
