// A password that stands in a file. Pure.
import { nextToken } from "../../../cql/lexer.ts";
import { tokensFrom } from "../../../sql/token-run.ts";
import type { Span } from "../../../text/span.ts";
import type { CqlStatement } from "../../cql/linted.ts";
import { everyRule, type Problem, type Rule } from "../../rule.ts";
import type { SqlStatement } from "../../sql/linted.ts";
import { isWrittenByVariable } from "../../written-by-variable.ts";

export const secretInText: Rule = everyRule({
  name: "secret-in-text",
  level: "error",
  check({ migration, up, down }) {
    // What code has put together may come from anywhere.
    if (migration.format === "code") return [];
    return [...up.statements, ...(down?.statements ?? [])].flatMap(check);
  },
});

const MESSAGE = "a password stands in the file, for whoever reads the repository now or later";
const HINT =
  "write it as a variable, `'${app_password}'`, which `migrations.variables` takes from the environment; and change the one that was written";

function check(statement: object): readonly Problem[] {
  if (isCql(statement) && !CQL_KINDS.has(statement.node.kind)) return [];
  const { side, text, start, tokens } = isCql(statement) ? readCql(statement) : readSql(statement as SqlStatement);
  return passwordsIn(text, tokens).flatMap(({ word, secret }): readonly Problem[] => {
    const at = (span: Span): Span => ({ start: start + span.start, end: start + span.end });
    if (isWrittenByVariable(side, at(secret))) return [];
    return [{ message: MESSAGE, hint: HINT, source: side.source, span: side.locate(at(word)), statement }];
  });
}

function isCql(statement: object): statement is CqlStatement {
  return "node" in statement;
}

interface Token extends Span {
  readonly kind: string;
}

interface Read {
  readonly side: CqlStatement["side"] | SqlStatement["side"];
  readonly text: string;
  /** Where `text` begins in the text of the side. */
  readonly start: number;
  readonly tokens: Iterable<Token>;
}

function readCql({ side, node }: CqlStatement): Read {
  return { side, text: side.text, start: 0, tokens: cqlTokens(side.text, node) };
}

function* cqlTokens(text: string, { start, end }: Span): Generator<Token> {
  for (let token = nextToken(text, start, end); token.kind !== "end"; token = nextToken(text, token.end, end)) {
    if (token.kind !== "comment") yield token;
  }
}

function readSql({ side, text, start, tokens }: SqlStatement): Read {
  return { side, text, start, tokens: sqlTokens(tokens) };
}

function* sqlTokens(run: SqlStatement["tokens"]): Generator<Token> {
  for (const { token } of tokensFrom(run, 0)) yield token;
}

interface Password {
  /** `PASSWORD`, which may be shown. */
  readonly word: Span;
  readonly secret: Span;
}

/** `PASSWORD = 'x'` and `PASSWORD 'x'` in CREATE and ALTER of ROLE, USER and GROUP; `''` is none. */
function passwordsIn(text: string, tokens: Iterable<Token>): readonly Password[] {
  const found: Password[] = [];
  let word: Span | undefined;
  let index = 0;
  for (const token of tokens) {
    const { kind, start, end } = token;
    const written = kind === "string" ? "" : text.slice(start, end).toUpperCase();
    if (index < 2 && !HEADS[index]?.has(written)) return [];
    index += 1;
    if (kind === "string" && word !== undefined && !/^[Ee]?''$|^\$\$\$\$$/.test(text.slice(start, end))) {
      found.push({ word, secret: token });
    }
    if (written === "PASSWORD") word = token;
    else if (written !== "=") word = undefined;
  }
  return found;
}

/** Of all other statements no token has to be read. */
const CQL_KINDS: ReadonlySet<CqlStatement["node"]["kind"]> = new Set([
  ...(["create-role", "alter-role", "create-user", "alter-user"] as const),
  "opaque",
]);

const HEADS: readonly ReadonlySet<string>[] = [new Set(["CREATE", "ALTER"]), new Set(["ROLE", "USER", "GROUP"])];
