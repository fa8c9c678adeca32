// A generated column that is written into every row. Pure.

import { postgresRule, type Rule } from "../../rule.ts";
import { actionsOnOlderTable, addedColumn } from "../../sql/alter-actions.ts";
import { constraintsOf } from "../../sql/column-definitions.ts";
import { problemAt } from "../../sql/linted.ts";

export const addingStoredGeneratedColumn: Rule = postgresRule({
  name: "adding-stored-generated-column",
  level: "warn",
  on: {
    AlterTableStmt: (node, statement) =>
      actionsOnOlderTable(node, statement).flatMap(({ cmd, place }) => {
        const column = addedColumn(cmd);
        const isStored =
          column !== undefined &&
          constraintsOf(column).some(
            ({ contype, generated_kind: kind }) => contype === "CONSTR_GENERATED" && kind !== "v",
          );
        return isStored ? [problemAt(statement, place, MESSAGE, HINT)] : [];
      }),
  },
});

const MESSAGE = "a stored generated column rewrites the whole table, and nobody reads or writes it meanwhile";
const HINT = "make it VIRTUAL (PostgreSQL 18), or a plain column that is filled in batches";
