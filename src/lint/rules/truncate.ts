// A TRUNCATE, which empties a whole table. Pure.
import { problemAt, type Rule, writtenAt } from "../rule.ts";

export const truncate: Rule = {
  name: "truncate",
  severity: "error",
  isDestructive: true,
  isWholeStory: false,
  check: ({ statements }) =>
    statements.flatMap((statement) => {
      const { node } = statement;
      if (node.kind !== "truncate") return [];
      const table = writtenAt(statement, node.table);
      const message = `TRUNCATE throws away every row of \`${table}\`, and fails while any node is down`;
      const hint =
        "delete what must go by its keys; or, if all of it must, say so at the head of the file: `-- @allow-destructive`";
      return [problemAt(statement, node.table, message, hint)];
    }),
};
