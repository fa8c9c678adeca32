// A primary key that is dropped, and not made anew in the same statement. Pure.
import { parseIdentifier, parseName } from "../../../sql/identifiers.ts";
import { readGuard } from "../../../sql/on-retry.ts";
import { hasWords, textAt, tokenAt } from "../../../sql/token-run.ts";
import { cockroachRule, type Rule } from "../../rule.ts";
import { findInRange, readAlteredTable } from "../../sql/altered-table.ts";
import { problemAt } from "../../sql/linted.ts";

export const dropPrimaryKey: Rule = cockroachRule({
  name: "drop-primary-key",
  level: "error",
  on: {
    "alter-table"(statement) {
      const { tokens } = statement;
      const { table, actions } = readAlteredTable(statement) ?? { table: "", actions: [] };
      if (actions.some((action) => findInRange(tokens, action, "PRIMARY", "KEY") !== undefined)) return [];
      return actions.flatMap(({ start }) => {
        if (!hasWords(tokens, start, "DROP", "CONSTRAINT")) return [];
        const { next } = readGuard(tokens, start + 2);
        if (!isPrimaryKey(parseIdentifier(textAt(tokens, next)), table)) return [];
        const { start: from, end } = tokenAt(tokens, next);
        return [problemAt(statement, { start: from, end }, MESSAGE, HINT)];
      });
    },
  },
});

const MESSAGE = "CockroachDB refuses to drop a primary key unless the same statement makes another one";
const HINT = "write both into one statement: `DROP CONSTRAINT …, ADD CONSTRAINT … PRIMARY KEY (…)`";

/** By the names that the server gives: `orders_pkey` since 22.1, `primary` before. */
function isPrimaryKey(constraint: string, table: string): boolean {
  return constraint === "primary" || constraint === `${parseName(table)?.at(-1)}_pkey`;
}
