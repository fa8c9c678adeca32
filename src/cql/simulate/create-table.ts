// CREATE TABLE: puts the table into the schema that the server would make of it. Pure.
import { PersistentMap } from "../../base/persistent-map.ts";
import type { ColumnNode, CreateTable, PrimaryKeyNode } from "../ast/ddl.ts";
import { since } from "../capabilities.ts";
import { resolveType } from "../schema/resolve-type.ts";
import type { Column, ColumnKind, Keyspace, Schema, Table, TableOptions } from "../schema/schema.ts";
import { isCounter } from "../schema/type-facts.ts";
import { requireMasking } from "./alter-mask.ts";
import { refuseNestedCells } from "./column-type.ts";
import { layOutCompactTable } from "./compact-table.ts";
import { requireKeyspace, type SimulateContext, withKeyspace, withTable } from "./context.ts";
import { requireTableName } from "./name-rules.ts";
import { checkOptionValues, readTableId, readTableOptions } from "./options/table-options.ts";
import { checkKeyColumns, orderClustering, requirePrimaryKey } from "./primary-key.ts";
import { refuse } from "./refuse.ts";
import { resolveMask } from "./resolve-mask.ts";

/** @throws Refused */
export function createTable(context: SimulateContext, node: CreateTable): Schema {
  const keyspace = requireKeyspace(context, node.name);
  const key = requirePrimaryKey(node);
  if (node.columns.some((column) => column.mask !== undefined)) requireMasking(context);
  if (isNameUsed(keyspace, node, context)) {
    // Cassandra 3.11 looks whether the table is there when it has checked everything else; later ones look first.
    if (!since(context.capabilities, "4.0")) buildTable(context, node, key, keyspace);
    // Cassandra 5.0 reads the options even when the table is there (CreateTableStatement.validate).
    else if (since(context.capabilities, "5.0")) checkOptionValues(node.options, context.capabilities);
    if (node.ifNotExists) return context.schema;
    refuse(`table \`${keyspace.name}.${node.name.name.name}\` exists already`, node.name.name);
  }
  const table = buildTable(context, node, key, keyspace);
  if (table.id !== undefined) refuseUsedId(table.id, context.schema, node);
  return withKeyspace(context.schema, withTable(keyspace, table));
}

function refuseUsedId(id: string, schema: Schema, node: CreateTable): void {
  for (const { name, tables } of schema.keyspaces.values()) {
    if (!tables.groupedBy(idsOf).has(id)) continue;
    refuse(`the id ${id} belongs to another table of keyspace \`${name}\``, node.name);
  }
}

function idsOf({ id }: Table): readonly string[] {
  return id === undefined ? [] : [id];
}

function isNameUsed(keyspace: Keyspace, node: CreateTable, context: SimulateContext): boolean {
  const { name } = node.name.name;
  if (keyspace.tables.has(name)) return true;
  if (!keyspace.views.has(name)) return false;
  // Cassandra 4.0 to 5.0.8 make the table beside the view and mix the columns of both; better refused.
  if (since(context.capabilities, "4.0")) refuse(`\`${keyspace.name}.${name}\` is a materialized view`, node.name.name);
  return true;
}

function buildTable(context: SimulateContext, node: CreateTable, key: PrimaryKeyNode, keyspace: Keyspace): Table {
  const { capabilities } = context;
  requireTableName(node.name.name, capabilities);
  const options = readTableOptions(node.options, undefined, "table", capabilities);
  const declared = new Map(node.columns.map((column) => [column.name.name, readColumn(column, keyspace, context)]));
  checkKeyColumns(key, declared, keyspace);
  let clustering = orderClustering(key, node, capabilities);
  let columns = placeColumns([...declared.values()], key);
  checkCounters(columns, options, node);
  let compact: Table["compact"];
  if (node.compactStorage !== undefined) {
    const laidOut = layOutCompactTable(columns, clustering, capabilities, node.compactStorage);
    ({ columns, clustering } = laidOut);
    compact = laidOut.layout;
  } else if (clustering.length === 0) {
    refuseStatic(node.columns);
  }
  checkTransientReplication(keyspace, options, node);
  return {
    name: node.name.name.name,
    id: readTableId(node.options),
    columns: PersistentMap.from(columns.map((column) => [column.name, column])),
    partitionKey: key.partition.map((identifier) => identifier.name),
    clustering,
    compact,
    options,
    indexes: PersistentMap.empty(),
    triggers: PersistentMap.empty(),
    dropped: PersistentMap.empty(),
  };
}

function readColumn(column: ColumnNode, keyspace: Keyspace, context: SimulateContext): Column {
  const { name } = column.name;
  const type = resolveType(column.type, keyspace, context.capabilities);
  refuseNestedCells(column, type, keyspace);
  const mask = column.mask === undefined ? undefined : resolveMask(column.mask, column.name, type, keyspace, context);
  return { name, type, kind: column.isStatic ? "static" : "regular", mask };
}

function placeColumns(columns: readonly Column[], key: PrimaryKeyNode): readonly Column[] {
  const kinds = new Map<string, ColumnKind>();
  for (const { name } of key.partition) kinds.set(name, "partition-key");
  for (const { name } of key.clustering) kinds.set(name, "clustering");
  return columns.map((column) => ({ ...column, kind: kinds.get(column.name) ?? column.kind }));
}

function checkCounters(columns: readonly Column[], options: TableOptions, node: CreateTable): void {
  const values = columns.filter((column) => column.kind === "regular" || column.kind === "static");
  const counter = values.find((column) => isCounter(column.type));
  if (counter === undefined) return;
  const other = values.find((column) => !isCounter(column.type));
  if (other !== undefined) {
    refuse(
      `column \`${other.name}\` is no counter: a table with counters has only counters outside its PRIMARY KEY`,
      node.columns.find((column) => column.name.name === other.name) ?? node.name,
    );
  }
  // A counter by the name of its class alone does not make a table of counters.
  if (!node.columns.some(({ type }) => type.kind === "native" && type.name === "counter")) {
    refuse(`column \`${counter.name}\` is a counter, and the table is none of counters`, node.name, "write `counter`");
  }
  if (Number(options.default_time_to_live ?? 0) > 0) {
    refuse("a table with counters cannot have `default_time_to_live`", node.name);
  }
}

function refuseStatic(columns: readonly ColumnNode[]): void {
  const column = columns.find((candidate) => candidate.isStatic);
  if (column === undefined) return;
  refuse(`column \`${column.name.name}\` cannot be static: the table has no clustering column`, column);
}

/** Cassandra 4.0: a replication of `3/1` has one transient replica. */
function checkTransientReplication(keyspace: Keyspace, options: TableOptions, node: CreateTable): void {
  const isTransient = Object.values(keyspace.replication).some((value) => /^\d+\/[1-9]/.test(value));
  if (isTransient && options.read_repair !== "NONE") {
    refuse(`\`read_repair\` must be 'NONE' in keyspace \`${keyspace.name}\`, which has transient replicas`, node.name);
  }
}
