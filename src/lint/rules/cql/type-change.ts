// A column or a field that gets another type. Pure.
import type { Identifier } from "../../../cql/ast/name.ts";
import { type CqlStatement, problemAt, writtenAt } from "../../cql/linted.ts";
import { cqlRule, type Problem, type Rule } from "../../rule.ts";

export const typeChange: Rule = cqlRule({
  name: "type-change",
  level: "warn",
  on: {
    "alter-table": (statement) =>
      statement.node.action.kind === "alter-type" ? [describe(statement, statement.node.action.column)] : [],
    "alter-type": (statement) =>
      statement.node.action.kind === "alter-type" ? [describe(statement, statement.node.action.field)] : [],
  },
});

function describe(statement: CqlStatement, changed: Identifier): Problem {
  const name = writtenAt(statement, changed);
  const message = `another type for \`${name}\` is not possible on Cassandra, and hardly on any other server`;
  const hint = `add one of the new type under another name, copy the values, and move readers and writers over`;
  return problemAt(statement, changed, message, hint);
}
