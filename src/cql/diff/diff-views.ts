// Turns the views of two keyspaces into changes. Pure.
import type { View } from "../schema/schema.ts";
import type { Change } from "./change.ts";
import { differingPairs } from "./compare-maps.ts";
import type { DiffScope } from "./diff-scope.ts";
import { diffOptions } from "./diff-table-options.ts";
import { recreateViewsAround } from "./recreate-views-around.ts";
import { sameData } from "./same-data.ts";
import { toChange } from "./to-change.ts";

/** @param tables the changes of tables: a table that loses a column takes its views with it */
export function diffViews(scope: DiffScope, tables: readonly Change[]): readonly Change[] {
  const changes = differingPairs(scope.was.views, scope.is.views)
    .filter(({ name }) => scope.counts("view", name))
    .flatMap(({ name, was, is }): readonly Change[] => {
      const path = { keyspace: scope.keyspace, name };
      if (was === undefined) return is === undefined ? [] : [toChange({ kind: "create-view", ...path, is })];
      if (is === undefined) return [toChange({ kind: "drop-view", ...path, was })];
      if (!sameData(definitionOf(was), definitionOf(is))) {
        return [toChange({ kind: "recreate-view", ...path, was, is, because: "definition" })];
      }
      const options = diffOptions(was.options, is.options, scope.capabilities);
      if (options.length === 0) return [];
      return [toChange({ kind: "alter-view", ...path, was: was.options, is: is.options, options })];
    });
  const all = recreateViewsAround([...tables, ...changes], scope.was, scope.is, scope.capabilities);
  return all.slice(tables.length);
}

/** Types and masks of columns are those of the base table, and so are all the columns of a view that has them all. */
function definitionOf({ baseTable, includesAllColumns, where, columns, partitionKey, clustering }: View): unknown {
  const names = includesAllColumns ? "*" : [...columns.keys()].sort();
  return { baseTable, where, names, partitionKey, clustering };
}
