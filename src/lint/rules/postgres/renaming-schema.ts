// A schema that programs look for under the name that it had. Pure.

import { tokenAt } from "../../../sql/token-run.ts";
import { postgresRule, type Rule } from "../../rule.ts";
import { problemAt } from "../../sql/linted.ts";

export const renamingSchema: Rule = postgresRule({
  name: "renaming-schema",
  level: "warn",
  on: {
    RenameStmt: ({ renameType }, statement) =>
      renameType === "OBJECT_SCHEMA" && statement.side.direction === "up"
        ? [problemAt(statement, tokenAt(statement.tokens, 2), MESSAGE, HINT)]
        : [],
  },
});

const MESSAGE = "programs that look for the old name of the schema fail from now on";
const HINT = "make a new schema, and let views stand in the old one until nobody uses it";
