// A table that is written anew while nobody can use it. Pure.

import { tokenAt } from "../../../sql/token-run.ts";
import { postgresRule, type Rule } from "../../rule.ts";
import { problemAt } from "../../sql/linted.ts";

export const preferRepack: Rule = postgresRule({
  name: "prefer-repack",
  level: "warn",
  on: {
    ClusterStmt: (_node, statement) => [problemAt(statement, tokenAt(statement.tokens, 0), MESSAGE, HINT)],
    VacuumStmt: ({ options = [] }, statement) =>
      options.some((each) => "DefElem" in each && each.DefElem.defname === "full")
        ? [problemAt(statement, tokenAt(statement.tokens, 0), MESSAGE, HINT)]
        : [],
  },
});

const MESSAGE = "it writes the table anew while nobody can read or write it";
const HINT = "let autovacuum do its work, or use pg_repack";
