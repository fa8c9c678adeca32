// The columns with which a table gets more of them than it bears well. Pure.
import type { ObjectName } from "../../../cql/ast/name.ts";
import type { Span } from "../../../text/span.ts";
import { tableAfter, tableBefore } from "../../cql/known-schema.ts";
import { type CqlStatement, problemAt, writtenAt } from "../../cql/linted.ts";
import { cqlRule, type Problem, type Rule } from "../../rule.ts";

interface Limits {
  readonly limit: number;
}

export const manyColumns: Rule = cqlRule({
  name: "many-columns",
  level: "warn",
  options: { limit: { kind: "count", default: 100, summary: "how many columns a table may have" } },
  on: {
    "create-table": (statement, limits) => check(statement, statement.node.name, statement.node.name, limits),
    "alter-table"(statement, limits) {
      const { name, action } = statement.node;
      const [first] = action.kind === "add" ? action.columns : [];
      return first === undefined ? [] : check(statement, name, first.name, limits);
    },
  },
});

/** Said once, by the statement that goes over the limit. */
function check(statement: CqlStatement, name: ObjectName, place: Span, { limit }: Limits): readonly Problem[] {
  if (statement.side.direction === "down") return [];
  const before = tableBefore(statement, name)?.columns.size ?? 0;
  const after = tableAfter(statement, name)?.columns.size ?? 0;
  if (after <= limit || before > limit) return [];
  const table = writtenAt(statement, name);
  const message = `\`${table}\` has ${after} columns now: every node holds them in its schema, and a row that is read as a whole is as many cells`;
  return [
    problemAt(statement, place, message, "put what is read together into one frozen value, or into rows of its own"),
  ];
}
