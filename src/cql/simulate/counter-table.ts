// Says whether a table was made for counters. Pure.
import type { Table } from "../schema/schema.ts";
import { isCounter } from "../schema/type-facts.ts";

/** A table that has lost its last counter still takes nothing else; what it has dropped tells. */
export function isCounterTable(table: Table): boolean {
  for (const column of table.columns.values()) {
    if (column.kind === "regular" || column.kind === "static") return isCounter(column.type);
  }
  for (const column of table.dropped.values()) if (isCounter(column.type)) return true;
  return false;
}
