// A new column that no row has a value for, and that wants one. Pure.
import type { ColumnDef } from "libpg-query";
import { postgresRule, type Rule } from "../../rule.ts";
import { actionsOnOlderTable, addedColumn } from "../../sql/alter-actions.ts";
import { constraintsOf } from "../../sql/column-definitions.ts";
import { problemAt } from "../../sql/linted.ts";

export const addingRequiredField: Rule = postgresRule({
  name: "adding-required-field",
  level: "error",
  on: {
    AlterTableStmt: (node, statement) =>
      actionsOnOlderTable(node, statement).flatMap(({ cmd, place }) => {
        const column = addedColumn(cmd);
        return column !== undefined && isRequired(column) ? [problemAt(statement, place, MESSAGE, HINT)] : [];
      }),
  },
});

const MESSAGE = "a new column that is NOT NULL without a default fails on a table with rows";
const HINT = "give it a default, or add it without NOT NULL and fill it first";

const FILLED: ReadonlySet<string> = new Set(["CONSTR_DEFAULT", "CONSTR_IDENTITY", "CONSTR_GENERATED"]);

function isRequired(column: ColumnDef): boolean {
  const kinds = constraintsOf(column).map(({ contype = "" }) => contype as string);
  const type = column.typeName?.names?.at(-1);
  const isSerial = type !== undefined && "String" in type && /serial/.test(type.String.sval ?? "");
  const isNotNull = kinds.includes("CONSTR_NOTNULL") || kinds.includes("CONSTR_PRIMARY");
  return isNotNull && !isSerial && !kinds.some((kind) => FILLED.has(kind));
}
