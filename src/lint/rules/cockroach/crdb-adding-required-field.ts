// A new column that no row has a value for, and that wants one. Pure.
import { wordAt } from "../../../sql/token-run.ts";
import { cockroachRule, type Rule } from "../../rule.ts";
import { columnOfAction, findInRange, placeOfRange, readOlderTable } from "../../sql/altered-table.ts";
import { problemAt } from "../../sql/linted.ts";

export const crdbAddingRequiredField: Rule = cockroachRule({
  name: "crdb-adding-required-field",
  level: "error",
  on: {
    "alter-table"(statement) {
      const { tokens } = statement;
      const { actions = [] } = readOlderTable(statement) ?? {};
      return actions.flatMap((action) => {
        const column = wordAt(tokens, action.start) === "ADD" ? columnOfAction(tokens, action) : undefined;
        if (column === undefined) return [];
        const rest = { start: column.end, end: action.end };
        const isRequired = findInRange(tokens, rest, "NOT", "NULL") !== undefined;
        const isFilled = FILLED.some((word) => findInRange(tokens, rest, word) !== undefined);
        const isSerial = /SERIAL/.test(wordAt(tokens, column.end));
        if (!isRequired || isFilled || isSerial) return [];
        return [problemAt(statement, placeOfRange(tokens, column), MESSAGE, HINT)];
      });
    },
  },
});

/** `AS (…)` computes it. */
const FILLED: readonly string[] = ["DEFAULT", "AS"];
const MESSAGE = "a new column that is NOT NULL without a default fails on a table with rows";
const HINT = "give it a default, or add it without NOT NULL and fill it first";
