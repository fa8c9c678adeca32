// A SET NOT NULL, which reads the whole table while nobody can use it. Pure.
import type { AlterTableCmd } from "libpg-query";
import { postgresRule, type Rule } from "../../rule.ts";
import { actionsOnOlderTable, addedConstraint } from "../../sql/alter-actions.ts";
import { earlierActions } from "../../sql/earlier-actions.ts";
import { problemAt, type SqlStatement } from "../../sql/linted.ts";

export const addingNotNullableField: Rule = postgresRule({
  name: "adding-not-nullable-field",
  level: "warn",
  on: {
    AlterTableStmt: (node, statement) =>
      actionsOnOlderTable(node, statement).flatMap(({ cmd, place }) =>
        isNotNullSet(cmd) && !isValidatedBefore(statement, node.relation?.relname)
          ? [problemAt(statement, place, MESSAGE, HINT)]
          : [],
      ),
  },
});

/** SET NOT NULL, or since PostgreSQL 18 ADD [CONSTRAINT name] NOT NULL column. */
function isNotNullSet(cmd: AlterTableCmd): boolean {
  const added = addedConstraint(cmd);
  return cmd.subtype === "AT_SetNotNull" || (added?.contype === "CONSTR_NOTNULL" && added.skip_validation !== true);
}

const MESSAGE = "SET NOT NULL reads every row while nobody can read or write the table";
const HINT = "add a CHECK (… IS NOT NULL) NOT VALID, VALIDATE it, and set NOT NULL then (PostgreSQL 12 or later)";

/** Since PostgreSQL 12 a validated check spares the reading; which check an earlier VALIDATE names, only the server knows. */
function isValidatedBefore(statement: SqlStatement, table: string | undefined): boolean {
  if (statement.side.server.major < 12) return false;
  return earlierActions(statement, table).some(({ cmd }) => cmd.subtype === "AT_ValidateConstraint");
}
