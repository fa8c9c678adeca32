// Says which permissions statements on rows ask for. Pure.
import type { Batch, DmlNode, Truncate } from "../ast/dml.ts";
import type { Relation } from "../ast/relation.ts";
import type { Select } from "../ast/select.ts";
import { since } from "../capabilities.ts";
import type { Keyspace } from "../schema/schema.ts";
import { viewsOf } from "../simulate/context.ts";
import { calledRoutines } from "./called-routines.ts";
import {
  findKeyspaceOf,
  keyspaceOf,
  type PermissionContext,
  routineResource,
  tableResource,
} from "./permission-context.ts";
import { need, type Requirement } from "./requirement.ts";

type Write = Exclude<DmlNode, Batch | Truncate>;

export function rowPermissions(statement: DmlNode | Select, context: PermissionContext): readonly Requirement[] {
  switch (statement.kind) {
    case "batch":
      return statement.statements.flatMap((each) => writePermissions(each, context));
    case "truncate":
      return [need("MODIFY", tableResource(statement.table, context))];
    case "select":
      return selectPermissions(statement, context);
    default:
      return writePermissions(statement, context);
  }
}

function writePermissions(statement: Write, context: PermissionContext): readonly Requirement[] {
  const { name } = statement.table.name;
  const table = tableResource(statement.table, context);
  const keyspace = findKeyspaceOf(statement.table, context);
  // ScyllaDB asks for nothing on account of views (cql3/statements/modification_statement.cc: check_access).
  const asksForViews = context.capabilities.product !== "scylla";
  const views = keyspace === undefined || !asksForViews ? [] : viewsOf(keyspace, name);
  const requirements = [need("MODIFY", table)];
  // A condition tells what is there; so does the reading before the writing that views bring about.
  if (isConditional(statement) || views.length > 0) requirements.push(need("SELECT", table));
  for (const view of views.toSorted((one, other) => (one.name < other.name ? -1 : 1))) {
    requirements.push(
      need("MODIFY", { kind: "table", keyspace: keyspaceOf(statement.table, context), name: view.name }),
    );
  }
  return [...requirements, ...executePermissions(statement, context)];
}

function isConditional(statement: Write): boolean {
  if (statement.kind === "insert" || statement.kind === "insert-json") return statement.ifNotExists;
  return statement.condition !== undefined;
}

function selectPermissions(statement: Select, context: PermissionContext): readonly Requirement[] {
  const { name } = statement.table.name;
  const keyspaceName = keyspaceOf(statement.table, context);
  const keyspace = findKeyspaceOf(statement.table, context);
  const view = keyspace?.views.get(name);
  const requirements: Requirement[] = [];
  if (!isReadableByAll(keyspaceName, name)) {
    requirements.push(need("SELECT", { kind: "table", keyspace: keyspaceName, name: view?.baseTable ?? name }));
  }
  requirements.push(...executePermissions(statement, context));
  if (keyspace !== undefined && since(context.capabilities, "5.0") && restrictsMasked(statement, keyspace)) {
    requirements.push(need("SELECT_MASKED", tableResource(statement.table, context)));
  }
  return requirements;
}

function executePermissions(statement: Write | Select, context: PermissionContext): readonly Requirement[] {
  return calledRoutines(statement, keyspaceOf(statement.table, context), context.schema).map(({ keyspace, routine }) =>
    need("EXECUTE", routineResource(keyspace, routine)),
  );
}

/** The description of the schema and of the nodes, which drivers read (ClientState of Cassandra 3.11–5.0). */
function isReadableByAll(keyspace: string, table: string): boolean {
  if (keyspace === "system_schema" || keyspace === "system_virtual_schema") return true;
  return keyspace === "system" && ["local", "peers", "peers_v2", "size_estimates", "table_estimates"].includes(table);
}

/** A condition on a masked column could find out what it holds (Cassandra 5.0). */
function restrictsMasked({ table, where }: Select, keyspace: Keyspace): boolean {
  const columns = keyspace.tables.get(table.name.name)?.columns ?? keyspace.views.get(table.name.name)?.columns;
  return where.flatMap(columnsOf).some((column) => columns?.get(column)?.mask !== undefined);
}

function columnsOf(relation: Relation): readonly string[] {
  switch (relation.kind) {
    case "comparison":
    case "in":
      return [relation.left.column.name];
    case "token":
    case "tuple":
      return relation.columns.map(({ name }) => name);
    case "is-not-null":
      return [relation.column.name];
    case "index-expression":
      return [];
  }
}
