// A check that is held against all rows while nobody can use the table. Pure.

import { postgresRule, type Rule } from "../../rule.ts";
import { actionsOnOlderTable, addedColumn, addedConstraint } from "../../sql/alter-actions.ts";
import { constraintsOf } from "../../sql/column-definitions.ts";
import { problemAt } from "../../sql/linted.ts";

export const constraintMissingNotValid: Rule = postgresRule({
  name: "constraint-missing-not-valid",
  level: "warn",
  on: {
    AlterTableStmt: (node, statement) =>
      actionsOnOlderTable(node, statement).flatMap(({ cmd, place }) => {
        const column = addedColumn(cmd);
        const constraint = addedConstraint(cmd);
        const added = [...(column === undefined ? [] : constraintsOf(column)), ...(constraint ? [constraint] : [])];
        const isChecked = added.some(
          ({ contype, skip_validation: isSkipped }) => contype === "CONSTR_CHECK" && isSkipped !== true,
        );
        return isChecked ? [problemAt(statement, place, MESSAGE, HINT)] : [];
      }),
  },
});

const MESSAGE = "the check is held against every row while nobody can read or write the table";
const HINT = "add it NOT VALID, and let VALIDATE CONSTRAINT look at the rows in a transaction of its own";
