// Turns a text of many SQL statements into statements, each with its place and its facts. Pure, one pass.
import type { SplitResult, Statement } from "../plan/statement.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Source } from "../text/source.ts";
import type { Span } from "../text/span.ts";
import { classifyTokens } from "./classify.ts";
import { readToken } from "./lexer.ts";
import { diagnoseUnclosed } from "./lexical-error.ts";
import { hintForPsql } from "./psql-commands.ts";
import { isFollowedByRows, refusalOf } from "./refused-statement.ts";
import { emptySlot, type Token, type TokenSlot } from "./token.ts";
import { isWord, tokenAt, tokenRun } from "./token-run.ts";

/**
 * Splits a source, or a range of it, into its statements; spans are offsets into the whole source. Comments and `;`
 * alone give no statement. The statements may be run only when there are no diagnostics.
 */
export function splitSql(source: Source, range: Span = { start: 0, end: source.text.length }): SplitResult {
  const { text } = source;
  const statements: Statement[] = [];
  const diagnostics: Diagnostic[] = [...diagnoseNul(source, range)];
  const token = emptySlot();
  let shape = newShape();
  let offset = range.start;
  let rowsEnd = -1;

  const finish = (): void => {
    diagnostics.push(...diagnoseOpen(source, shape));
    if (shape.count === 0) return;
    const statement = makeStatement(text, shape);
    statements.push(statement);
    shape = newShape();
    const run = tokenRun(statement.text);
    const refusal = refusalOf(run);
    if (refusal !== undefined) diagnostics.push({ ...refusal, source, span: firstToken(statement) });
    if (!isFollowedByRows(run)) return;
    if (rowsEnd < offset) rowsEnd = findRowsEnd(text, offset, range.end);
    if (rowsEnd <= range.end) offset = rowsEnd;
  };

  do {
    readToken(token, text, offset, range.end);
    offset = token.end;
    if (token.kind === "comment") continue;
    if (token.kind === "error") diagnostics.push(diagnoseUnclosed(source, token));
    if (token.kind === "end" || (token.kind === ";" && endsStatement(shape))) {
      finish();
    } else if (token.kind === "other" && text[token.start] === "\\") {
      offset = lineEnd(text, token.start, range.end);
      diagnostics.push(diagnosePsql(source, { start: token.start, end: offset }));
    } else {
      addToken(shape, text, token);
    }
  } while (token.kind !== "end");
  diagnostics.sort((one, other) => (one.span?.start ?? 0) - (other.span?.start ?? 0));
  return { statements, diagnostics };
}

/** What of a statement tells where it ends. */
interface Shape {
  start: number;
  end: number;
  count: number;
  /** Where the parentheses that are open begin, as far as they are needed: the outermost. */
  openAt: number;
  depth: number;
  /** How the statement begins, as far as that decides what a `;` is. */
  head: "start" | "create" | "create-or" | "create-or-replace" | "routine" | "rule" | "plain";
  /** Where the body of a routine begins that has not ended; -1: none. */
  bodyAt: number;
  before: "begin" | "atomic" | ";" | "other";
  beforeStart: number;
}

function newShape(): Shape {
  return {
    start: 0,
    end: 0,
    count: 0,
    openAt: 0,
    depth: 0,
    head: "start",
    bodyAt: -1,
    before: "other",
    beforeStart: 0,
  };
}

/**
 * The body of a routine in SQL is `BEGIN ATOMIC`, statements that each end in `;`, and `END`: so an `END` behind either is its
 * end, and every other one is that of a CASE, or a name.
 */
function addToken(shape: Shape, text: string, token: TokenSlot): void {
  if (shape.count === 0) shape.start = token.start;
  shape.count += 1;
  shape.end = token.end;
  const { before } = shape;
  shape.before = token.kind === ";" ? ";" : "other";
  if (token.kind === "(") {
    if (shape.depth === 0) shape.openAt = token.start;
    shape.depth += 1;
  } else if (token.kind === ")") {
    shape.depth = Math.max(0, shape.depth - 1);
  } else if (shape.head !== "plain" && shape.head !== "rule") {
    if (shape.head !== "routine") shape.head = nextHead(shape.head, text, token);
    else if (shape.depth === 0 && token.kind === "word") addWordOfRoutine(shape, text, token, before);
  }
}

function nextHead(head: Shape["head"], text: string, token: Token): Shape["head"] {
  const is = (word: string): boolean => isWord(text, token, word);
  if (head === "start") return is("CREATE") ? "create" : "plain";
  if (head === "create" && is("OR")) return "create-or";
  if (head === "create-or") return is("REPLACE") ? "create-or-replace" : "plain";
  if (is("FUNCTION") || is("PROCEDURE")) return "routine";
  return is("RULE") ? "rule" : "plain";
}

function addWordOfRoutine(shape: Shape, text: string, token: Token, before: Shape["before"]): void {
  if (shape.bodyAt < 0) {
    if (before === "begin" && isWord(text, token, "ATOMIC")) {
      shape.bodyAt = shape.beforeStart;
      shape.before = "atomic";
    } else if (isWord(text, token, "BEGIN")) {
      shape.before = "begin";
      shape.beforeStart = token.start;
    }
  } else if ((before === "atomic" || before === ";") && isWord(text, token, "END")) {
    shape.bodyAt = -1;
    shape.head = "plain";
  }
}

/** Only the actions of a rule have a `;` between parentheses. */
function endsStatement({ depth, head, bodyAt }: Shape): boolean {
  return bodyAt < 0 && (depth === 0 || head !== "rule");
}

function makeStatement(text: string, { start, end }: Shape): Statement {
  const written = text.slice(start, end);
  return { text: written, span: { start, end }, facts: classifyTokens(tokenRun(written)) };
}

function firstToken({ text, span }: Statement): Span {
  const { start, end } = tokenAt(tokenRun(text), 0);
  return { start: span.start + start, end: span.start + end };
}

function diagnoseNul(source: Source, range: Span): readonly Diagnostic[] {
  const start = source.text.indexOf("\0", range.start);
  if (start < 0 || start >= range.end) return [];
  const message = "a NUL character, which no SQL text may hold";
  return [{ message, hint: "remove it", source, span: { start, end: start + 1 } }];
}

function diagnoseOpen(source: Source, { depth, openAt, bodyAt }: Shape): readonly Diagnostic[] {
  if (bodyAt >= 0) {
    const message = "`BEGIN ATOMIC` without its `END`";
    const hint = "end each statement of the body with `;`, and the body with `END;`";
    return [{ message, hint, source, span: { start: bodyAt, end: bodyAt + "BEGIN".length } }];
  }
  if (depth === 0) return [];
  const message = "a parenthesis is opened here and not closed before the statement ends";
  return [{ message, hint: "close it with `)`", source, span: { start: openAt, end: openAt + 1 } }];
}

function diagnosePsql(source: Source, { start, end }: Span): Diagnostic {
  const [written = "\\", command = ""] = /^\\(\.|[\w?!+-]*)/.exec(source.text.slice(start, end)) ?? [];
  return {
    message: `\`${written}\` is a command of psql, not SQL`,
    hint: hintForPsql(command),
    source,
    span: { start, end: start + written.length },
  };
}

function lineEnd(text: string, from: number, limit: number): number {
  let end = from;
  while (end < limit && text[end] !== "\n" && text[end] !== "\r") end++;
  return end;
}

/** The rows of a COPY end with a line that holds a backslash and a dot; behind all of the text when there is none. */
function findRowsEnd(text: string, from: number, limit: number): number {
  const line = /^\\\.\r?$/gm;
  line.lastIndex = from;
  const found = line.exec(text);
  return found === null ? limit + 1 : line.lastIndex;
}
