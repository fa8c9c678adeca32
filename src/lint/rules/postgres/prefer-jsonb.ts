// A column of type json, whose values cannot be compared. Pure.

import type { ColumnDef } from "libpg-query";
import type { Problem } from "../../rule.ts";
import { postgresRule, type Rule } from "../../rule.ts";
import { addedColumn } from "../../sql/alter-actions.ts";
import { problemAt, type SqlStatement } from "../../sql/linted.ts";
import { spanAt } from "../../sql/pg-place.ts";

export const preferJsonb: Rule = postgresRule({
  name: "prefer-jsonb",
  level: "warn",
  on: {
    CreateStmt: ({ tableElts = [] }, statement) =>
      tableElts.flatMap((each) => ("ColumnDef" in each ? judge(each.ColumnDef, statement) : [])),
    AlterTableStmt: ({ cmds = [] }, statement) =>
      cmds.flatMap((each) => {
        const column = "AlterTableCmd" in each ? addedColumn(each.AlterTableCmd) : undefined;
        return column === undefined ? [] : judge(column, statement);
      }),
  },
});

const MESSAGE = "values of type json cannot be compared: DISTINCT, UNION and GROUP BY fail on the column";
const HINT = "write jsonb";

function judge({ typeName }: ColumnDef, statement: SqlStatement): readonly Problem[] {
  const type = typeName?.names?.at(-1);
  if (type === undefined || !("String" in type) || type.String.sval !== "json") return [];
  return [problemAt(statement, spanAt(statement, typeName?.location), MESSAGE, HINT)];
}
