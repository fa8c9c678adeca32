// An ALTER with IF [NOT] EXISTS → what a server that does not know these words has to be sent, as the schema is now. Pure.
import type { AlterTableAction, AlterTypeAction } from "../ast/ddl.ts";
import type { ObjectName } from "../ast/name.ts";
import type { StatementBody, StatementNode } from "../ast/statement.ts";
import type { Capabilities } from "../capabilities.ts";
import type { Keyspace, Schema } from "../schema/schema.ts";
import { supportsSyntax } from "../syntax-features.ts";

/** Whether a server lacks IF [NOT] EXISTS in ALTER, and the statement has it (Cassandra before 4.1, ScyllaDB, DSE). */
export function needsUnguarding({ features }: StatementNode, capabilities: Capabilities): boolean {
  return !supportsSyntax(capabilities, "guarded-alter") && features.some(({ feature }) => feature === "guarded-alter");
}

/** Without the guards, and without the parts that they leave out; undefined when nothing is left to do. */
export function withoutGuards(schema: Schema, statement: StatementBody): StatementBody | undefined {
  switch (statement.kind) {
    case "alter-keyspace": {
      const isThere = !statement.ifExists || schema.keyspaces.has(statement.name.name);
      return isThere ? { ...statement, ifExists: false } : undefined;
    }
    case "alter-materialized-view": {
      const isThere = !statement.ifExists || keyspaceOf(schema, statement.name)?.views.has(statement.name.name.name);
      return isThere === true ? { ...statement, ifExists: false } : undefined;
    }
    case "alter-table": {
      const table = keyspaceOf(schema, statement.name)?.tables.get(statement.name.name.name);
      if (table === undefined) return statement.ifExists ? undefined : statement;
      const action = leftOfTable(statement.action, (name) => table.columns.has(name));
      return action && { ...statement, ifExists: false, action };
    }
    case "alter-type": {
      const type = keyspaceOf(schema, statement.name)?.types.get(statement.name.name.name);
      if (type === undefined) return statement.ifExists ? undefined : statement;
      const names = new Set(type.fields.map(({ name }) => name));
      const action = leftOfType(statement.action, (name) => names.has(name));
      return action && { ...statement, ifExists: false, action };
    }
    default:
      return statement;
  }
}

function leftOfTable(action: AlterTableAction, has: (column: string) => boolean): AlterTableAction | undefined {
  switch (action.kind) {
    case "add": {
      const columns = action.ifNotExists ? action.columns.filter(({ name }) => !has(name.name)) : action.columns;
      return columns.length === 0 ? undefined : { ...action, ifNotExists: false, columns };
    }
    case "drop": {
      const columns = action.ifExists ? action.columns.filter(({ name }) => has(name)) : action.columns;
      return columns.length === 0 ? undefined : { ...action, ifExists: false, columns };
    }
    case "rename": {
      const renames = action.ifExists ? action.renames.filter(({ from }) => has(from.name)) : action.renames;
      return renames.length === 0 ? undefined : { ...action, ifExists: false, renames };
    }
    default:
      return action;
  }
}

function leftOfType(action: AlterTypeAction, has: (field: string) => boolean): AlterTypeAction | undefined {
  switch (action.kind) {
    case "add":
      return action.ifNotExists && has(action.field.name) ? undefined : { ...action, ifNotExists: false };
    case "rename": {
      const renames = action.ifExists ? action.renames.filter(({ from }) => has(from.name)) : action.renames;
      return renames.length === 0 ? undefined : { ...action, ifExists: false, renames };
    }
    default:
      return action;
  }
}

function keyspaceOf({ keyspaces, currentKeyspace = "" }: Schema, name: ObjectName): Keyspace | undefined {
  return keyspaces.get(name.keyspace?.name ?? currentKeyspace);
}
