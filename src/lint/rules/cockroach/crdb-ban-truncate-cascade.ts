// A TRUNCATE that empties more tables than it names. Pure.
import { hasWords, tokenAt, tokensFrom } from "../../../sql/token-run.ts";
import { cockroachRule, type Rule } from "../../rule.ts";
import { problemAt } from "../../sql/linted.ts";

export const crdbBanTruncateCascade: Rule = cockroachRule({
  name: "crdb-ban-truncate-cascade",
  level: "error",
  on: {
    truncate(statement) {
      const { tokens } = statement;
      let last = 0;
      for (const { index } of tokensFrom(tokens, 0)) last = index;
      const { start, end } = tokenAt(tokens, last);
      return hasWords(tokens, last, "CASCADE") ? [problemAt(statement, { start, end }, MESSAGE, HINT)] : [];
    },
  },
});

const MESSAGE = "TRUNCATE … CASCADE also empties every table that refers to one of these, and names none of them";
const HINT = "name each table that is to be emptied";
