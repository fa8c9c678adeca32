// Rows that are written while the transaction holds the lock of an ALTER TABLE. Pure.

import type { RangeVar } from "libpg-query";
import { type Problem, postgresRule, type Rule } from "../../rule.ts";
import { earlierActions } from "../../sql/earlier-actions.ts";
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

function isAlteredBefore(statement: SqlStatement, { relname, schemaname }: RangeVar): boolean {
  const { side, transaction } = statement;
  if (transaction === undefined) return false;
  return earlierActions(statement, relname).some(
    (earlier) =>
      earlier.statement.transaction === transaction &&
      (earlier.schema ?? side.schema) === (schemaname ?? side.schema) &&
      !LIGHT.has(earlier.cmd.subtype ?? ""),
  );
}
