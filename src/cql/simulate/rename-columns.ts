// ALTER TABLE … RENAME: other names for columns of the key, in the table and in the views on it. Pure.

import type { PersistentMap } from "../../base/persistent-map.ts";
import type { AlterTableAction, RenameNode } from "../ast/ddl.ts";
import { since } from "../capabilities.ts";
import type { ClusteringColumn, Column, Keyspace, Table } from "../schema/schema.ts";
import { isHiddenColumn } from "./compact-table.ts";
import { type SimulateContext, viewsOf, withTable, withView } from "./context.ts";
import { refuseIndexed } from "./dependent-indexes.ts";
import { refuse } from "./refuse.ts";
import { renameInWhere } from "./rename-in-where.ts";

type RenameColumns = Extract<AlterTableAction, { kind: "rename" }>;

/** @throws Refused */
export function renameColumns(
  context: SimulateContext,
  action: RenameColumns,
  keyspace: Keyspace,
  table: Table,
): Keyspace {
  let after = keyspace;
  let renamed = table;
  // Of two new names for one column the last one counts: the servers hold them by the old name.
  for (const node of new Map(action.renames.map((rename) => [rename.from.name, rename])).values()) {
    checkRename(context, node, keyspace, table, renamed);
    renamed = { ...renamed, ...renameIn(renamed, node) };
    for (const view of viewsOf(after, table.name)) {
      if (!view.columns.has(node.from.name)) continue;
      const where = renameInWhere(view.where, node.from.name, node.to.name);
      after = withView(after, { ...view, ...renameIn(view, node), where });
    }
  }
  return withTable(after, renamed);
}

/** @param renamed the table after the renames before this one */
function checkRename(
  context: SimulateContext,
  { from, to }: RenameNode,
  keyspace: Keyspace,
  table: Table,
  renamed: Table,
): void {
  // A name that another rename gives is not there yet, but in Cassandra 3.11 if it happens to rename that one first.
  const column = table.columns.get(from.name);
  // Cassandra 4.1 and 5.0 refuse a column that is not there in spite of IF EXISTS (TableMetadata.getExistingColumn).
  if (column === undefined || isHiddenColumn(column, table)) {
    refuse(`table \`${keyspace.name}.${table.name}\` has no column \`${from.name}\``, from);
  }
  if (!isRenamable(table, column, context)) {
    refuse(`column \`${from.name}\` is not in the PRIMARY KEY, and cannot be renamed`, from);
  }
  // Cassandra 3.11 can give one column the name that another one loses, if it happens to rename that one first.
  if (renamed.columns.has(to.name) || table.columns.has(to.name)) {
    refuse(`table \`${keyspace.name}.${table.name}\` has a column \`${to.name}\` already`, to);
  }
  refuseIndexed(table, from.name, "rename", from);
}

function isRenamable(table: Table, column: Column, { capabilities }: SimulateContext): boolean {
  if (column.kind === "partition-key" || column.kind === "clustering") return true;
  // Cassandra 3.11 also renames the value of a compact table (CFMetaData.renameColumn).
  return !since(capabilities, "4.0") && table.compact !== undefined && column.kind === "regular";
}

interface HasKey {
  readonly columns: PersistentMap<Column>;
  readonly partitionKey: readonly string[];
  readonly clustering: readonly ClusteringColumn[];
}

function renameIn({ columns, partitionKey, clustering }: HasKey, { from, to }: RenameNode): HasKey {
  const column = columns.get(from.name);
  return {
    columns: column === undefined ? columns : columns.without(from.name).with(to.name, { ...column, name: to.name }),
    partitionKey: partitionKey.map((name) => (name === from.name ? to.name : name)),
    clustering: clustering.map((key) => (key.name === from.name ? { ...key, name: to.name } : key)),
  };
}
