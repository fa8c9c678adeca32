// Turns the tables of two keyspaces into changes: what can be done in place, or that a table has to be rebuilt. Pure.
import type { Table } from "../schema/schema.ts";
import { withoutHiddenColumns } from "../schema/to-nodes/declared-parts.ts";
import type { Change } from "./change.ts";
import { differingPairs } from "./compare-maps.ts";
import { diffColumns } from "./diff-columns.ts";
import { diffIndexes } from "./diff-indexes.ts";
import { diffOptions } from "./diff-options.ts";
import type { DiffScope } from "./diff-scope.ts";
import { diffTriggers } from "./diff-triggers.ts";
import { rebuildReasons } from "./rebuild-reasons.ts";
import { toChange } from "./to-change.ts";

export function diffTables(scope: DiffScope): readonly Change[] {
  return differingPairs(scope.was.tables, scope.is.tables).flatMap(({ name, was, is }): readonly Change[] => {
    const path = { keyspace: scope.keyspace, name };
    if (was === undefined) return is === undefined ? [] : [toChange({ kind: "create-table", ...path, is })];
    if (is === undefined) return [toChange({ kind: "drop-table", ...path, was })];
    return diffTable(scope, was, is);
  });
}

function diffTable(scope: DiffScope, was: Table, is: Table): readonly Change[] {
  const path = { keyspace: scope.keyspace, name: was.name };
  const [before, after] = [withoutHiddenColumns(was), withoutHiddenColumns(is)];
  const columns = diffColumns(path, before, after);
  const reasons = rebuildReasons(scope, before, after, columns);
  const options = diffOptions(was.options, is.options, scope.capabilities);
  const impossible = new Set(reasons.map(({ column }) => column));
  const changes: readonly Change[] = [
    ...columns.filter(({ name }) => !impossible.has(name)),
    ...(options.length === 0
      ? []
      : [toChange({ kind: "alter-table-options", ...path, was: was.options, is: is.options, options })]),
    ...diffIndexes(path, was, is),
    ...diffTriggers(path, was, is),
  ];
  if (reasons.length === 0) return changes;
  // A key or a layout decides what columns and indexes there can be; a column decides nothing of the others.
  if (impossible.has(undefined)) return [toChange({ kind: "rebuild-table", ...path, was, is, reasons, changes })];
  return [toChange({ kind: "rebuild-table", ...path, was, is, reasons, changes: [] }), ...changes];
}
