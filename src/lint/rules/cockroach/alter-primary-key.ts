// Another primary key: every index is written anew, and the old key stays as one more. Pure.
import { tokenAt } from "../../../sql/token-run.ts";
import { cockroachRule, type Rule } from "../../rule.ts";
import { findInRange, readOlderTable } from "../../sql/altered-table.ts";
import { problemAt } from "../../sql/linted.ts";

export const alterPrimaryKey: Rule = cockroachRule({
  name: "alter-primary-key",
  level: "warn",
  on: {
    "alter-table"(statement) {
      const { tokens } = statement;
      const { table, actions } = readOlderTable(statement) ?? { table: "", actions: [] };
      return actions.flatMap((action) => {
        const at = findInRange(tokens, { start: action.start, end: action.start + 3 }, "ALTER", "PRIMARY", "KEY");
        if (at !== action.start) return [];
        const place = { start: tokenAt(tokens, at + 1).start, end: tokenAt(tokens, at + 2).end };
        const message = `\`ALTER PRIMARY KEY\` writes \`${table}\` and all its indexes anew, and keeps the old key as a unique index`;
        return [problemAt(statement, place, message, HINT)];
      });
    },
  },
});

const HINT =
  "run it off peak, with room for three times the table; `DROP CONSTRAINT …, ADD CONSTRAINT … PRIMARY KEY (…)` in one statement keeps no index";
