// Sorts rows into groups by the text of a column. Pure.
import { textIn } from "./row-value.ts";
import type { SystemRow } from "./schema-rows.ts";

export type RowGroups = ReadonlyMap<string, readonly SystemRow[]>;

export function groupRows(rows: readonly SystemRow[], column: string): RowGroups {
  const groups = new Map<string, SystemRow[]>();
  for (const row of rows) {
    const key = textIn(row, column);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
}
