// Finds indexes by name, which is one for a whole keyspace, and makes names for those that are given none. Pure: what is
// remembered follows from the map that it is remembered for.
import { PersistentMap } from "../../base/persistent-map.ts";
import type { Keyspace, Table } from "../schema/schema.ts";

/** Names of tables by the names of their indexes; of a map of tables that was never asked for, nothing is remembered. */
const TABLES_BY_INDEX = new WeakMap<PersistentMap<Table>, PersistentMap<string>>();

/** The table that has the index of this name. */
export function findIndexedTable({ tables }: Keyspace, index: string): Table | undefined {
  let known = TABLES_BY_INDEX.get(tables);
  if (known === undefined) {
    known = collect(tables);
    TABLES_BY_INDEX.set(tables, known);
  }
  const name = known.get(index);
  const table = name === undefined ? undefined : tables.get(name);
  return table?.indexes.has(index) === true ? table : undefined;
}

/** `table_column_idx` without the letters that no bare name has, or with a number behind it when that name is taken. */
export function freeIndexName(keyspace: Keyspace, table: string, column: string | undefined): string {
  const parts = column === undefined ? [table, "idx"] : [table, column, "idx"];
  const base = parts.join("_").replaceAll(/\W/g, "");
  let name = base;
  for (let at = 1; findIndexedTable(keyspace, name) !== undefined; at++) name = `${base}_${at}`;
  return name;
}

/** Remembers for the map with this table what is remembered for the map before it. */
export function carryIndexNames(before: PersistentMap<Table>, after: PersistentMap<Table>, table: Table): void {
  let known = TABLES_BY_INDEX.get(before);
  if (known === undefined) return;
  if (before.get(table.name)?.indexes !== table.indexes) {
    for (const index of table.indexes.keys()) known = known.with(index, table.name);
  }
  TABLES_BY_INDEX.set(after, known);
}

function collect(tables: PersistentMap<Table>): PersistentMap<string> {
  const entries: [string, string][] = [];
  for (const table of tables.values()) for (const index of table.indexes.keys()) entries.push([index, table.name]);
  return PersistentMap.from(entries);
}
