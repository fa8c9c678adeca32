// Turns the triggers of two versions of a table into changes. Pure.
import type { Table } from "../schema/schema.ts";
import type { Change } from "./change.ts";
import { differingPairs } from "./compare-maps.ts";
import type { TablePath } from "./diff-columns.ts";
import { toChange } from "./to-change.ts";

export function diffTriggers(table: TablePath, was: Table, is: Table): readonly Change[] {
  return differingPairs(was.triggers, is.triggers).flatMap((pair): readonly Change[] => {
    const path = { keyspace: table.keyspace, table: table.name, name: pair.name };
    if (pair.was === undefined) {
      return pair.is === undefined ? [] : [toChange({ kind: "create-trigger", ...path, is: pair.is })];
    }
    if (pair.is === undefined) return [toChange({ kind: "drop-trigger", ...path, was: pair.was })];
    if (pair.was.className === pair.is.className) return [];
    return [toChange({ kind: "recreate-trigger", ...path, was: pair.was, is: pair.is })];
  });
}
