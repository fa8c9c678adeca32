// Finds indexes by name, which is one for a whole keyspace, and makes names for those that are given none. Pure.
import type { Keyspace, Table } from "../schema/schema.ts";

/** The table that has the index of this name. */
export function findIndexedTable({ tables }: Keyspace, index: string): Table | undefined {
  const [table] = tables.groupedBy(indexNamesOf).get(index)?.values() ?? [];
  return table;
}

function indexNamesOf({ indexes }: Table): Iterable<string> {
  return indexes.keys();
}

/** `table_column_idx` without the letters that no bare name has, or with a number behind it when that name is taken. */
export function freeIndexName(keyspace: Keyspace, table: string, column: string | undefined): string {
  const base = defaultIndexName(table, column);
  let name = base;
  for (let at = 1; findIndexedTable(keyspace, name) !== undefined; at++) name = `${base}_${at}`;
  return name;
}

/** What the server calls an index where that name is free. */
export function defaultIndexName(table: string, column: string | undefined): string {
  const parts = column === undefined ? [table, "idx"] : [table, column, "idx"];
  return parts.join("_").replaceAll(/\W/g, "");
}
