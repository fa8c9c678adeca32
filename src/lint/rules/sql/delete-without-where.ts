// A DELETE of every row. Pure.
import { type Rule, sqlRule } from "../../rule.ts";
import { changedTable } from "../../sql/changed-table.ts";
import { problemAt } from "../../sql/linted.ts";

export const deleteWithoutWhere: Rule = sqlRule({
  name: "delete-without-where",
  level: "error",
  isDestructive: true,
  check: ({ up, statements }) =>
    statements.flatMap((statement) => {
      if (statement.facts.kind !== "delete") return [];
      const table = changedTable(statement);
      if (table === undefined || table.isNarrowed || table.isMadeHere) return [];
      // A down side may empty what its up side has made.
      if (statement.side !== up && up.made.has(table.key)) return [];
      const message = `DELETE without WHERE throws away every row of \`${table.written}\`, whoever wrote it`;
      return [problemAt(statement, table.place, message, HINT)];
    }),
});

const HINT =
  "say which rows with WHERE; if all of them must go, say so at the head of the file: `-- @allow-destructive`";
