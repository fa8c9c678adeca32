// A new column whose values are computed for every row that is there. Pure.
import type { ColumnDef } from "libpg-query";
import { postgresRule, type Rule } from "../../rule.ts";
import { actionsOnOlderTable, addedColumn, constraintsOf } from "../../sql/alter-actions.ts";
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

const SERIALS: ReadonlySet<string> = new Set(["smallserial", "serial", "bigserial", "serial2", "serial4", "serial8"]);

/** A key that counts is `adding-serial-primary-key-field`'s. */
function reasonToRewrite(column: ColumnDef, major: number): string | undefined {
  const constraints = constraintsOf(column);
  if (constraints.some(({ contype }) => contype === "CONSTR_PRIMARY")) return undefined;
  if (constraints.some(({ contype }) => contype === "CONSTR_IDENTITY")) return "an identity";
  const type = column.typeName?.names?.at(-1);
  if (type !== undefined && "String" in type && SERIALS.has(type.String.sval ?? "")) return "numbers of a sequence";
  const given = constraints.find(({ contype }) => contype === "CONSTR_DEFAULT");
  if (given === undefined) return undefined;
  if (major < 11) return "a default";
  const call = volatileCallIn(given.raw_expr);
  return call === undefined ? undefined : `the default \`${call}()\`, which is computed for each row,`;
}
