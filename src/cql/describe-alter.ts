// Says in words what an ALTER does that a difference of two schemas does not show: a rename looks there like a column that
// went and another that came. Pure.
import type { AlterTable, AlterType, RenameNode } from "./ast/ddl.ts";
import type { ObjectName } from "./ast/name.ts";
import type { StatementNode } from "./ast/statement.ts";
import { quoteIdentifier } from "./identifiers.ts";
import { printType } from "./printer/print-type.ts";
import type { Schema } from "./schema/schema.ts";

export interface AlterDescription {
  /** "rename-column" */
  readonly kind: string;
  /** "table shop.users" */
  readonly object: string;
  /** "rename column id to key" */
  readonly description: string;
}

/**
 * Undefined for a statement whose effect the difference shows.
 * @param before the schema that the statement meets, with the keyspace in use
 */
export function describeAlter(node: StatementNode, before: Schema): readonly AlterDescription[] | undefined {
  if (node.kind === "alter-table") return describeTable(node, before);
  return node.kind === "alter-type" ? describeType(node, before) : undefined;
}

function describeTable(node: AlterTable, before: Schema): readonly AlterDescription[] | undefined {
  const { action } = node;
  const object = `table ${pathOf(node.name, before)}`;
  const table = before.keyspaces.get(keyspaceOf(node.name, before))?.tables.get(node.name.name.name);
  switch (action.kind) {
    case "rename":
      return renamesIn(action.renames, (name) => table?.columns.has(name) === true).map((rename) => ({
        kind: "rename-column",
        object,
        description: renameText("column", rename),
      }));
    case "alter-type": {
      const description = `change the type of column ${quoteIdentifier(action.column.name)} to ${printType(action.type)}`;
      return [{ kind: "change-column-type", object, description }];
    }
    case "drop-compact-storage":
      return [{ kind: "drop-compact-storage", object, description: "drop compact storage" }];
    default:
      return undefined;
  }
}

function describeType(node: AlterType, before: Schema): readonly AlterDescription[] | undefined {
  const { action } = node;
  const object = `type ${pathOf(node.name, before)}`;
  const type = before.keyspaces.get(keyspaceOf(node.name, before))?.types.get(node.name.name.name);
  switch (action.kind) {
    case "rename":
      return renamesIn(action.renames, (name) => type?.fields.some((field) => field.name === name) === true).map(
        (rename) => ({
          kind: "rename-field",
          object,
          description: renameText("field", rename),
        }),
      );
    case "alter-type": {
      const description = `change the type of field ${quoteIdentifier(action.field.name)} to ${printType(action.type)}`;
      return [{ kind: "change-field-type", object, description }];
    }
    default:
      return undefined;
  }
}

function renameText(what: string, { from, to }: RenameNode): string {
  return `rename ${what} ${quoteIdentifier(from.name)} to ${quoteIdentifier(to.name)}`;
}

/** Of two new names for one the last counts; what is not there is guarded. */
function renamesIn(renames: readonly RenameNode[], has: (name: string) => boolean): readonly RenameNode[] {
  return [...new Map(renames.map((rename) => [rename.from.name, rename])).values()].filter(({ from }) =>
    has(from.name),
  );
}

function pathOf(name: ObjectName, before: Schema): string {
  return `${quoteIdentifier(keyspaceOf(name, before))}.${quoteIdentifier(name.name.name)}`;
}

function keyspaceOf({ keyspace }: ObjectName, { currentKeyspace = "" }: Schema): string {
  return keyspace?.name ?? currentKeyspace;
}
