// A new value of an enum that does not say where it belongs. Pure.
import { tokenAt, tokensFrom } from "../../../sql/token-run.ts";
import { postgresRule, type Rule } from "../../rule.ts";
import { problemAt } from "../../sql/linted.ts";

export const requireEnumValueOrdering: Rule = postgresRule({
  name: "require-enum-value-ordering",
  level: "off",
  on: {
    AlterEnumStmt({ newVal, newValNeighbor, oldVal }, statement) {
      if (newVal === undefined || oldVal !== undefined || newValNeighbor !== undefined) return [];
      let last = 0;
      for (const { index } of tokensFrom(statement.tokens, 0)) last = index;
      const { start, end } = tokenAt(statement.tokens, last);
      return [problemAt(statement, { start, end }, MESSAGE, HINT)];
    },
  },
});

const MESSAGE = "the new value sorts behind all others, wherever it is meant to belong";
const HINT = "say it: `BEFORE '…'` or `AFTER '…'`";
