// Statements on rows: change no schema, and need their tables and columns. Pure.
import type { Batch, Delete, DmlNode, Insert, InsertJson, Update } from "../ast/dml.ts";
import type { Identifier, ObjectName } from "../ast/name.ts";
import type { Relation } from "../ast/relation.ts";
import type { Select } from "../ast/select.ts";
import type { Table } from "../schema/schema.ts";
import { refuseUnknownTable, requireKeyspace, requireTable, type SimulateContext } from "./context.ts";
import { refuse } from "./refuse.ts";
import { refuseRemovedFunctions } from "./removed-functions.ts";
import { isSystemKeyspace } from "./system-keyspaces.ts";

type RowChange = Batch["statements"][number];

/** What is in the server's own keyspaces is not known here, and not looked at. @throws Refused */
export function checkRows(context: SimulateContext, node: DmlNode | Select): void {
  if (node.kind === "select") checkReadable(context, node.table);
  else if (node.kind === "truncate") findTable(context, node.table);
  else for (const each of node.kind === "batch" ? node.statements : [node]) checkChange(context, each);
  refuseRemovedFunctions(context, node);
}

function checkReadable(context: SimulateContext, name: ObjectName): void {
  if (isUnknownHere(context, name)) return;
  const keyspace = requireKeyspace(context, name);
  if (!keyspace.tables.has(name.name.name) && !keyspace.views.has(name.name.name)) refuseUnknownTable(keyspace, name);
}

function checkChange(context: SimulateContext, node: RowChange): void {
  const table = findTable(context, node.table);
  // Older servers show the columns of a super column family by other names.
  if (table === undefined || table.compact?.isSuper === true) return;
  for (const column of columnsIn(node)) {
    if (!table.columns.has(column.name)) refuse(`table \`${table.name}\` has no column \`${column.name}\``, column);
  }
  if (context.capabilities.product === "astra") refuseListPlaces(node, table);
}

/** docs.datastax.com/en/astra-db-serverless/cql/cassandra-guardrails.html: it would have to read before it writes. */
function refuseListPlaces(node: RowChange, table: Table): void {
  const paths = node.kind === "update" ? node.assignments.map(({ target }) => target) : [];
  for (const { column, element } of [...paths, ...(node.kind === "delete" ? node.targets : [])]) {
    if (element === undefined || table.columns.get(column.name)?.type.kind !== "list") continue;
    refuse(
      `Astra DB changes no place of a list, such as one of \`${column.name}\``,
      column,
      "write the list as a whole",
    );
  }
}

function columnsIn(node: Insert | InsertJson | Update | Delete): readonly Identifier[] {
  switch (node.kind) {
    case "insert":
      return node.columns;
    case "insert-json":
      return [];
    case "update":
      return [...node.assignments.map(({ target }) => target.column), ...node.where.flatMap(columnsOf)];
    case "delete":
      return [...node.targets.map(({ column }) => column), ...node.where.flatMap(columnsOf)];
  }
}

function columnsOf(relation: Relation): readonly Identifier[] {
  switch (relation.kind) {
    case "comparison":
    case "in":
      return [relation.left.column];
    case "token":
    case "tuple":
      return relation.columns;
    case "is-not-null":
      return [relation.column];
    case "index-expression":
      return [];
  }
}

function findTable(context: SimulateContext, name: ObjectName): Table | undefined {
  return isUnknownHere(context, name) ? undefined : requireTable(requireKeyspace(context, name), name);
}

/** Products have keyspaces of their own beside those of Cassandra; none of them is in a schema. */
function isUnknownHere({ schema, capabilities }: SimulateContext, name: ObjectName): boolean {
  const keyspace = name.keyspace?.name ?? schema.currentKeyspace;
  if (keyspace === undefined || schema.keyspaces.has(keyspace)) return false;
  return isSystemKeyspace(keyspace, capabilities) || /^(?:system_|dse_|solr_)/.test(keyspace);
}
