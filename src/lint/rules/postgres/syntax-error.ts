// What PostgreSQL's own parser does not take. Pure.
import { nextToken } from "../../../sql/lexer.ts";
import { postgresRule, type Rule } from "../../rule.ts";
import { problemAt } from "../../sql/linted.ts";

export const syntaxError: Rule = postgresRule({
  name: "syntax-error",
  level: "error",
  isWholeStory: true,
  check: ({ statements }) =>
    statements.flatMap((statement) => {
      const { syntaxError: error, text } = statement;
      if (error === undefined) return [];
      const { start, end } = nextToken(text, Math.min(error.at, text.length));
      // Where the text ends too early, its last letter is shown.
      const place = start < text.length ? { start, end } : { start: text.length - 1, end: text.length };
      return [problemAt(statement, place, `PostgreSQL does not take it: ${error.message}`, HINT)];
    }),
});

const HINT = "look at what stands before this place, too: the parser of PostgreSQL 18 says where it gave up";
