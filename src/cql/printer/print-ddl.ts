// Turns statements that change the schema into CQL text. Pure.
import { unreachable } from "../../base/assert.ts";
import type {
  AlterType,
  CreateIndex,
  CreateMaterializedView,
  CreateTrigger,
  CreateType,
  DdlNode,
  DropObject,
  DropTrigger,
  IndexTargetNode,
} from "../ast/ddl.ts";
import { cqlString } from "../identifiers.ts";
import { printIdentifier, printIdentifiers, printName, printTypeName } from "./print-name.ts";
import { printProperties, printTableProperties } from "./print-property.ts";
import { printWhere } from "./print-relation.ts";
import { printCreateAggregate, printCreateFunction, printDropRoutine } from "./print-routine.ts";
import { printSelectors } from "./print-selector.ts";
import { printAlterTable, printCreateTable, printPrimaryKey, printRenames } from "./print-table.ts";
import { printType } from "./print-type.ts";

export function printDdl(node: DdlNode): string {
  switch (node.kind) {
    case "create-keyspace":
      return `CREATE KEYSPACE ${ifNotExists(node)}${printIdentifier(node.name)}${printProperties(node.options)}`;
    case "alter-keyspace":
      return `ALTER KEYSPACE ${ifExists(node)}${printIdentifier(node.name)}${printProperties(node.options)}`;
    case "drop-keyspace":
      return `DROP KEYSPACE ${ifExists(node)}${printIdentifier(node.name)}`;
    case "create-table":
      return printCreateTable(node);
    case "alter-table":
      return printAlterTable(node);
    case "create-type":
      return printCreateType(node);
    case "alter-type":
      return `ALTER TYPE ${ifExists(node)}${printTypeName(node.name)} ${printTypeAction(node)}`;
    case "create-index":
      return printCreateIndex(node);
    case "create-materialized-view":
      return printCreateView(node);
    case "alter-materialized-view":
      return `ALTER MATERIALIZED VIEW ${ifExists(node)}${printName(node.name)}${printProperties(node.options)}`;
    case "create-function":
      return printCreateFunction(node);
    case "create-aggregate":
      return printCreateAggregate(node);
    case "drop-function":
    case "drop-aggregate":
      return printDropRoutine(node);
    case "create-trigger":
      return printCreateTrigger(node);
    case "drop-trigger":
      return printDropTrigger(node);
    case "drop-table":
    case "drop-type":
    case "drop-index":
    case "drop-materialized-view":
      return printDropObject(node);
    default:
      return unreachable(node);
  }
}

/** One field a line. */
function printCreateType(node: CreateType): string {
  const fields = node.fields.map(({ name, type }) => `  ${printIdentifier(name)} ${printType(type)}`);
  return `CREATE TYPE ${ifNotExists(node)}${printTypeName(node.name)} (\n${fields.join(",\n")}\n)`;
}

function printTypeAction({ action }: AlterType): string {
  switch (action.kind) {
    case "add":
      return `ADD ${ifNotExists(action)}${printIdentifier(action.field)} ${printType(action.type)}`;
    case "rename":
      return `RENAME ${ifExists(action)}${printRenames(action.renames)}`;
    case "alter-type":
      return `ALTER ${printIdentifier(action.field)} TYPE ${printType(action.type)}`;
    default:
      return unreachable(action);
  }
}

function printCreateIndex(node: CreateIndex): string {
  const name = node.name === undefined ? "" : `${printIdentifier(node.name)} `;
  const targets = node.targets.map(printTarget).join(", ");
  const using = node.using === undefined ? "" : ` USING ${cqlString(node.using)}`;
  const head = `CREATE ${node.isCustom ? "CUSTOM " : ""}INDEX ${ifNotExists(node)}${name}`;
  return `${head}ON ${printName(node.table)} (${targets})${using}${printProperties(node.options)}`;
}

function printTarget(target: IndexTargetNode): string {
  if (target.kind === "partition-key") return `(${printIdentifiers(target.columns)})`;
  const column = printIdentifier(target.column);
  return target.kind === "simple" ? column : `${target.kind}(${column})`;
}

/** The parts of the query one a line. */
function printCreateView(node: CreateMaterializedView): string {
  const where = printWhere(node.where).replace(/^ /, "\n  ");
  const query = `SELECT ${printSelectors(node.selectors)}\n  FROM ${printName(node.base)}${where}`;
  const head = `CREATE MATERIALIZED VIEW ${ifNotExists(node)}${printName(node.name)} AS`;
  return `${head}\n  ${query}\n  ${printPrimaryKey(node.primaryKey)}${printTableProperties(node)}`;
}

function printCreateTrigger(node: CreateTrigger): string {
  const name = printIdentifier(node.name);
  return `CREATE TRIGGER ${ifNotExists(node)}${name} ON ${printName(node.table)} USING ${cqlString(node.className)}`;
}

function printDropTrigger(node: DropTrigger): string {
  return `DROP TRIGGER ${ifExists(node)}${printIdentifier(node.name)} ON ${printName(node.table)}`;
}

function printDropObject(node: DropObject): string {
  const what = node.kind.slice("drop-".length).replaceAll("-", " ").toUpperCase();
  return `DROP ${what} ${ifExists(node)}${node.kind === "drop-type" ? printTypeName(node.name) : printName(node.name)}`;
}

function ifExists(node: { readonly ifExists: boolean }): string {
  return node.ifExists ? "IF EXISTS " : "";
}

function ifNotExists(node: { readonly ifNotExists: boolean }): string {
  return node.ifNotExists ? "IF NOT EXISTS " : "";
}
