// A new column that is the primary key, and gets its values for every row that is there. Pure.
import { postgresRule, type Rule } from "../../rule.ts";
import { actionsOnOlderTable, addedColumn } from "../../sql/alter-actions.ts";
import { hasConstraint, isSerial } from "../../sql/column-definitions.ts";
import { problemAt } from "../../sql/linted.ts";

export const addingSerialPrimaryKeyField: Rule = postgresRule({
  name: "adding-serial-primary-key-field",
  level: "warn",
  on: {
    AlterTableStmt: (node, statement) =>
      actionsOnOlderTable(node, statement).flatMap(({ cmd, place }) => {
        const column = addedColumn(cmd);
        if (column === undefined || !hasConstraint(column, "CONSTR_PRIMARY")) return [];
        const isFilled =
          isSerial(column) || hasConstraint(column, "CONSTR_IDENTITY") || hasConstraint(column, "CONSTR_DEFAULT");
        return isFilled ? [problemAt(statement, place, MESSAGE, HINT)] : [];
      }),
  },
});

const MESSAGE = "a new primary key rewrites the table and builds its index while nobody reads or writes it";
const HINT =
  "add the column, fill it in batches, build a unique index CONCURRENTLY, and make it the key: `ADD PRIMARY KEY USING INDEX`";
