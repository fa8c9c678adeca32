// Turns a keyspace and what it is to be, where rows have to be copied, into the keyspaces on the way. Pure.

import { unreachable } from "../../base/assert.ts";
import { PersistentMap } from "../../base/persistent-map.ts";
import { sameData } from "../diff/same-data.ts";
import type { CqlType } from "../schema/cql-type.ts";
import type { Keyspace, Table, UserType } from "../schema/schema.ts";
import { NAME_LENGTH_MAX } from "../simulate/name-rules.ts";
import type { Rebuilds } from "./find-rebuilds.ts";

export interface Stages {
  /** What is there, and beside it what rows are copied into. */
  readonly besides: Keyspace;
  /** What is to be, without what has a helper now; the helpers are there. */
  readonly without: Keyspace;
  /** What is to be, and the helpers. */
  readonly anew: Keyspace;
  /** Names of the helper tables. */
  readonly helpers: readonly string[];
  /** Names of the types that they are made of. */
  readonly twins: readonly string[];
}

/** Undefined: no row has to be copied. */
export function stagesOf(was: Keyspace, is: Keyspace, rebuilds: Rebuilds): Stages | undefined {
  if (rebuilds.tables.length === 0 && rebuilds.columns.length === 0) return undefined;
  const helped = rebuilds.tables.filter(({ usesHelper }) => usesHelper);
  const targets = new Set(helped.map(({ to }) => to));
  const twins = new Map(
    [...rebuilds.types].flatMap((name) => (is.types.has(name) ? [[name, twinName(name, was, is)]] : [])),
  );
  const twinTypes = [...twins].flatMap(([name, twin]): readonly UserType[] => {
    const fields = is.types.get(name)?.fields ?? [];
    return [{ name: twin, fields: fields.map((field) => ({ ...field, type: withTwins(field.type, twins) })) }];
  });
  const helpers = helped.flatMap(({ to }) => {
    const table = is.tables.get(to);
    return table === undefined ? [] : [helperTable(table, helperName(to, was, is), twins)];
  });

  const besides: Keyspace = {
    ...was,
    types: withAll(typesBesides(was, is, rebuilds.types), twinTypes),
    tables: withAll(withNewColumns(was, is, rebuilds), [...helpers, ...directTargets(is, rebuilds)]),
  };
  const anew: Keyspace = { ...is, types: withAll(is.types, twinTypes), tables: withAll(is.tables, helpers) };
  const without: Keyspace = {
    ...anew,
    types: filtered(anew.types, ({ name }) => !rebuilds.types.has(name)),
    tables: filtered(anew.tables, ({ name }) => !targets.has(name)),
    views: filtered(anew.views, ({ baseTable }) => !targets.has(baseTable)),
  };
  return { besides, without, anew, helpers: helpers.map(({ name }) => name), twins: [...twins.values()] };
}

/** `products__new`, or with a number behind it when that name is taken. */
export function helperName(table: string, was: Keyspace, is: Keyspace): string {
  return freeName(table, (name) => [was, is].some(({ tables, views }) => tables.has(name) || views.has(name)));
}

function twinName(type: string, was: Keyspace, is: Keyspace): string {
  return freeName(type, (name) => was.types.has(name) || is.types.has(name));
}

function freeName(base: string, isTaken: (name: string) => boolean): string {
  for (let at = 1; ; at++) {
    const ending = at === 1 ? "__new" : `__new${at}`;
    const name = `${base.slice(0, NAME_LENGTH_MAX - ending.length)}${ending}`;
    if (!isTaken(name)) return name;
  }
}

/** Without indexes, whose names are taken, and without triggers. */
function helperTable(table: Table, name: string, twins: ReadonlyMap<string, string>): Table {
  const columns = PersistentMap.from(
    [...table.columns].map(([key, column]) => [key, { ...column, type: withTwins(column.type, twins) }] as const),
  );
  return { ...withoutParts(table), name, columns };
}

/** What gets another name is made at once, for its rows to be copied into; its indexes may have names that are taken. */
function directTargets(is: Keyspace, { tables }: Rebuilds): readonly Table[] {
  return tables.flatMap(({ to, usesHelper }) => {
    const table = usesHelper ? undefined : is.tables.get(to);
    return table === undefined ? [] : [withoutParts(table)];
  });
}

function withoutParts(table: Table): Table {
  return {
    ...table,
    id: undefined,
    indexes: PersistentMap.empty(),
    triggers: PersistentMap.empty(),
    dropped: PersistentMap.empty(),
  };
}

function withNewColumns(was: Keyspace, is: Keyspace, { columns }: Rebuilds): PersistentMap<Table> {
  let { tables } = was;
  for (const { table: name, to } of columns) {
    const table = tables.get(name);
    const column = is.tables.get(name)?.columns.get(to);
    if (table === undefined || column === undefined) continue;
    tables = tables.with(name, { ...table, columns: table.columns.with(to, column) });
  }
  return tables;
}

/** New types, and new fields at the end of others; what goes, goes later. */
function typesBesides(was: Keyspace, is: Keyspace, rebuilt: ReadonlySet<string>): PersistentMap<UserType> {
  let { types } = was;
  for (const type of is.types.values()) {
    const before = was.types.get(type.name);
    if (rebuilt.has(type.name) || (before !== undefined && !isLonger(type, before))) continue;
    types = types.with(type.name, type);
  }
  return types;
}

function isLonger({ fields }: UserType, before: UserType): boolean {
  return sameData(fields.slice(0, before.fields.length), before.fields);
}

function withTwins(type: CqlType, twins: ReadonlyMap<string, string>): CqlType {
  if (twins.size === 0) return type;
  const inner = (each: CqlType): CqlType => withTwins(each, twins);
  switch (type.kind) {
    case "user":
      return { ...type, name: twins.get(type.name) ?? type.name };
    case "list":
    case "set":
    case "vector":
      return { ...type, element: inner(type.element) };
    case "map":
      return { ...type, key: inner(type.key), value: inner(type.value) };
    case "tuple":
      return { ...type, elements: type.elements.map(inner) };
    case "native":
    case "custom":
      return type;
    default:
      return unreachable(type);
  }
}

function withAll<V extends { readonly name: string }>(map: PersistentMap<V>, values: readonly V[]): PersistentMap<V> {
  let all = map;
  for (const value of values) all = all.with(value.name, value);
  return all;
}

function filtered<V>(map: PersistentMap<V>, keeps: (value: V) => boolean): PersistentMap<V> {
  let kept = map;
  for (const [name, value] of map) if (!keeps(value)) kept = kept.without(name);
  return kept;
}
