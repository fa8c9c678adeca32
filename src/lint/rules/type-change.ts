// A column or a field that gets another type. Pure.

import type { Identifier } from "../../cql/ast/name.ts";
import type { StatementNode } from "../../cql/ast/statement.ts";
import { problemAt, type Rule, writtenAt } from "../rule.ts";

export const typeChange: Rule = {
  name: "type-change",
  severity: "warn",
  isDestructive: false,
  isWholeStory: false,
  check: ({ statements }) =>
    statements.flatMap((statement) => {
      const changed = changedOf(statement.node);
      if (changed === undefined) return [];
      const name = writtenAt(statement, changed);
      const message = `another type for \`${name}\` is not possible on Cassandra, and hardly on any other server`;
      const hint = `add one of the new type under another name, copy the values, and move readers and writers over`;
      return [problemAt(statement, changed, message, hint)];
    }),
};

function changedOf(node: StatementNode): Identifier | undefined {
  if (node.kind === "alter-table" && node.action.kind === "alter-type") return node.action.column;
  if (node.kind === "alter-type" && node.action.kind === "alter-type") return node.action.field;
  return undefined;
}
