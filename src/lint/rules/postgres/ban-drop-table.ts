// A table, and what is in it, that an up side throws away. Pure.

import { postgresRule, type Rule } from "../../rule.ts";
import { droppedNames } from "../../sql/dropped-names.ts";
import { problemAt } from "../../sql/linted.ts";
import { isMadeHere } from "../../sql/made-here.ts";

export const banDropTable: Rule = postgresRule({
  name: "ban-drop-table",
  level: "error",
  isDestructive: true,
  on: {
    DropStmt(node, statement) {
      if (node.removeType !== "OBJECT_TABLE" || statement.side.direction === "down") return [];
      return droppedNames(statement)
        .filter(({ schema, name }) => !isMadeHere(statement, schema, name))
        .map(({ written, place }) =>
          problemAt(statement, place, `dropping the table \`${written}\` throws away every row of it for good`, HINT),
        );
    },
  },
});

const HINT = "once nothing uses it any more, say so at the head of the file: `-- @allow-destructive`";
