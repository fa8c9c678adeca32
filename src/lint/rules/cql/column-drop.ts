// A column, and what is in it, that an up side throws away. Pure.
import type { Identifier } from "../../../cql/ast/name.ts";
import { type CqlStatement, problemAt, writtenAt } from "../../cql/linted.ts";
import { cqlRule, type Rule } from "../../rule.ts";

export const columnDrop: Rule = cqlRule({
  name: "column-drop",
  level: "error",
  isDestructive: true,
  on: {
    "alter-table"(statement) {
      const { node, side } = statement;
      if (node.action.kind !== "drop" || side.direction === "down") return [];
      const table = writtenAt(statement, node.name);
      const lost = node.action.columns.filter((column) => isLost(statement, column) && !isNew(statement, column));
      return lost.map((column) =>
        problemAt(
          statement,
          column,
          `dropping the column \`${writtenAt(statement, column)}\` of \`${table}\` throws away what is in it for good`,
          "once nothing reads or writes it any more, say so at the head of the file: `-- @allow-destructive`",
        ),
      );
    },
  },
});

/** A column that the table does not have is guarded, or refused. */
function isLost({ trial: { table } }: CqlStatement, { name }: Identifier): boolean {
  return table === undefined || table.columns.has(name);
}

/** What the same side has just added, nobody has filled. */
function isNew(statement: CqlStatement, column: Identifier): boolean {
  const { node: drop, side, index } = statement;
  return side.statements.slice(0, index).some(
    ({ node }) =>
      node.kind === "alter-table" &&
      node.action.kind === "add" &&
      !node.action.ifNotExists &&
      drop.kind === "alter-table" &&
      node.name.name.name === drop.name.name.name &&
      // Where only one names its keyspace, the other one stands in the managed one, which most likely is the same.
      (node.name.keyspace?.name ?? drop.name.keyspace?.name) ===
        (drop.name.keyspace?.name ?? node.name.keyspace?.name) &&
      node.action.columns.some(({ name }) => name.name === column.name),
  );
}
