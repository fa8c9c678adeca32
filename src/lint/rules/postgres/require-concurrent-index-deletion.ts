// An index that is dropped under a lock that everybody waits for. Pure.

import { postgresRule, type Rule } from "../../rule.ts";
import { droppedNames } from "../../sql/dropped-names.ts";
import { problemAt } from "../../sql/linted.ts";
import { isMadeHere } from "../../sql/made-here.ts";

export const requireConcurrentIndexDeletion: Rule = postgresRule({
  name: "require-concurrent-index-deletion",
  level: "warn",
  on: {
    DropStmt({ removeType, concurrent }, statement) {
      // What a way back drops was made by its up side, mostly; lock_timeout bounds the harm.
      if (removeType !== "OBJECT_INDEX" || concurrent === true || statement.side.direction === "down") return [];
      const names = droppedNames(statement);
      const older = names.filter(({ schema, name }) => !isMadeHere(statement, schema, name));
      const hint = names.length > 1 ? HINT_OF_SEVERAL : HINT;
      return older.slice(0, 1).map(({ place }) => problemAt(statement, place, MESSAGE, hint));
    },
  },
});

const MESSAGE = "dropping an index waits for everybody who uses its table, and makes everybody else wait";
const HINT_OF_SEVERAL =
  "write a DROP INDEX CONCURRENTLY for each, as it takes one index; tidemark runs it outside of the transaction";
const HINT = "write DROP INDEX CONCURRENTLY; tidemark runs it outside of the transaction";
