// A migration without a down side. Pure.
import { everyRule, type Rule } from "../../rule.ts";
import { emptyDownSide } from "./empty-rollback.ts";

export const noRollback: Rule = everyRule({
  name: "no-rollback",
  level: "warn",
  check({ migration, up, down }) {
    if (down !== undefined || up.statements.length === 0 || emptyDownSide(migration) !== undefined) return [];
    return [
      {
        message: "there is no down side, so `tidemark rollback` stops at this migration",
        hint: "write what undoes it below a line `-- @down`",
        source: up.source,
      },
    ];
  },
});
