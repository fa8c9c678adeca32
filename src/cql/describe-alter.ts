// Says in words what an ALTER does that a difference of two schemas does not show: a rename looks there like a column that
// went and another that came. Pure.
import type { AlterTable, AlterType, RenameNode } from "./ast/ddl.ts";
import type { ObjectName } from "./ast/name.ts";
import type { StatementNode } from "./ast/statement.ts";
import { quoteIdentifier } from "./identifiers.ts";
import { printType } from "./printer/print-type.ts";

export interface AlterDescription {
  /** "rename-column" */
  readonly kind: string;
  /** "table shop.users" */
  readonly object: string;
  /** "rename column id to key" */
  readonly description: string;
}

/** Undefined for a statement whose effect the difference shows. */
export function describeAlter(node: StatementNode, currentKeyspace: string): readonly AlterDescription[] | undefined {
  if (node.kind === "alter-table") return describeTable(node, currentKeyspace);
  return node.kind === "alter-type" ? describeType(node, currentKeyspace) : undefined;
}

function describeTable(node: AlterTable, currentKeyspace: string): readonly AlterDescription[] | undefined {
  const { action } = node;
  const object = `table ${pathOf(node.name, currentKeyspace)}`;
  switch (action.kind) {
    case "rename":
      return action.renames.map((rename) => ({
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

function describeType(node: AlterType, currentKeyspace: string): readonly AlterDescription[] | undefined {
  const { action } = node;
  const object = `type ${pathOf(node.name, currentKeyspace)}`;
  switch (action.kind) {
    case "rename":
      return action.renames.map((rename) => ({
        kind: "rename-field",
        object,
        description: renameText("field", rename),
      }));
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

function pathOf({ keyspace, name }: ObjectName, current: string): string {
  return `${quoteIdentifier(keyspace?.name ?? current)}.${quoteIdentifier(name.name)}`;
}
