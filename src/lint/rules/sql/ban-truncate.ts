// A TRUNCATE, which empties a whole table. Pure.

import { hasWords, readNames, tokenAt, wordAt } from "../../../sql/token-run.ts";
import type { Span } from "../../../text/span.ts";
import { type Rule, sqlRule } from "../../rule.ts";
import { problemAt, type SqlStatement } from "../../sql/linted.ts";
import { isWrittenNameMadeHere } from "../../sql/made-here.ts";

export const banTruncate: Rule = sqlRule({
  name: "ban-truncate",
  level: "error",
  isDestructive: true,
  on: {
    truncate(statement) {
      const { facts } = statement;
      if (facts.object !== undefined && isWrittenNameMadeHere(statement, facts.object)) return [];
      return [problemAt(statement, placeOfTables(statement), MESSAGE, HINT)];
    },
  },
});

const MESSAGE = "TRUNCATE throws away every row, and locks out whoever reads";
const HINT =
  "delete what must go by its keys; or, if all of it must, say so at the head of the file: `-- @allow-destructive`";

function placeOfTables({ tokens, text }: SqlStatement): Span {
  let first = hasWords(tokens, 1, "TABLE") ? 2 : 1;
  if (wordAt(tokens, first) === "ONLY") first += 1;
  const names = readNames(tokens, first);
  if (names === undefined) return { start: 0, end: text.length };
  return { start: tokenAt(tokens, first).start, end: tokenAt(tokens, names.next - 1).end };
}
