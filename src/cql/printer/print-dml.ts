// Turns statements that change data into CQL text. Pure.
import { unreachable } from "../../base/assert.ts";
import type {
  Assignment,
  Batch,
  Delete,
  DmlNode,
  Insert,
  InsertJson,
  Truncate,
  Update,
  UsingClause,
} from "../ast/dml.ts";
import { printIdentifier, printIdentifiers, printName } from "./print-name.ts";
import { printCondition, printPath, printWhere } from "./print-relation.ts";
import { printTerm, printTerms } from "./print-term.ts";

export function printDml(node: DmlNode): string {
  switch (node.kind) {
    case "insert":
      return printInsert(node);
    case "insert-json":
      return printInsertJson(node);
    case "update":
      return printUpdate(node);
    case "delete":
      return printDelete(node);
    case "batch":
      return printBatch(node);
    case "truncate":
      return printTruncate(node);
    default:
      return unreachable(node);
  }
}

function printInsert({ table, columns, values, ifNotExists, using }: Insert): string {
  const head = `INSERT INTO ${printName(table)} (${printIdentifiers(columns)}) VALUES (${printTerms(values)})`;
  return `${head}${ifNotExists ? " IF NOT EXISTS" : ""}${printUsing(using)}`;
}

function printInsertJson({ table, json, defaults, ifNotExists, using }: InsertJson): string {
  const end = defaults === undefined ? "" : ` DEFAULT ${defaults.toUpperCase()}`;
  const head = `INSERT INTO ${printName(table)} JSON ${printTerm(json)}${end}`;
  return `${head}${ifNotExists ? " IF NOT EXISTS" : ""}${printUsing(using)}`;
}

function printUpdate({ table, using, assignments, where, condition }: Update): string {
  const head = `UPDATE ${printName(table)}${printUsing(using)} SET ${assignments.map(printAssignment).join(", ")}`;
  return `${head}${printWhere(where)}${printCondition(condition)}`;
}

function printAssignment({ kind, target, value, operand, isShorthand }: Assignment): string {
  const left = printPath(target);
  const right = printTerm(value);
  if (isShorthand) return `${left} ${kind === "subtract" ? "-=" : "+="} ${right}`;
  const column = printIdentifier(operand ?? target.column);
  switch (kind) {
    case "set":
      return `${left} = ${right}`;
    case "add":
      return `${left} = ${column} + ${right}`;
    case "subtract":
      return `${left} = ${column} - ${right}`;
    case "prepend":
      return `${left} = ${right} + ${column}`;
    default:
      return unreachable(kind);
  }
}

function printDelete({ table, targets, using, where, condition }: Delete): string {
  const what = targets.length === 0 ? "" : ` ${targets.map(printPath).join(", ")}`;
  return `DELETE${what} FROM ${printName(table)}${printUsing(using)}${printWhere(where)}${printCondition(condition)}`;
}

/** One statement a line. */
function printBatch({ type, using, statements }: Batch): string {
  const head = `BEGIN ${type === "logged" ? "" : `${type.toUpperCase()} `}BATCH${printUsing(using)}`;
  return [head, ...statements.map((statement) => `  ${printDml(statement)};`), "APPLY BATCH"].join("\n");
}

function printTruncate({ table, timeout }: Truncate): string {
  return `TRUNCATE TABLE ${printName(table)}${printUsing({ timestamp: undefined, ttl: undefined, timeout })}`;
}

function printUsing({ timestamp, ttl, timeout }: UsingClause): string {
  const parts = [
    ...(timestamp === undefined ? [] : [`TIMESTAMP ${printTerm(timestamp)}`]),
    ...(ttl === undefined ? [] : [`TTL ${printTerm(ttl)}`]),
    ...(timeout === undefined ? [] : [`TIMEOUT ${printTerm(timeout)}`]),
  ];
  return parts.length === 0 ? "" : ` USING ${parts.join(" AND ")}`;
}
