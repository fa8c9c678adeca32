// A collection, or a user's type, that is replaced as a whole where its parts could be changed. Pure.
import type { Identifier } from "../../../cql/ast/name.ts";
import type { Term } from "../../../cql/ast/term.ts";
import type { CqlType } from "../../../cql/schema/cql-type.ts";
import { isMultiCell } from "../../../cql/schema/type-facts.ts";
import { tableBefore } from "../../cql/known-schema.ts";
import { type CqlStatement, problemAt, writtenAt } from "../../cql/linted.ts";
import { cqlRule, type Problem, type Rule } from "../../rule.ts";

export const collectionOverwrite: Rule = cqlRule({
  name: "collection-overwrite",
  level: "warn",
  options: {
    inserts: {
      kind: "switch",
      default: false,
      summary: "whether INSERT is looked at, too, which writes the same tombstone before the values of a new row",
    },
  },
  on: {
    update: (statement) =>
      statement.node.assignments.flatMap(({ kind, target, value }) =>
        kind === "set" && target.element === undefined && target.field === undefined
          ? check(statement, target.column, value)
          : [],
      ),
    insert: (statement, { inserts }) =>
      inserts
        ? statement.node.columns.flatMap((column, index) => check(statement, column, statement.node.values[index]))
        : [],
  },
});

function check(
  statement: CqlStatement<Extract<CqlStatement["node"], { readonly kind: "insert" | "update" }>>,
  column: Identifier,
  value: Term | undefined,
): readonly Problem[] {
  const { table } = statement.node;
  const type = tableBefore(statement, table)?.columns.get(column.name)?.type;
  if (type === undefined || !isMultiCell(type) || value === undefined || isNothing(value)) return [];
  const name = writtenAt(statement, column);
  const message = `\`${name}\` is replaced as a whole: a tombstone is written, and what others put in at the same time is lost`;
  return [problemAt(statement, column, message, hintFor(type, name))];
}

function hintFor(type: CqlType, name: string): string {
  switch (type.kind) {
    case "user":
      return `write the fields that change: \`${name}.FIELD = …\``;
    case "map":
      return `write the entries that change: \`${name}[KEY] = …\`, or \`${name} = ${name} + {…}\``;
    case "list":
      return `add what is new: \`${name} = ${name} + […]\``;
    default:
      return `add what is new: \`${name} = ${name} + {…}\``;
  }
}

/** To empty it is what a tombstone is for. */
function isNothing(value: Term): boolean {
  if (value.kind === "null") return true;
  if (value.kind === "map") return value.entries.length === 0;
  return (value.kind === "list" || value.kind === "set") && value.items.length === 0;
}
