// A DROP DATABASE, which no migration comes back from. Pure.
import { hasWords, tokenAt } from "../../../sql/token-run.ts";
import { type Rule, sqlRule } from "../../rule.ts";
import { problemAt } from "../../sql/linted.ts";

export const banDropDatabase: Rule = sqlRule({
  name: "ban-drop-database",
  level: "error",
  isDestructive: true,
  on: {
    "drop-database"(statement) {
      const { tokens } = statement;
      const { start, end } = tokenAt(tokens, hasWords(tokens, 2, "IF", "EXISTS") ? 4 : 2);
      const name = statement.text.slice(start, end);
      return [
        problemAt(statement, { start, end }, `dropping the database \`${name}\` throws away everything in it`, HINT),
      ];
    },
  },
});

const HINT = "remove it: drop a database by hand, where a person sees which server it is on";
