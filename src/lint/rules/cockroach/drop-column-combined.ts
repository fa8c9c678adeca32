// A DROP COLUMN beside other changes of its table: when one of them fails, the column comes back without its values. Pure.
import { wordAt } from "../../../sql/token-run.ts";
import { cockroachRule, type Rule } from "../../rule.ts";
import { columnOfAction, placeOfRange, readOlderTable } from "../../sql/altered-table.ts";
import { problemAt } from "../../sql/linted.ts";

export const dropColumnCombined: Rule = cockroachRule({
  name: "drop-column-combined",
  level: "error",
  on: {
    "alter-table"(statement) {
      const { tokens } = statement;
      const { actions = [] } = readOlderTable(statement) ?? {};
      if (actions.length < 2) return [];
      return actions.flatMap((action) => {
        const column = wordAt(tokens, action.start) === "DROP" ? columnOfAction(tokens, action) : undefined;
        return column === undefined ? [] : [problemAt(statement, placeOfRange(tokens, column), MESSAGE, HINT)];
      });
    },
  },
});

const MESSAGE = "when another change of this ALTER TABLE fails, the column comes back without its values";
const HINT = "drop each column in a statement of its own, behind the other changes";
