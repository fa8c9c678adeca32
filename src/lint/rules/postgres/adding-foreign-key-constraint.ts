// A foreign key that is checked against all rows while both tables are locked. Pure.
import type { ColumnDef, Constraint } from "libpg-query";
import { postgresRule, type Rule } from "../../rule.ts";
import { actionsOnOlderTable, addedColumn, addedConstraint } from "../../sql/alter-actions.ts";
import { constraintsOf, isSerial } from "../../sql/column-definitions.ts";
import { problemAt } from "../../sql/linted.ts";

export const addingForeignKeyConstraint: Rule = postgresRule({
  name: "adding-foreign-key-constraint",
  level: "warn",
  on: {
    AlterTableStmt: (node, statement) =>
      actionsOnOlderTable(node, statement).flatMap(({ cmd, place }) => {
        const column = addedColumn(cmd);
        const constraint = addedConstraint(cmd);
        const added = [...(column === undefined ? [] : keysToCheck(column)), ...(constraint ? [constraint] : [])];
        const isChecked = added.some(
          ({ contype, skip_validation: isSkipped }) => contype === "CONSTR_FOREIGN" && isSkipped !== true,
        );
        return isChecked ? [problemAt(statement, place, MESSAGE, HINT)] : [];
      }),
  },
});

/** PostgreSQL looks at no row for a new column that is null in all of them. */
function keysToCheck(column: ColumnDef): readonly Constraint[] {
  const constraints = constraintsOf(column);
  return isSerial(column) || constraints.some(({ contype = "" }) => FILLED.has(contype)) ? constraints : [];
}

const FILLED: ReadonlySet<string> = new Set(["CONSTR_DEFAULT", "CONSTR_IDENTITY", "CONSTR_GENERATED"]);

const MESSAGE = "adding a foreign key checks every row while writers of both tables wait";
const HINT = "add it NOT VALID, and let VALIDATE CONSTRAINT check the rows in a transaction of its own";
