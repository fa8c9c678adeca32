// A constraint that is validated in the transaction that has just added it. Pure.

import { postgresRule, type Rule } from "../../rule.ts";
import { actionsOnOlderTable } from "../../sql/alter-actions.ts";
import { earlierActions } from "../../sql/earlier-actions.ts";
import { problemAt, type SqlStatement } from "../../sql/linted.ts";

export const constraintValidatedAtOnce: Rule = postgresRule({
  name: "constraint-validated-at-once",
  level: "warn",
  on: {
    AlterTableStmt: (node, statement) =>
      actionsOnOlderTable(node, statement).flatMap(({ cmd, place }) =>
        cmd.subtype === "AT_ValidateConstraint" && isAddedInTransaction(statement, node.relation?.relname, cmd.name)
          ? [problemAt(statement, place, MESSAGE, HINT)]
          : [],
      ),
  },
});

const MESSAGE =
  "the transaction still holds the lock that adding the constraint took, so that nobody uses the table meanwhile";
const HINT = "give each statement a transaction of its own: `-- @no-transaction` at the head of the file";

function isAddedInTransaction(
  statement: SqlStatement,
  table: string | undefined,
  constraint: string | undefined,
): boolean {
  return earlierActions(statement, table).some(
    ({ statement: { transaction }, cmd: { def } }) =>
      transaction === statement.transaction &&
      def !== undefined &&
      "Constraint" in def &&
      def.Constraint.conname === constraint,
  );
}
