// Finds indexes by name, which is one for a whole keyspace, and makes names for those that are given none. Pure.
import type { Keyspace, Table } from "../schema/schema.ts";

/** The table that has the index of this name. Looks at every table of the keyspace. */
export function findIndexedTable(keyspace: Keyspace, index: string): Table | undefined {
  for (const table of keyspace.tables.values()) if (table.indexes.has(index)) return table;
  return undefined;
}

/** `table_column_idx` without the letters that no bare name has, or with a number behind it when that name is taken. */
export function freeIndexName(keyspace: Keyspace, table: string, column: string | undefined): string {
  const parts = column === undefined ? [table, "idx"] : [table, column, "idx"];
  const base = parts.join("_").replaceAll(/\W/g, "");
  let name = base;
  for (let at = 1; findIndexedTable(keyspace, name) !== undefined; at++) name = `${base}_${at}`;
  return name;
}
