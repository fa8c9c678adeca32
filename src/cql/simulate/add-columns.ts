// ALTER TABLE … ADD: new columns, in the table and in the views that include all of them. Pure.
import type { AlterTableAction, ColumnNode } from "../ast/ddl.ts";
import { since } from "../capabilities.ts";
import type { CqlType } from "../schema/cql-type.ts";
import { printCqlType } from "../schema/print-cql-type.ts";
import { resolveType } from "../schema/resolve-type.ts";
import type { Column, DroppedColumn, Keyspace, Table } from "../schema/schema.ts";
import { isCompatible, isSerializationCompatible } from "../schema/type-compatibility.ts";
import { isCollection, isCounter, isMultiCell } from "../schema/type-facts.ts";
import { refuseNestedCells } from "./column-type.ts";
import { type SimulateContext, viewsOf, withTable, withView } from "./context.ts";
import { isCounterTable } from "./counter-table.ts";
import { refuse } from "./refuse.ts";
import { resolveMask } from "./resolve-mask.ts";

type AddColumns = Extract<AlterTableAction, { kind: "add" }>;

/** @throws Refused */
export function addColumns(context: SimulateContext, action: AddColumns, keyspace: Keyspace, table: Table): Keyspace {
  // Cassandra 3.11 refuses compact tables first; later ones do not reach that for a column that is there already.
  if (!since(context.capabilities, "4.0")) refuseCompact(table, action.columns[0]);
  const added: Column[] = [];
  let { columns } = table;
  for (const node of action.columns) {
    const column = readColumn(context, node, keyspace);
    if (columns.has(column.name)) {
      if (action.ifNotExists) continue;
      refuse(`table \`${keyspace.name}.${table.name}\` has a column \`${column.name}\` already`, node);
    }
    checkNewColumn(context, node, column, keyspace, table);
    columns = columns.with(column.name, column);
    added.push(column);
  }
  if (added.length === 0) return keyspace;
  return addToViews(withTable(keyspace, { ...table, columns }), table.name, added);
}

function refuseCompact(table: Table, node: ColumnNode | undefined): void {
  if (table.compact === undefined || node === undefined) return;
  refuse(`table \`${table.name}\` has COMPACT STORAGE, so no column can be added to it`, node);
}

function readColumn(context: SimulateContext, node: ColumnNode, keyspace: Keyspace): Column {
  const type = resolveType(node.type, keyspace, context.capabilities);
  const mask = node.mask === undefined ? undefined : resolveMask(node.mask, node.name, type, keyspace, context);
  return { name: node.name.name, type, kind: node.isStatic ? "static" : "regular", mask };
}

function checkNewColumn(
  context: SimulateContext,
  node: ColumnNode,
  column: Column,
  keyspace: Keyspace,
  table: Table,
): void {
  refuseCompact(table, node);
  if (column.kind === "static" && table.clustering.length === 0) {
    refuse(`column \`${column.name}\` cannot be static: table \`${table.name}\` has no clustering column`, node);
  }
  if (since(context.capabilities, "4.0")) refuseNestedCells(node, column.type, keyspace);
  const hasCounters = isCounterTable(table);
  const dropped = table.dropped.get(column.name);
  if (dropped !== undefined) checkAgainstDropped(context, node, column, dropped, keyspace, hasCounters);
  if (isCounter(column.type) !== hasCounters) {
    refuse(
      hasCounters
        ? `column \`${column.name}\` is no counter, and table \`${table.name}\` has counters alone outside its PRIMARY KEY`
        : `column \`${column.name}\` is a counter, and table \`${table.name}\` is none of counters`,
      node,
    );
  }
}

/** What is left of the values of a dropped column would be read as values of the new one. */
function checkAgainstDropped(
  context: SimulateContext,
  node: ColumnNode,
  column: Column,
  dropped: DroppedColumn,
  keyspace: Keyspace,
  hasCounters: boolean,
): void {
  const { name, type } = column;
  if (hasCounters) refuse(`counter \`${name}\` was dropped, and cannot be added again`, node);
  if (!isReadable(type, dropped.type, keyspace, context)) {
    refuse(
      `column \`${name}\` was dropped with type ${printCqlType(dropped.type)}, and cannot come back as ${printCqlType(type)}`,
      node,
      "give it another name",
    );
  }
  if (context.capabilities.product !== "scylla" && dropped.kind !== column.kind) {
    refuse(`column \`${name}\` was dropped as ${dropped.kind}, and cannot come back as ${column.kind}`, node);
  }
}

function isReadable(type: CqlType, dropped: CqlType, keyspace: Keyspace, { capabilities }: SimulateContext): boolean {
  const compatibility = { keyspace, capabilities };
  // ScyllaDB looks at counters and at collections that are not frozen alone.
  if (capabilities.product === "scylla") {
    const isChecked = isCollection(dropped) && isMultiCell(dropped) && isMultiCell(type);
    return !isChecked || isCompatible(type, dropped, compatibility);
  }
  return isSerializationCompatible(type, dropped, compatibility);
}

/** A view never has static columns. */
function addToViews(keyspace: Keyspace, table: string, added: readonly Column[]): Keyspace {
  const columns = added.filter((column) => column.kind === "regular");
  if (columns.length === 0) return keyspace;
  let after = keyspace;
  for (const view of viewsOf(keyspace, table)) {
    if (!view.includesAllColumns) continue;
    let viewColumns = view.columns;
    for (const column of columns) viewColumns = viewColumns.with(column.name, column);
    after = withView(after, { ...view, columns: viewColumns });
  }
  return after;
}
