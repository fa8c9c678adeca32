// A column, and what is in it, that an up side throws away. Pure.
import type { Identifier, ObjectName } from "../../cql/ast/name.ts";
import { type LintedSide, type LintedStatement, problemAt, type Rule, writtenAt } from "../rule.ts";

export const columnDrop: Rule = {
  name: "column-drop",
  severity: "error",
  isDestructive: true,
  isWholeStory: false,
  check: ({ up }) =>
    up.statements.flatMap((statement) => {
      const { node } = statement;
      if (node.kind !== "alter-table" || node.action.kind !== "drop") return [];
      const table = writtenAt(statement, node.name);
      const lost = node.action.columns.filter(
        (column) => isLost(statement, column) && !isAddedIn(up, node.name, column),
      );
      return lost.map((column) =>
        problemAt(
          statement,
          column,
          `dropping the column \`${writtenAt(statement, column)}\` of \`${table}\` throws away what is in it for good`,
          "once nothing reads or writes it any more, say so at the head of the file: `-- @allow-destructive`",
        ),
      );
    }),
};

/** A column that the table does not have is guarded, or refused. */
function isLost({ trial: { table } }: LintedStatement, { name }: Identifier): boolean {
  return table === undefined || table.columns.has(name);
}

/** What the same side has just added, nobody has filled. */
function isAddedIn(side: LintedSide, table: ObjectName, column: Identifier): boolean {
  return side.statements.some(
    ({ node }) =>
      node.kind === "alter-table" &&
      node.action.kind === "add" &&
      !node.action.ifNotExists &&
      node.start < table.start &&
      node.name.name.name === table.name.name &&
      isSameKeyspace(node.name, table) &&
      node.action.columns.some(({ name }) => name.name === column.name),
  );
}

/** Where only one names its keyspace, the other one stands in the managed one, which most likely is the same. */
function isSameKeyspace({ keyspace: one }: ObjectName, { keyspace: other }: ObjectName): boolean {
  return one === undefined || other === undefined || one.name === other.name;
}
