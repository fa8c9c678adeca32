// A table that programs look for under the name that it had. Pure.

import { postgresRule, type Rule } from "../../rule.ts";
import { problemAt } from "../../sql/linted.ts";
import { isMadeHere } from "../../sql/made-here.ts";
import { relationIn } from "../../sql/relation-name.ts";

export const renamingTable: Rule = postgresRule({
  name: "renaming-table",
  level: "warn",
  on: {
    AlterObjectSchemaStmt({ objectType, relation, newschema = "" }, statement) {
      if (objectType !== "OBJECT_TABLE" || statement.side.direction === "down" || relation?.relname === undefined)
        return [];
      if (isMadeHere(statement, relation.schemaname, relation.relname)) return [];
      const { written, place } = relationIn(statement, relation);
      const message = `programs that do not look for \`${written}\` in the schema ${newschema} fail from now on`;
      return [problemAt(statement, place, message, "let a view stand in its place until every program looks there")];
    },
    RenameStmt({ renameType, relation }, statement) {
      if (renameType !== "OBJECT_TABLE" || statement.side.direction === "down" || relation?.relname === undefined)
        return [];
      if (isMadeHere(statement, relation.schemaname, relation.relname)) return [];
      return [problemAt(statement, relationIn(statement, relation).place, MESSAGE, HINT)];
    },
  },
});

const MESSAGE = "programs that look for the old name of the table fail from now on";
const HINT = "let a view have one of the two names until every program uses the new one";
