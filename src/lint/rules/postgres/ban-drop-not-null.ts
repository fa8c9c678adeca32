// A column that programs rely on to have a value, and that may be without one from now on. Pure.

import { postgresRule, type Rule } from "../../rule.ts";
import { actionsOnOlderTable } from "../../sql/alter-actions.ts";
import { problemAt } from "../../sql/linted.ts";

export const banDropNotNull: Rule = postgresRule({
  name: "ban-drop-not-null",
  level: "warn",
  on: {
    AlterTableStmt: (node, statement) =>
      statement.side.direction === "down"
        ? []
        : actionsOnOlderTable(node, statement).flatMap(({ cmd, place }) =>
            cmd.subtype === "AT_DropNotNull" ? [problemAt(statement, place, MESSAGE, HINT)] : [],
          ),
  },
});

const MESSAGE = "programs that rely on a value in this column meet nulls from now on";
const HINT = "see to it first that every program that reads it can do without a value";
