// A TRUNCATE that empties more tables than it names. Pure.

import { postgresRule, type Rule } from "../../rule.ts";
import { problemAt } from "../../sql/linted.ts";
import { relationIn } from "../../sql/relation-name.ts";

export const banTruncateCascade: Rule = postgresRule({
  name: "ban-truncate-cascade",
  level: "error",
  on: {
    TruncateStmt: (node, statement) =>
      node.behavior === "DROP_CASCADE"
        ? (node.relations ?? []).slice(0, 1).map((each) => {
            const relation = "RangeVar" in each ? each.RangeVar : undefined;
            return problemAt(statement, relationIn(statement, relation).place, MESSAGE, HINT);
          })
        : [],
  },
});

const MESSAGE = "TRUNCATE … CASCADE also empties every table that refers to one of these";
const HINT = "name each table that is to be emptied";
