// Turns the views of two keyspaces into changes. Pure.
import type { View } from "../schema/schema.ts";
import { viewsOf } from "../simulate/context.ts";
import { typesInPartitionKey, withHolders } from "../simulate/type-users.ts";
import type { Change } from "./change.ts";
import { differingPairs } from "./compare-maps.ts";
import { diffOptions } from "./diff-options.ts";
import type { DiffScope } from "./diff-scope.ts";
import { inPlaceOf } from "./in-place-of.ts";
import { sameData } from "./same-data.ts";
import { toChange } from "./to-change.ts";
import { writableView } from "./writable-view.ts";

/** @param others the changes of tables and types: a table that loses a column takes its views with it */
export function diffViews(scope: DiffScope, others: readonly Change[]): readonly Change[] {
  const changes = differingPairs(scope.was.views, scope.is.views).flatMap(({ name, was, is }): readonly Change[] => {
    const path = { keyspace: scope.keyspace, name };
    if (is === undefined) return was === undefined ? [] : [toChange({ kind: "drop-view", ...path, was })];
    const made = writableView(is, scope.is);
    if (was === undefined) return [toChange({ kind: "create-view", ...path, is: made })];
    if (!sameData(definitionOf(was), definitionOf(is)) || !sameColumns(scope, was, is)) {
      return [toChange({ kind: "recreate-view", ...path, was, is: made, because: "definition" })];
    }
    const options = diffOptions(was.options, is.options, scope.capabilities);
    if (options.length === 0) return [];
    return [toChange({ kind: "alter-view", ...path, was: was.options, is: is.options, options })];
  });
  return recreateForOthers(scope, others, changes);
}

function definitionOf({ baseTable, where, partitionKey, clustering }: View): unknown {
  return { baseTable, where, partitionKey, clustering };
}

/**
 * Types and masks of columns are those of the base table, and so are all the columns of a view that has them all. One that
 * cannot be made with `*` is the same as one with the same columns.
 */
function sameColumns(scope: DiffScope, was: View, is: View): boolean {
  if (was.includesAllColumns && is.includesAllColumns) return true;
  return sameData(columnsOf(writableView(was, scope.was)), columnsOf(writableView(is, scope.is)));
}

function columnsOf({ includesAllColumns, columns }: View): unknown {
  return includesAllColumns ? "*" : [...columns.keys()].sort();
}

function recreateForOthers(scope: DiffScope, others: readonly Change[], changes: readonly Change[]): readonly Change[] {
  const reasons = new Map([
    ...withGrowingKey(scope, others).map((name) => [name, "type"] as const),
    ...losingColumn(scope, others).map((name) => [name, "base-table"] as const),
  ]);
  const isSettled = new Set(changes.flatMap(({ kind, name }) => (kind === "alter-view" ? [] : [name])));
  const again: Change[] = [];
  for (const [name, because] of reasons) {
    const was = scope.was.views.get(name);
    const is = scope.is.views.get(name);
    if (was === undefined || is === undefined || isSettled.has(name)) continue;
    const made = writableView(is, scope.is);
    again.push(toChange({ kind: "recreate-view", keyspace: scope.keyspace, name, was, is: made, because }));
  }
  return inPlaceOf(changes, again);
}

/**
 * Cassandra 3.11–5.0 refuses to drop a column of a table while it has any view (AlterTableStatement), ScyllaDB while a
 * view has that column.
 */
function losingColumn({ was, capabilities }: DiffScope, tables: readonly Change[]): readonly string[] {
  const drops = tables.filter((change) => change.kind === "drop-column");
  const losing = new Set(drops.map(({ table }) => table));
  const lost = new Set(drops.map(({ table, name }) => `${table}.${name}`));
  return [...losing]
    .flatMap((table) => viewsOf(was, table))
    .filter(
      ({ baseTable, columns }) =>
        capabilities.product !== "scylla" || [...columns.keys()].some((name) => lost.has(`${baseTable}.${name}`)),
    )
    .map(({ name }) => name);
}

/** Cassandra 3.11–5.0 adds no field to a type in a partition key (AlterTypeStatement). */
function withGrowingKey({ was }: DiffScope, types: readonly Change[]): readonly string[] {
  const growing = types.flatMap((change) => (change.kind === "add-field" ? [change.type] : []));
  if (growing.length === 0) return [];
  const users = was.views.groupedBy(typesInPartitionKey);
  return [...withHolders(growing, was)].flatMap((type) => [...(users.get(type)?.keys() ?? [])]);
}
