// A new column that counts by a sequence, for which the rows that are there get no numbers. Pure.
import { wordAt } from "../../../sql/token-run.ts";
import { cockroachRule, type Rule } from "../../rule.ts";
import { columnOfAction, findInRange, placeOfRange, readOlderTable } from "../../sql/altered-table.ts";
import { problemAt } from "../../sql/linted.ts";
import { calledAt } from "../../sql/name-at.ts";

export const addColumnSequenceDefault: Rule = cockroachRule({
  name: "add-column-sequence-default",
  level: "error",
  on: {
    "alter-table"(statement) {
      const { tokens } = statement;
      const { actions = [] } = readOlderTable(statement) ?? {};
      return actions.flatMap((action) => {
        const column = wordAt(tokens, action.start) === "ADD" ? columnOfAction(tokens, action) : undefined;
        if (column === undefined) return [];
        const rest = { start: column.end, end: action.end };
        const given = findInRange(tokens, rest, "DEFAULT");
        const isCounting =
          findInRange(tokens, rest, "AS", "IDENTITY") !== undefined ||
          (given !== undefined && calledAt(tokens, given + 1) === "nextval");
        return isCounting ? [problemAt(statement, placeOfRange(tokens, column), MESSAGE, HINT)] : [];
      });
    },
  },
});

const MESSAGE = "CockroachDB cannot fill a new column from a sequence: on a table with rows this fails";
const HINT =
  "add the column without it, fill the rows in batches, and set the default then; or use unique_rowid() or gen_random_uuid()";
