// CREATE MATERIALIZED VIEW: puts the view into the schema that the server would make of it. Pure.
import { PersistentMap } from "../../base/persistent-map.ts";
import type { CreateMaterializedView } from "../ast/ddl.ts";
import { type Capabilities, since } from "../capabilities.ts";
import type { ClusteringColumn, Column, ColumnKind, Keyspace, Schema, Table, View } from "../schema/schema.ts";
import { isHiddenColumn } from "./compact-table.ts";
import {
  keyspaceNameOf,
  refuseUnknownTable,
  requireKeyspace,
  type SimulateContext,
  withKeyspace,
  withView,
} from "./context.ts";
import { isCounterTable } from "./counter-table.ts";
import { printRelation } from "./literals/print-relation.ts";
import { requireTableName } from "./name-rules.ts";
import { isTransient } from "./options/replication.ts";
import { readTableId, readTableOptions } from "./options/table-options.ts";
import { refuse } from "./refuse.ts";
import { checkViewKey } from "./view-key.ts";
import { readViewWhere } from "./view-where.ts";

/** @throws Refused */
export function createView(context: SimulateContext, node: CreateMaterializedView): Schema {
  const { capabilities, schema } = context;
  const isOld = !since(capabilities, "4.0");
  checkEnabled(node, capabilities);
  const keyspace = requireViewKeyspace(context, node);
  const { name } = node.name.name;
  // Cassandra 3.11 looks whether the view is there when it has checked everything else.
  const view = isOld ? buildView(context, node, requireBase(keyspace, node), keyspace) : undefined;
  const base = requireBase(keyspace, node);
  if (keyspace.views.has(name) || (isOld && keyspace.tables.has(name))) {
    if (node.ifNotExists) return schema;
    refuse(`\`${keyspace.name}.${name}\` exists already`, node.name.name);
  }
  if (keyspace.tables.has(name)) refuse(`\`${keyspace.name}.${name}\` is a table already`, node.name.name);
  return withKeyspace(schema, withView(keyspace, view ?? buildView(context, node, base, keyspace)));
}

function checkEnabled(node: CreateMaterializedView, { settings }: Capabilities): void {
  if (settings.materializedViews !== false) return;
  refuse("materialized views are switched off on the servers (`materialized_views_enabled`)", node.name);
}

function requireViewKeyspace(context: SimulateContext, node: CreateMaterializedView): Keyspace {
  const name = keyspaceNameOf(context, node.name);
  const base = node.base.keyspace;
  if (base !== undefined && base.name !== name) {
    refuse(`the view is in keyspace \`${name}\`, and its table in \`${base.name}\`: they must be in one`, base);
  }
  return requireKeyspace(context, node.name);
}

function requireBase(keyspace: Keyspace, node: CreateMaterializedView): Table {
  const { name } = node.base.name;
  const table = keyspace.tables.get(name);
  if (table !== undefined) return table;
  if (keyspace.views.has(name))
    refuse(`\`${keyspace.name}.${name}\` is a materialized view, and has no views`, node.base);
  return refuseUnknownTable(keyspace, node.base);
}

function buildView(context: SimulateContext, node: CreateMaterializedView, base: Table, keyspace: Keyspace): View {
  checkBase(base, keyspace, node);
  const selected = readSelected(node, base);
  checkViewKey(node, base, selected, keyspace, context);
  const { capabilities } = context;
  const restricted = readViewWhere(node.where, selected, base, { keyspace, capabilities });
  checkRestricted(node, base, restricted, context);
  const options = readTableOptions(node.options, undefined, "view", capabilities);
  requireTableName(node.name.name, capabilities);
  const { partition, clustering } = node.primaryKey;
  const kinds = new Map<string, ColumnKind>();
  for (const { name } of partition) kinds.set(name, "partition-key");
  for (const { name } of clustering) kinds.set(name, "clustering");
  const columns: Column[] = [];
  for (const name of new Set([...kinds.keys(), ...selected])) {
    const column = base.columns.get(name);
    if (column !== undefined) columns.push({ ...column, kind: kinds.get(name) ?? "regular" });
  }
  return {
    name: node.name.name.name,
    id: readTableId(node.options),
    baseTable: base.name,
    includesAllColumns: node.selectors === "*",
    where: node.where.map(printRelation).join(" AND "),
    columns: PersistentMap.from(columns.map((column) => [column.name, column])),
    partitionKey: partition.map(({ name }) => name),
    clustering: orderClustering(node, base),
    options,
  };
}

function checkBase(base: Table, keyspace: Keyspace, node: CreateMaterializedView): void {
  if (isCounterTable(base)) refuse(`table \`${base.name}\` is one of counters, and has no views`, node.base);
  if (isTransient(keyspace.replication)) {
    refuse(`keyspace \`${keyspace.name}\` has transient replicas, and so no views`, node.base);
  }
  if (base.compact?.isSuper === true) refuse(`table \`${base.name}\` has super columns, and so no views`, node.base);
  if (base.options.gc_grace_seconds === 0) {
    refuse(
      `table \`${base.name}\` has \`gc_grace_seconds\` of 0: updates of a view would expire before they arrive`,
      node.base,
    );
  }
}

/** Names of columns. */
function readSelected(node: CreateMaterializedView, base: Table): ReadonlySet<string> {
  const names = new Set<string>();
  if (node.selectors === "*") for (const name of base.columns.keys()) names.add(name);
  else {
    for (const selector of node.selectors) {
      const { what, alias } = selector;
      if (alias !== undefined) refuse("a column of a materialized view cannot be given another name", selector);
      if (what.kind !== "column") refuse("a materialized view selects columns by their names alone", selector);
      const column = base.columns.get(what.name.name);
      if (column === undefined || isHiddenColumn(column, base))
        refuse(`table \`${base.name}\` has no column \`${what.name.name}\``, what);
      names.add(what.name.name);
    }
  }
  for (const name of names) {
    if (base.columns.get(name)?.kind === "static")
      refuse(`column \`${name}\` is static, and cannot stand in a view`, node.base);
  }
  return names;
}

function checkRestricted(
  node: CreateMaterializedView,
  base: Table,
  restricted: ReadonlySet<string>,
  { capabilities }: SimulateContext,
): void {
  for (const identifier of [...node.primaryKey.partition, ...node.primaryKey.clustering]) {
    const { name } = identifier;
    // Cassandra 3.11 knows that the only partition key is never null.
    const isNeverNull = !since(capabilities, "4.0") && base.partitionKey.length === 1 && base.partitionKey[0] === name;
    if (restricted.has(name) || isNeverNull) continue;
    refuse(`column \`${name}\` in the PRIMARY KEY of the view may be null`, identifier, `add \`${name} IS NOT NULL\``);
  }
}

/** A column without an order of its own keeps the one that it has in the table. */
function orderClustering(node: CreateMaterializedView, base: Table): readonly ClusteringColumn[] {
  const orders = new Map(node.clusteringOrder.map(({ column, order }) => [column.name, order]));
  return node.primaryKey.clustering.map(({ name }) => {
    const inTable = base.clustering.find((column) => column.name === name)?.order;
    return { name, order: orders.get(name) ?? inTable ?? "asc" };
  });
}
