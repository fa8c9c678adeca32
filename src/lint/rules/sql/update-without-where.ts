// An UPDATE of every row. Pure.
import { type Rule, sqlRule } from "../../rule.ts";
import { changedTable } from "../../sql/changed-table.ts";
import { problemAt } from "../../sql/linted.ts";

export const updateWithoutWhere: Rule = sqlRule({
  name: "update-without-where",
  level: "warn",
  on: {
    update(statement) {
      const table = changedTable(statement);
      if (table === undefined || table.isNarrowed || table.isMadeHere) return [];
      const message = `UPDATE without WHERE writes every row of \`${table.written}\` in one transaction`;
      return [problemAt(statement, table.place, message, HINT)];
    },
  },
});

const HINT = "say which rows with WHERE; many of them are better filled in batches by key, by a migration in code";
