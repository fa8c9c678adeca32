// Rows that are written while the transaction holds the lock of an ALTER TABLE. Pure.

import type { RangeVar } from "libpg-query";
import type { Problem } from "../../rule.ts";
import { postgresRule, type Rule } from "../../rule.ts";
import { problemAt, type SqlStatement } from "../../sql/linted.ts";
import { isMadeHere } from "../../sql/made-here.ts";
import { relationIn } from "../../sql/relation-name.ts";

export const backfillInTransaction: Rule = postgresRule({
  name: "backfill-in-transaction",
  level: "warn",
  on: {
    UpdateStmt: (node, statement) => judge(statement, node.relation),
    DeleteStmt: (node, statement) => judge(statement, node.relation),
  },
});

const MESSAGE =
  "the transaction holds the lock of its ALTER TABLE while these rows are changed, so that nobody uses the table";
const HINT = "change the rows in a migration of its own, in batches";

function judge(statement: SqlStatement, table: RangeVar | undefined): readonly Problem[] {
  if (table?.relname === undefined || !isAlteredBefore(statement, table)) return [];
  if (isMadeHere(statement, table.schemaname, table.relname)) return [];
  return [problemAt(statement, relationIn(statement, table).place, MESSAGE, HINT)];
}

/** Under SHARE UPDATE EXCLUSIVE, which hinders neither readers nor writers. */
const LIGHT: ReadonlySet<string> = new Set([
  ...["AT_ValidateConstraint", "AT_SetStatistics", "AT_SetOptions", "AT_ResetOptions", "AT_SetRelOptions"],
  ...["AT_ResetRelOptions", "AT_ClusterOn", "AT_DropCluster", "AT_AttachPartition"],
]);

function isAlteredBefore({ side, index, transaction }: SqlStatement, table: RangeVar): boolean {
  if (transaction === undefined) return false;
  const schema = table.schemaname ?? side.schema;
  return side.statements.slice(0, index).some((other) => {
    if (other.transaction !== transaction || other.tree === undefined || !("AlterTableStmt" in other.tree))
      return false;
    const { relation, cmds = [] } = other.tree.AlterTableStmt;
    if (relation?.relname !== table.relname || (relation?.schemaname ?? side.schema) !== schema) return false;
    return cmds.some((each) => !("AlterTableCmd" in each) || !LIGHT.has(each.AlterTableCmd.subtype ?? ""));
  });
}
