// A constraint that is validated in the transaction that has just added it. Pure.

import { postgresRule, type Rule } from "../../rule.ts";
import { actionsOnOlderTable } from "../../sql/alter-actions.ts";
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
  { side, index, transaction }: SqlStatement,
  table: string | undefined,
  constraint: string | undefined,
): boolean {
  return side.statements.slice(0, index).some((other) => {
    if (other.transaction !== transaction || other.tree === undefined || !("AlterTableStmt" in other.tree))
      return false;
    const { relation, cmds = [] } = other.tree.AlterTableStmt;
    return (
      relation?.relname === table &&
      cmds.some((each) => {
        const { def } = "AlterTableCmd" in each ? each.AlterTableCmd : {};
        return def !== undefined && "Constraint" in def && def.Constraint.conname === constraint;
      })
    );
  });
}
