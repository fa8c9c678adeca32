// A constraint whose index is built while nobody can use the table. Pure.
import type { ColumnDef, Constraint } from "libpg-query";
import { postgresRule, type Rule } from "../../rule.ts";
import { actionsOnOlderTable, addedColumn, addedConstraint } from "../../sql/alter-actions.ts";
import { constraintsOf, hasConstraint, isSerial } from "../../sql/column-definitions.ts";
import { problemAt } from "../../sql/linted.ts";

export const disallowedUniqueConstraint: Rule = postgresRule({
  name: "disallowed-unique-constraint",
  level: "warn",
  on: {
    AlterTableStmt: (node, statement) =>
      actionsOnOlderTable(node, statement).flatMap(({ cmd, place }) => {
        const column = addedColumn(cmd);
        const constraint = addedConstraint(cmd);
        const added = [
          ...(column === undefined ? [] : constraintsToBuild(column)),
          ...(constraint ? [constraint] : []),
        ];
        const isBuilt = added.some(({ contype = "", indexname }) => BUILT.has(contype) && indexname === undefined);
        return isBuilt ? [problemAt(statement, place, MESSAGE, HINT)] : [];
      }),
  },
});

/** A new key that fills itself is `adding-serial-primary-key-field`'s. */
function constraintsToBuild(column: ColumnDef): readonly Constraint[] {
  const isFilled =
    isSerial(column) || hasConstraint(column, "CONSTR_IDENTITY") || hasConstraint(column, "CONSTR_DEFAULT");
  return constraintsOf(column).filter(({ contype }) => !isFilled || contype !== "CONSTR_PRIMARY");
}

const MESSAGE = "the index of this constraint is built while nobody can read or write the table";
const HINT = "build it with CREATE UNIQUE INDEX CONCURRENTLY, and add the constraint USING INDEX";
const BUILT: ReadonlySet<string> = new Set(["CONSTR_UNIQUE", "CONSTR_PRIMARY"]);
