// Writes a relation as the servers write it in the WHERE of a view. Pure.
// Source: toCQLString of cql3/{SingleColumn,MultiColumn,Token}Relation.java; db/view/View.java of Cassandra 3.11.
import { unreachable } from "../../../base/assert.ts";
import type { Identifier } from "../../ast/name.ts";
import type { ColumnPath, InRelation, Relation } from "../../ast/relation.ts";
import { quoteIdentifier } from "../../identifiers.ts";
import { printTerm, printTerms } from "./print-term.ts";

/** `a IS NOT NULL`, `b > 1`, `(c, d) IN ((1, 2), (3, 4))` */
export function printRelation(relation: Relation): string {
  switch (relation.kind) {
    case "is-not-null":
      return `${quoteIdentifier(relation.column.name)} IS NOT NULL`;
    case "comparison": {
      const operator = relation.operator.replace("-", " ").toUpperCase();
      return `${printPath(relation.left)} ${operator} ${printTerm(relation.right)}`;
    }
    case "in":
      return `${printPath(relation.left)} IN ${printValues(relation.values)}`;
    case "tuple": {
      const { operator, values } = relation;
      const columns = printNames(relation.columns);
      if (operator === "in") return `${columns} IN ${printValues(values)}`;
      return `${columns} ${operator} ${"kind" in values ? "?" : printTerms(values)}`;
    }
    case "token":
      return `token${printNames(relation.columns)} ${relation.operator} ${printTerm(relation.right)}`;
    case "index-expression":
      return `expr(${quoteIdentifier(relation.index.name)},${printTerm(relation.right)})`;
    default:
      return unreachable(relation);
  }
}

function printPath({ column, element, field }: ColumnPath): string {
  const name = quoteIdentifier(column.name);
  if (element !== undefined) return `${name}[${printTerm(element)}]`;
  return field === undefined ? name : `${name}.${quoteIdentifier(field.name)}`;
}

function printValues(values: InRelation["values"]): string {
  return "kind" in values ? "?" : `(${printTerms(values)})`;
}

function printNames(names: readonly Identifier[]): string {
  return `(${names.map(({ name }) => quoteIdentifier(name)).join(", ")})`;
}
