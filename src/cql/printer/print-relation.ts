// Turns the conditions of WHERE and IF into CQL text. Pure.
import { unreachable } from "../../base/assert.ts";
import type { Condition } from "../ast/dml.ts";
import type { ColumnPath, ComparisonRelation, MarkerIn, Relation } from "../ast/relation.ts";
import type { Term } from "../ast/term.ts";
import { printIdentifier, printIdentifiers } from "./print-name.ts";
import { printMarker, printTerm, printTerms } from "./print-term.ts";

/** " WHERE …", or nothing. */
export function printWhere(relations: readonly Relation[]): string {
  return relations.length === 0 ? "" : ` WHERE ${printRelations(relations)}`;
}

/** " IF …", or nothing. */
export function printCondition(condition: Condition): string {
  if (condition === undefined) return "";
  return condition === "exists" ? " IF EXISTS" : ` IF ${printRelations(condition)}`;
}

export function printPath({ column, element, field }: ColumnPath): string {
  const whole = printIdentifier(column);
  if (element !== undefined) return `${whole}[${printTerm(element)}]`;
  return field === undefined ? whole : `${whole}.${printIdentifier(field)}`;
}

function printRelations(relations: readonly Relation[]): string {
  return relations.map(printRelation).join(" AND ");
}

function printRelation(relation: Relation): string {
  switch (relation.kind) {
    case "comparison":
      return `${printPath(relation.left)} ${printOperator(relation.operator)} ${printTerm(relation.right)}`;
    case "token":
      return `token(${printIdentifiers(relation.columns)}) ${relation.operator} ${printTerm(relation.right)}`;
    case "in":
      return `${printPath(relation.left)} IN ${printValues(relation.values)}`;
    case "tuple":
      return `(${printIdentifiers(relation.columns)}) ${printTupleEnd(relation.operator, relation.values)}`;
    case "is-not-null":
      return `${printIdentifier(relation.column)} IS NOT NULL`;
    case "index-expression":
      return `expr(${printIdentifier(relation.index)}, ${printTerm(relation.right)})`;
    default:
      return unreachable(relation);
  }
}

function printTupleEnd(operator: string, values: readonly Term[] | MarkerIn): string {
  if (operator === "in") return `IN ${printValues(values)}`;
  return `${operator} ${isMarker(values) ? printMarker(values) : printTerms(values)}`;
}

function printValues(values: readonly Term[] | MarkerIn): string {
  return isMarker(values) ? printMarker(values) : `(${printTerms(values)})`;
}

function isMarker(values: readonly Term[] | MarkerIn): values is MarkerIn {
  return !Array.isArray(values);
}

function printOperator(operator: ComparisonRelation["operator"]): string {
  return operator === "contains-key" ? "CONTAINS KEY" : operator.toUpperCase();
}
