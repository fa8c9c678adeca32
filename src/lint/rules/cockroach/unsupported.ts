// Statements and clauses of PostgreSQL that CockroachDB's grammar does not have. Pure.
import { readNoun } from "../../../sql/nouns.ts";
import { hasWords, type TokenRun, tokenAt, tokensFrom } from "../../../sql/token-run.ts";
import type { Span } from "../../../text/span.ts";
import { cockroachRule, type Problem, type Rule } from "../../rule.ts";
import { problemAt, type SqlStatement } from "../../sql/linted.ts";
import { MISSING_CLAUSES, MISSING_STATEMENTS, type Missing, type Release } from "../../sql/missing-in-cockroach.ts";
import { type SqlServer, titleOfSqlServer } from "../../sql/sql-server.ts";

export const unsupported: Rule = cockroachRule({
  name: "unsupported",
  level: "error",
  check: ({ statements }) => statements.flatMap((statement) => judgeWhole(statement) ?? judgeClauses(statement)),
});

function judgeWhole(statement: SqlStatement): readonly Problem[] | undefined {
  const { tokens, facts, side } = statement;
  const missing = MISSING_STATEMENTS[facts.kind];
  if (missing === undefined || isTaken(missing, side.server)) return undefined;
  const last = (readNoun(tokens)?.next ?? 1) - 1;
  const place = { start: tokenAt(tokens, 0).start, end: tokenAt(tokens, last).end };
  return [problemAt(statement, place, messageOf(missing, side.server), missing.hint)];
}

function isTaken({ since, until }: Missing, server: SqlServer): boolean {
  return (since !== undefined && !isBefore(server, since)) || (until !== undefined && !isBefore(server, until));
}

function isBefore({ major, minor }: SqlServer, [thatMajor, thatMinor]: Release): boolean {
  return major < thatMajor || (major === thatMajor && minor < thatMinor);
}

function messageOf({ what, since }: Missing, server: SqlServer): string {
  if (since === undefined) return `CockroachDB has no \`${what}\`: it refuses the statement`;
  return `${titleOfSqlServer(server)} has no \`${what}\`, which came with ${since.join(".")}: it refuses the statement`;
}

function judgeClauses(statement: SqlStatement): readonly Problem[] {
  const clauses = MISSING_CLAUSES[statement.facts.kind] ?? [];
  return clauses.flatMap(([pattern, hint]) => {
    const place = findPattern(statement.tokens, pattern.split(" "));
    if (place === undefined) return [];
    const words = pattern.replace(/[ ()]+$|^[ ()]+/g, "");
    return [problemAt(statement, place, `CockroachDB has no \`${words}\`: it refuses the statement`, hint)];
  });
}

/** The place of its words. */
function findPattern(tokens: TokenRun, pattern: readonly string[]): Span | undefined {
  const isMark = (part: string | undefined): boolean => part === "(" || part === ")";
  for (const { index, depth } of tokensFrom(tokens, 1)) {
    const isFound =
      depth === 0 &&
      pattern.every((part, at) =>
        isMark(part) ? tokenAt(tokens, index + at).kind === part : hasWords(tokens, index + at, part),
      );
    if (!isFound) continue;
    const first = isMark(pattern[0]) ? index + 1 : index;
    const last = index + pattern.length - (isMark(pattern.at(-1)) ? 2 : 1);
    return { start: tokenAt(tokens, first).start, end: tokenAt(tokens, last).end };
  }
  return undefined;
}
