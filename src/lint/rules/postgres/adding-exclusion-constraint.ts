// An exclusion constraint, whose index is built while nobody can use the table. Pure.

import { postgresRule, type Rule } from "../../rule.ts";
import { actionsOnOlderTable, addedConstraint } from "../../sql/alter-actions.ts";
import { problemAt } from "../../sql/linted.ts";

export const addingExclusionConstraint: Rule = postgresRule({
  name: "adding-exclusion-constraint",
  level: "warn",
  on: {
    AlterTableStmt: (node, statement) =>
      actionsOnOlderTable(node, statement).flatMap(({ cmd, place }) =>
        addedConstraint(cmd)?.contype === "CONSTR_EXCLUSION" ? [problemAt(statement, place, MESSAGE, HINT)] : [],
      ),
  },
});

const MESSAGE = "an exclusion constraint is built, and every row checked, while nobody can read or write the table";
const HINT = "make it with the table, or plan for the time in which the table cannot be used";
