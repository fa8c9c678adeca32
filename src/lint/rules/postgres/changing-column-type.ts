// A column that gets another type, for which its table is rewritten. Pure.

import { postgresRule, type Rule } from "../../rule.ts";
import { actionsOnOlderTable } from "../../sql/alter-actions.ts";
import { problemAt } from "../../sql/linted.ts";

export const changingColumnType: Rule = postgresRule({
  name: "changing-column-type",
  level: "warn",
  on: {
    AlterTableStmt: (node, statement) =>
      statement.side.direction === "down"
        ? []
        : actionsOnOlderTable(node, statement).flatMap(({ cmd, place }) =>
            cmd.subtype === "AT_AlterColumnType" ? [problemAt(statement, place, MESSAGE, HINT)] : [],
          ),
  },
});

const MESSAGE = "another type rewrites the table while nobody can use it, unless its values are stored the same way";
const HINT = "add a column of the new type, copy the values in batches, and move readers and writers over";
