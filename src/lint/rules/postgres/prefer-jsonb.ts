// A column of type json, whose values cannot be compared. Pure.

import type { ColumnDef } from "libpg-query";
import { type Problem, postgresRule, type Rule } from "../../rule.ts";
import { addedColumn } from "../../sql/alter-actions.ts";
import { columnsOfTable, placeOfType, typeOf } from "../../sql/column-definitions.ts";
import { problemAt, type SqlStatement } from "../../sql/linted.ts";

export const preferJsonb: Rule = postgresRule({
  name: "prefer-jsonb",
  level: "warn",
  on: {
    CreateStmt: (node, statement) => columnsOfTable(node).flatMap((column) => judge(column, statement)),
    AlterTableStmt: ({ cmds = [] }, statement) =>
      cmds.flatMap((each) => {
        const column = "AlterTableCmd" in each ? addedColumn(each.AlterTableCmd) : undefined;
        return column === undefined ? [] : judge(column, statement);
      }),
  },
});

const MESSAGE = "values of type json cannot be compared: DISTINCT, UNION and GROUP BY fail on the column";
const HINT = "write jsonb";

function judge(column: ColumnDef, statement: SqlStatement): readonly Problem[] {
  return typeOf(column) === "json" ? [problemAt(statement, placeOfType(statement, column), MESSAGE, HINT)] : [];
}
