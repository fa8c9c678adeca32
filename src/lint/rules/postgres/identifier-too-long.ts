// Names that PostgreSQL cuts off. Pure.
import { parseIdentifier } from "../../../sql/identifiers.ts";
import { textAt, tokensFrom } from "../../../sql/token-run.ts";
import { type Problem, postgresRule, type Rule } from "../../rule.ts";
import { problemAt, type SqlStatement } from "../../sql/linted.ts";

export const identifierTooLong: Rule = postgresRule({
  name: "identifier-too-long",
  level: "warn",
  check: ({ statements }) => statements.flatMap(judge),
});

/** NAMEDATALEN - 1 */
const LIMIT = 63;
/** Three bytes a letter at most. */
const SURELY_SHORT = LIMIT / 3;

/** Statements that name something new, each long name once. */
function judge(statement: SqlStatement): readonly Problem[] {
  const { tokens, facts } = statement;
  if (facts.effect !== "schema") return [];
  const problems = new Map<string, Problem>();
  for (const { token, index } of tokensFrom(tokens, 1)) {
    const { kind, start, end } = token;
    if ((kind !== "word" && kind !== "quoted-name") || end - start <= SURELY_SHORT) continue;
    const name = parseIdentifier(textAt(tokens, index));
    const { length } = ENCODER.encode(name);
    if (length <= LIMIT || problems.has(name)) continue;
    const message = `the name has ${length} bytes, and PostgreSQL cuts it off behind ${LIMIT}`;
    problems.set(name, problemAt(statement, { start, end }, message, "give it a shorter name"));
  }
  return [...problems.values()];
}

const ENCODER = new TextEncoder();
