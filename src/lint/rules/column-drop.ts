// A column, and what is in it, that an up side throws away. Pure.
import { problemAt, type Rule, writtenAt } from "../rule.ts";

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
      return node.action.columns.map((column) =>
        problemAt(
          statement,
          column,
          `dropping the column \`${writtenAt(statement, column)}\` of \`${table}\` throws away what is in it for good`,
          "once nothing reads or writes it any more, say so at the head of the file: `-- @allow-destructive`",
        ),
      );
    }),
};
