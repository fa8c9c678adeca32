// Turns a text of many CQL statements into statements, each with its place and its facts. Pure, one pass.
import type { SplitResult, Statement } from "../plan/statement.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Source } from "../text/source.ts";
import type { Span } from "../text/span.ts";
import { findBindMarkers } from "./bind-markers.ts";
import { classifyTokens } from "./classify.ts";
import { hintForCommand, isCqlshCommand } from "./cqlsh-commands.ts";
import { nextToken } from "./lexer.ts";
import { diagnoseToken } from "./lexical-error.ts";
import type { Token } from "./token.ts";
import { isWord, type TokenRun, wordAt } from "./token-run.ts";

/** The words that end a block in which `;` ends nothing; the second is of Cassandra after 5.0. */
const BLOCK_ENDS = [
  ["APPLY", "BATCH"],
  ["COMMIT", "TRANSACTION"],
] as const;

/**
 * Splits a source, or a range of it, into its statements; spans are offsets into the whole source. Comments and `;`
 * alone give no statement. The statements may be run only when there are no diagnostics.
 */
export function splitCql(source: Source, range: Span = { start: 0, end: source.text.length }): SplitResult {
  const { text } = source;
  const statements: Statement[] = [];
  const diagnostics: Diagnostic[] = [];
  let tokens: Token[] = [];
  let isInBlock = false;

  const finish = (): void => {
    if (isInBlock) diagnostics.push(diagnoseOpenBlock(source, tokens));
    const statement = makeStatement({ text, tokens });
    if (statement !== undefined) {
      statements.push(statement);
      for (const span of findBindMarkers(tokens)) diagnostics.push(diagnoseMarker(source, span));
    }
    tokens = [];
    isInBlock = false;
  };

  let offset = range.start;
  for (;;) {
    const token = nextToken(text, offset, range.end);
    offset = token.end;
    if (token.kind === "end") break;
    if (token.kind === "comment") continue;
    if (token.kind === "error") {
      diagnostics.push(diagnoseToken(source, token));
    } else if (token.kind === ";" && !isInBlock) {
      finish();
    } else if (tokens.length === 0 && isCqlshCommand(wordAt({ text, tokens: [token] }, 0))) {
      diagnostics.push(diagnoseCommand(source, token));
      offset = lineEnd(text, offset, range.end);
    } else {
      tokens.push(token);
      if (tokens.length === 2) isInBlock = beginsBlock({ text, tokens });
      else if (isInBlock) isInBlock = !endsBlock(text, tokens);
    }
  }
  finish();
  diagnostics.sort((one, other) => (one.span?.start ?? 0) - (other.span?.start ?? 0));
  return { statements, diagnostics };
}

function makeStatement(run: TokenRun): Statement | undefined {
  const first = run.tokens[0];
  const last = run.tokens.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const span = { start: first.start, end: last.end };
  return { text: run.text.slice(span.start, span.end), span, facts: classifyTokens(run) };
}

function beginsBlock(run: TokenRun): boolean {
  if (wordAt(run, 0) !== "BEGIN") return false;
  return ["BATCH", "UNLOGGED", "COUNTER", "TRANSACTION"].includes(wordAt(run, 1));
}

function endsBlock(text: string, tokens: readonly Token[]): boolean {
  const last = tokens.at(-1);
  const before = tokens.at(-2);
  return BLOCK_ENDS.some(([one, two]) => isWord(text, last, two) && isWord(text, before, one));
}

/** Commands of cqlsh end with their line. */
function lineEnd(text: string, from: number, limit: number): number {
  let end = from;
  while (end < limit && text[end] !== "\n" && text[end] !== "\r") end++;
  return end;
}

function diagnoseCommand(source: Source, { start, end }: Token): Diagnostic {
  const written = source.text.slice(start, end);
  return {
    message: `\`${written}\` is a command of cqlsh, not CQL`,
    hint: hintForCommand(written.toUpperCase()),
    source,
    span: { start, end },
  };
}

function diagnoseOpenBlock(source: Source, tokens: readonly Token[]): Diagnostic {
  const start = tokens[0]?.start ?? 0;
  const isTransaction = wordAt({ text: source.text, tokens }, 1) === "TRANSACTION";
  const [begin, end] = isTransaction ? ["TRANSACTION", "COMMIT TRANSACTION"] : ["BATCH", "APPLY BATCH"];
  return {
    message: `\`BEGIN ${begin}\` without \`${end}\``,
    hint: `write \`${end};\` where it ends`,
    source,
    span: { start, end: tokens[1]?.end ?? start },
  };
}

function diagnoseMarker(source: Source, span: Span): Diagnostic {
  return {
    message: `the bind marker \`${source.text.slice(span.start, span.end)}\` has no value here`,
    hint: "write the value itself; only a migration in code can bind values",
    source,
    span,
  };
}
