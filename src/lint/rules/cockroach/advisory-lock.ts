// Advisory locks, which CockroachDB has the functions of, and which lock nothing. Pure.
import { textAt, tokenAt, tokensFrom, wordAt } from "../../../sql/token-run.ts";
import { cockroachRule, type Problem, type Rule } from "../../rule.ts";
import { problemAt, type SqlStatement } from "../../sql/linted.ts";
import { nameAt } from "../../sql/name-at.ts";

export const advisoryLock: Rule = cockroachRule({
  name: "advisory-lock",
  level: "warn",
  check: ({ statements }) => statements.flatMap(judge),
});

const LOCKS = /^pg_(?:try_)?advisory_(?:xact_)?lock(?:_shared)?$/;
/** Behind these it is the name of a table or a function, with its columns or parameters. */
const NAMED_BY: ReadonlySet<string> = new Set(["TABLE", "EXISTS", "INTO", "FUNCTION", "PROCEDURE", "ON"]);
/** Locks of a transaction may come in a release behind these. */
const LAST_KNOWN = { major: 26, minor: 1 };

function judge(statement: SqlStatement): readonly Problem[] {
  const { tokens, text, side } = statement;
  if (!/advisory/i.test(text)) return [];
  const { major, minor } = side.server;
  const isKnown = major < LAST_KNOWN.major || (major === LAST_KNOWN.major && minor <= LAST_KNOWN.minor);
  const problems: Problem[] = [];
  for (const { index } of tokensFrom(tokens, 0)) {
    const name = nameAt(tokens, index);
    if (!LOCKS.test(name) || tokenAt(tokens, index + 1).kind !== "(" || NAMED_BY.has(wordAt(tokens, index - 1)))
      continue;
    if (name.includes("_xact_") && !isKnown) continue;
    const { start, end } = tokenAt(tokens, index);
    const message = `\`${textAt(tokens, index)}\` locks nothing on CockroachDB: it answers at once, whoever else calls it`;
    problems.push(problemAt(statement, { start, end }, message, HINT));
  }
  return problems;
}

const HINT = "remove it: tidemark lets one runner in by itself; programs lock a row with SELECT … FOR UPDATE";
