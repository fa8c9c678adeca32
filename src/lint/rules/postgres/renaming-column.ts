// A column that programs look for under the name that it had. Pure.

import { postgresRule, type Rule } from "../../rule.ts";
import { problemAt } from "../../sql/linted.ts";
import { isMadeHere } from "../../sql/made-here.ts";
import { renamedPlace } from "../../sql/renamed-place.ts";

export const renamingColumn: Rule = postgresRule({
  name: "renaming-column",
  level: "warn",
  on: {
    RenameStmt({ renameType, relationType, relation }, statement) {
      if (renameType !== "OBJECT_COLUMN" || relationType !== "OBJECT_TABLE") return [];
      if (statement.side.direction === "down" || relation?.relname === undefined) return [];
      if (isMadeHere(statement, relation.schemaname, relation.relname)) return [];
      return [problemAt(statement, renamedPlace(statement), MESSAGE, HINT)];
    },
  },
});

const MESSAGE = "programs that look for the old name of the column fail from now on";
const HINT = "add a column of the new name, copy the values, and move readers and writers over";
