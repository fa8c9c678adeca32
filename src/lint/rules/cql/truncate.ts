// A TRUNCATE, which empties a whole table. Pure.
import { problemAt, writtenAt } from "../../cql/linted.ts";
import { cqlRule, type Rule } from "../../rule.ts";

export const truncate: Rule = cqlRule({
  name: "truncate",
  level: "error",
  isDestructive: true,
  on: {
    truncate(statement) {
      const { table } = statement.node;
      const message = `TRUNCATE throws away every row of \`${writtenAt(statement, table)}\`, and fails while any node is down`;
      const hint =
        "delete what must go by its keys; or, if all of it must, say so at the head of the file: `-- @allow-destructive`";
      return [problemAt(statement, table, message, hint)];
    },
  },
});
