// What CockroachDB does not take the lock of a table's schema off for by itself. Pure.
import { parseName } from "../../../sql/identifiers.ts";
import { hasWords, textAt, tokensFrom, wordAt } from "../../../sql/token-run.ts";
import { cockroachRule, type Rule } from "../../rule.ts";
import {
  type AlteredTable,
  findInRange,
  placeOfRange,
  readAlteredTable,
  type TokenRange,
} from "../../sql/altered-table.ts";
import { problemAt, type SqlStatement } from "../../sql/linted.ts";
import { makerOf } from "../../sql/maker-of.ts";
import { nameAt } from "../../sql/name-at.ts";

export const schemaLocked: Rule = cockroachRule({
  name: "schema-locked",
  level: "warn",
  on: {
    "alter-table"(statement) {
      const { tokens, side } = statement;
      // 26.1: new tables have schema_locked (session variable create_table_with_schema_locked).
      if (side.server.major < 26) return [];
      const altered = readAlteredTable(statement);
      const change = altered && lockedOut(statement, altered);
      if (altered === undefined || change === undefined || isUnlockedBefore(statement, altered.table)) return [];
      const message = `\`${altered.table}\` may have \`schema_locked\`, as tables made by 26.1 and later do, and then this is refused`;
      const hint = `write \`ALTER TABLE ${altered.table} SET (schema_locked = false)\` before it, and \`= true\` behind it`;
      return [problemAt(statement, placeOfRange(tokens, change), message, hint)];
    },
  },
});

/** SET LOCALITY, and a new primary key by DROP CONSTRAINT and ADD CONSTRAINT. */
function lockedOut({ tokens }: SqlStatement, { actions }: AlteredTable): TokenRange | undefined {
  for (const action of actions) {
    const { start } = action;
    if (hasWords(tokens, start, "SET", "LOCALITY")) return { start, end: start + 2 };
    if (wordAt(tokens, start) !== "ADD") continue;
    const key = findInRange(tokens, action, "PRIMARY", "KEY");
    const isReplaced = actions.some((other) => hasWords(tokens, other.start, "DROP", "CONSTRAINT"));
    if (key !== undefined && isReplaced) return { start: key, end: key + 2 };
  }
  return undefined;
}

/** By an earlier statement of the side, or where that makes the table. */
function isUnlockedBefore(statement: SqlStatement, table: string): boolean {
  const { side, index } = statement;
  const maker = makerOf(statement, table);
  if (maker !== undefined && unlocks(maker)) return true;
  const name = parseName(table)?.at(-1);
  return side.statements
    .slice(0, index)
    .some(
      (other) =>
        other.facts.kind === "alter-table" && parseName(other.facts.object ?? "")?.at(-1) === name && unlocks(other),
    );
}

/** `schema_locked = false`, or RESET (schema_locked) */
function unlocks({ tokens, text }: SqlStatement): boolean {
  if (!/schema_locked/i.test(text)) return false;
  for (const { index } of tokensFrom(tokens, 1)) {
    if (nameAt(tokens, index) !== "schema_locked") continue;
    if (textAt(tokens, index + 1) !== "=") return hasWords(tokens, index - 2, "RESET");
    return /^'?(?:false|off)'?$/i.test(textAt(tokens, index + 2));
  }
  return false;
}
