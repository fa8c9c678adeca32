// Knows which ids of tables are in use, without looking at every table for each statement that names one. Pure: what is
// remembered follows from the map that it is remembered for.
import { PersistentMap } from "../../base/persistent-map.ts";
import type { Table } from "../schema/schema.ts";

/** Names of tables by id; of a map of tables that was never asked for, nothing is remembered. */
const NAMES_BY_ID = new WeakMap<PersistentMap<Table>, PersistentMap<string>>();

export function isTableIdUsed(tables: PersistentMap<Table>, id: string): boolean {
  let names = NAMES_BY_ID.get(tables);
  if (names === undefined) {
    names = collect(tables);
    NAMES_BY_ID.set(tables, names);
  }
  const name = names.get(id);
  return name !== undefined && tables.get(name)?.id === id;
}

/** Remembers for the map with this table what is remembered for the map before it. */
export function carryTableId(before: PersistentMap<Table>, after: PersistentMap<Table>, table: Table): void {
  const names = NAMES_BY_ID.get(before);
  if (names === undefined) return;
  NAMES_BY_ID.set(after, table.id === undefined ? names : names.with(table.id, table.name));
}

function collect(tables: PersistentMap<Table>): PersistentMap<string> {
  const entries: [string, string][] = [];
  for (const table of tables.values()) if (table.id !== undefined) entries.push([table.id, table.name]);
  return PersistentMap.from(entries);
}
