// Says which permissions the server asks for before it runs a statement. Pure.
//
// Written after the methods `checkAccess` (Cassandra 3.11) and `authorize` (4.0–5.0) of the server's statements; ScyllaDB
// is taken to ask as Cassandra 3.11 does, but for rows of tables with views.
import { unreachable } from "../../base/assert.ts";
import type { CreateAggregate, CreateFunction, DropObject, DropRoutine } from "../ast/ddl.ts";
import type { ObjectName } from "../ast/name.ts";
import type { StatementBody } from "../ast/statement.ts";
import { since } from "../capabilities.ts";
import { findIndexedTable } from "../simulate/index-names.ts";
import { routinesNamed } from "../simulate/routines.ts";
import {
  findKeyspaceOf,
  findWrittenRoutine,
  functionResource,
  keyspaceOf,
  type PermissionContext,
  routineResource,
  tableResource,
  writtenTypes,
} from "./permission-context.ts";
import { need, needSuperuser, type Requirement, withoutRepeats } from "./requirement.ts";
import { tablesOf } from "./resource.ts";
import { rolePermissions } from "./role-permissions.ts";
import { rowPermissions } from "./row-permissions.ts";

/**
 * What the role that sends the statement needs, in the order in which the server asks. Nothing for what is not understood,
 * and for what the server refuses for another reason: a table, an index or a view that is not there.
 */
export function requiredPermissions(statement: StatementBody, context: PermissionContext): readonly Requirement[] {
  return withoutRepeats(requirementsOf(statement, context));
}

function requirementsOf(statement: StatementBody, context: PermissionContext): readonly Requirement[] {
  switch (statement.kind) {
    case "create-keyspace":
      return [need("CREATE", { kind: "all-keyspaces" })];
    case "alter-keyspace":
      return [need("ALTER", { kind: "keyspace", keyspace: statement.name.name })];
    case "drop-keyspace":
      return [need("DROP", { kind: "keyspace", keyspace: statement.name.name })];
    case "create-table":
    case "create-type":
      return [need("CREATE", tablesOf(keyspaceOf(statement.name, context), context.capabilities))];
    case "alter-type":
      return [need("ALTER", tablesOf(keyspaceOf(statement.name, context), context.capabilities))];
    case "drop-type":
      return [need("DROP", tablesOf(keyspaceOf(statement.name, context), context.capabilities))];
    case "alter-table":
      return [need("ALTER", tableResource(statement.name, context))];
    case "drop-table":
      return dropTable(statement, context);
    case "create-index":
      return [need("ALTER", tableResource(statement.table, context))];
    case "drop-index":
      return dropIndex(statement, context);
    case "create-materialized-view": {
      // The table is looked for in the keyspace of the view.
      const keyspace = keyspaceOf(statement.name, context);
      return [need("ALTER", { kind: "table", keyspace, name: statement.base.name.name })];
    }
    case "alter-materialized-view":
    case "drop-materialized-view":
      return changeView(statement.name, context);
    case "create-function":
      return [createRoutine(statement, context)];
    case "create-aggregate":
      return createAggregate(statement, context);
    case "drop-function":
    case "drop-aggregate":
      return dropRoutine(statement, context);
    case "create-trigger":
      return [needSuperuser("create triggers")];
    case "drop-trigger":
      return [needSuperuser("drop triggers")];
    case "insert":
    case "insert-json":
    case "update":
    case "delete":
    case "batch":
    case "truncate":
    case "select":
      return rowPermissions(statement, context);
    case "create-role":
    case "create-user":
    case "alter-role":
    case "alter-user":
    case "drop-role":
    case "drop-user":
    case "add-identity":
    case "drop-identity":
    case "grant":
    case "revoke":
    case "list":
      return rolePermissions(statement, context);
    case "use":
    case "describe":
    case "opaque":
      return [];
    default:
      return unreachable(statement);
  }
}

function dropTable({ name, ifExists }: DropObject, context: PermissionContext): readonly Requirement[] {
  // Only Cassandra 3.11 looks whether it is there before it asks.
  const isGone = findKeyspaceOf(name, context)?.tables.has(name.name.name) === false;
  if (ifExists && isGone && !since(context.capabilities, "4.0")) return [];
  return [need("DROP", tableResource(name, context))];
}

function dropIndex({ name }: DropObject, context: PermissionContext): readonly Requirement[] {
  const keyspace = findKeyspaceOf(name, context);
  const table = keyspace === undefined ? undefined : findIndexedTable(keyspace, name.name.name);
  if (keyspace === undefined || table === undefined) return [];
  return [need("ALTER", { kind: "table", keyspace: keyspace.name, name: table.name })];
}

function changeView(name: ObjectName, context: PermissionContext): readonly Requirement[] {
  const keyspace = keyspaceOf(name, context);
  const view = findKeyspaceOf(name, context)?.views.get(name.name.name);
  return view === undefined ? [] : [need("ALTER", { kind: "table", keyspace, name: view.baseTable })];
}

function createRoutine(node: CreateFunction | CreateAggregate, context: PermissionContext): Requirement {
  const keyspace = keyspaceOf(node.name, context);
  const replaced = node.orReplace ? findWrittenRoutine(node.name, writtenTypes(node), context) : undefined;
  if (replaced !== undefined) return need("ALTER", routineResource(keyspace, replaced));
  return need("CREATE", { kind: "functions-in-keyspace", keyspace });
}

function createAggregate(node: CreateAggregate, context: PermissionContext): readonly Requirement[] {
  const { name, argumentTypes, stateType, stateFunction, finalFunction } = node;
  const keyspace = keyspaceOf(name, context);
  const state = functionResource(keyspace, stateFunction.name, [stateType, ...argumentTypes], context);
  const requirements = [createRoutine(node, context), need("EXECUTE", state)];
  if (finalFunction === undefined) return requirements;
  return [...requirements, need("EXECUTE", functionResource(keyspace, finalFunction.name, [stateType], context))];
}

function dropRoutine(node: DropRoutine, context: PermissionContext): readonly Requirement[] {
  // Cassandra 3.11 has permissions on functions, and none on aggregates that are dropped (DropAggregateStatement).
  if (node.kind === "drop-aggregate" && !since(context.capabilities, "4.0")) {
    return [need("DROP", { kind: "keyspace", keyspace: keyspaceOf(node.name, context) })];
  }
  const keyspace = findKeyspaceOf(node.name, context);
  if (keyspace === undefined) return [];
  const found =
    node.argumentTypes === undefined
      ? routinesNamed(keyspace, node.name.name.name)
      : [findWrittenRoutine(node.name, node.argumentTypes, context)];
  return found.flatMap((routine) =>
    routine === undefined ? [] : need("DROP", routineResource(keyspace.name, routine)),
  );
}
