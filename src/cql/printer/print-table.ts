// Turns CREATE TABLE and ALTER TABLE into CQL text. Pure.
import { unreachable } from "../../base/assert.ts";
import type {
  AlterTable,
  AlterTableAction,
  ColumnNode,
  CreateTable,
  MaskNode,
  PrimaryKeyNode,
  RenameNode,
} from "../ast/ddl.ts";
import { printFunctionName, printIdentifier, printIdentifiers, printName } from "./print-name.ts";
import { printProperties, printTableProperties } from "./print-property.ts";
import { printTerms } from "./print-term.ts";
import { printType } from "./print-type.ts";

/** One column a line. */
export function printCreateTable(table: CreateTable): string {
  const lines = [...table.columns.map(printColumn), ...table.primaryKeys.map(printPrimaryKey)];
  const guard = table.ifNotExists ? "IF NOT EXISTS " : "";
  return `CREATE TABLE ${guard}${printName(table.name)} (\n  ${lines.join(",\n  ")}\n)${printTableProperties(table)}`;
}

export function printAlterTable({ ifExists, name, action }: AlterTable): string {
  return `ALTER TABLE ${ifExists ? "IF EXISTS " : ""}${printName(name)}${printAction(action)}`;
}

export function printPrimaryKey({ partition, clustering }: PrimaryKeyNode): string {
  const columns = printIdentifiers(partition);
  return `PRIMARY KEY (${[partition.length > 1 ? `(${columns})` : columns, ...clustering.map(printIdentifier)].join(", ")})`;
}

/** `a TO b AND c TO d` */
export function printRenames(renames: readonly RenameNode[]): string {
  return renames.map(({ from, to }) => `${printIdentifier(from)} TO ${printIdentifier(to)}`).join(" AND ");
}

function printColumn({ name, type, isStatic, mask, isPrimaryKey }: ColumnNode): string {
  const parts = [
    `${printIdentifier(name)} ${printType(type)}`,
    isStatic ? "STATIC" : "",
    mask === undefined ? "" : printMask(mask),
    isPrimaryKey ? "PRIMARY KEY" : "",
  ];
  return parts.filter((part) => part !== "").join(" ");
}

function printMask({ function: name, args }: MaskNode): string {
  return `MASKED WITH ${name === undefined ? "DEFAULT" : `${printFunctionName(name)}(${printTerms(args)})`}`;
}

function printAction(action: AlterTableAction): string {
  switch (action.kind) {
    case "add":
      return ` ADD ${action.ifNotExists ? "IF NOT EXISTS " : ""}${printOneOrMore(action.columns.map(printColumn))}`;
    case "drop":
      return printDrop(action);
    case "rename":
      return ` RENAME ${ifExists(action)}${printRenames(action.renames)}`;
    case "alter-type":
      return ` ALTER ${printIdentifier(action.column)} TYPE ${printType(action.type)}`;
    case "mask":
      return ` ALTER ${ifExists(action)}${printIdentifier(action.column)} ${printMask(action.mask)}`;
    case "drop-mask":
      return ` ALTER ${ifExists(action)}${printIdentifier(action.column)} DROP MASKED`;
    case "drop-compact-storage":
      return " DROP COMPACT STORAGE";
    case "options":
      return printProperties(action.options);
    case "ttl-column":
      return ` TTL ${action.column === undefined ? "NULL" : printIdentifier(action.column)}`;
    default:
      return unreachable(action);
  }
}

function printDrop(action: Extract<AlterTableAction, { readonly kind: "drop" }>): string {
  const timestamp = action.timestamp === undefined ? "" : ` USING TIMESTAMP ${action.timestamp}`;
  return ` DROP ${ifExists(action)}${printOneOrMore(action.columns.map(printIdentifier))}${timestamp}`;
}

function ifExists(action: { readonly ifExists: boolean }): string {
  return action.ifExists ? "IF EXISTS " : "";
}

function printOneOrMore(parts: readonly string[]): string {
  return parts.length === 1 ? parts.join("") : `(${parts.join(", ")})`;
}
