// A new column whose values are computed for every row that is there. Pure.
import type { ColumnDef } from "libpg-query";
import { postgresRule, type Rule } from "../../rule.ts";
import { actionsOnOlderTable, addedColumn } from "../../sql/alter-actions.ts";
import { constraintsOf, hasConstraint, isSerial } from "../../sql/column-definitions.ts";
import { problemAt } from "../../sql/linted.ts";
import { volatileCallIn } from "../../sql/volatile-call.ts";

export const addingFieldWithDefault: Rule = postgresRule({
  name: "adding-field-with-default",
  level: "warn",
  on: {
    AlterTableStmt: (node, statement) =>
      actionsOnOlderTable(node, statement).flatMap(({ cmd, place }) => {
        const column = addedColumn(cmd);
        if (column === undefined) return [];
        const reason = reasonToRewrite(column, statement.side.server.major);
        if (reason === undefined) return [];
        const message = `a new column with ${reason} rewrites the whole table, and nobody reads or writes it meanwhile`;
        return [problemAt(statement, place, message, HINT)];
      }),
  },
});

const HINT = "add the column without it, set the default for new rows, and fill the old ones in batches";

/** A key that counts is `adding-serial-primary-key-field`'s. */
function reasonToRewrite(column: ColumnDef, major: number): string | undefined {
  if (hasConstraint(column, "CONSTR_PRIMARY")) return undefined;
  if (hasConstraint(column, "CONSTR_IDENTITY")) return "an identity";
  if (isSerial(column)) return "numbers of a sequence";
  const given = constraintsOf(column).find(({ contype }) => contype === "CONSTR_DEFAULT");
  if (given === undefined) return undefined;
  if (major < 11) return "a default";
  const call = volatileCallIn(given.raw_expr);
  return call === undefined ? undefined : `the default \`${call}()\`, which is computed for each row,`;
}
