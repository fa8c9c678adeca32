// Finds what makes a data statement different when it is run twice. Pure, one pass.

import { givesSameResult } from "./same-result-functions.ts";
import type { Token, TokenKind } from "./token.ts";
import { isWord, type TokenRun, textOf } from "./token-run.ts";

export interface DmlHazards {
  readonly guard: "if-not-exists" | "if-exists" | "condition" | undefined;
  /** The first call whose result may differ from time to time, as it was written: `now`, `shop.f`. */
  readonly call: string | undefined;
  readonly hasArithmetic: boolean;
  readonly hasElementByIndex: boolean;
  readonly hasListLiteral: boolean;
}

/** Words of the grammar before which `(` opens a tuple or a list of values, not arguments. */
const NOT_FUNCTIONS: ReadonlySet<string> = new Set([
  "AND",
  "BETWEEN",
  "CONTAINS",
  "IF",
  "IN",
  "KEY",
  "LIKE",
  "SET",
  "VALUES",
  "WHERE",
]);

/** What stands behind the column of a condition. */
const COMPARISONS: ReadonlySet<TokenKind> = new Set(["=", "<", "<=", ">", ">=", "!=", "[", "."]);

/** Looks through an INSERT, UPDATE or DELETE from the token at `from` on; the names of its columns come before that. */
export function findDmlHazards(run: TokenRun, from: number): DmlHazards {
  const { text, tokens } = run;
  let guard: DmlHazards["guard"];
  let call: string | undefined;
  let hasArithmetic = false;
  let hasElementByIndex = false;
  let hasListLiteral = false;
  let isAssignment = false;
  for (let index = from; index < tokens.length; index++) {
    const token = tokens[index];
    switch (token?.kind) {
      case "word":
        if (isWord(text, token, "SET")) isAssignment = true;
        else if (isWord(text, token, "WHERE")) isAssignment = false;
        else if (isWord(text, token, "IF")) guard ??= guardAt(run, index);
        break;
      case "(":
        call ??= unstableCallBefore(run, index);
        hasListLiteral ||= isJsonWithList(run, index);
        break;
      case "[":
        if (isName(tokens[index - 1])) hasElementByIndex ||= isIndex(tokens[index + 1]);
        else hasListLiteral = true;
        break;
      case "+":
      case "-":
      case "+=":
      case "-=":
      case "integer":
        hasArithmetic ||= isAssignment && isColumnArithmetic(text, tokens, index);
        break;
    }
  }
  return { guard, call, hasArithmetic, hasElementByIndex, hasListLiteral };
}

/** A JSON text with an array in it may write a list. */
export function mayHoldJsonList(run: TokenRun, token: Token | undefined): boolean {
  return token?.kind === "string" && textOf(run, token).includes("[");
}

function guardAt(run: TokenRun, index: number): DmlHazards["guard"] {
  const { text, tokens } = run;
  const isNot = isWord(text, tokens[index + 1], "NOT");
  if (!isWord(text, tokens[index + (isNot ? 2 : 1)], "EXISTS") || isCompared(tokens[index + 2])) return "condition";
  return isNot ? "if-not-exists" : "if-exists";
}

/** `exists` is not reserved: `IF exists = 1` is a condition on a column of that name. */
function isCompared(token: Token | undefined): boolean {
  return token !== undefined && COMPARISONS.has(token.kind);
}

function unstableCallBefore(run: TokenRun, parenthesisIndex: number): string | undefined {
  const { text, tokens } = run;
  const name = tokens[parenthesisIndex - 1];
  if (!isName(name)) return undefined;
  const written = textOf(run, name);
  const qualifier = tokens[parenthesisIndex - 2]?.kind === "." ? tokens[parenthesisIndex - 3] : undefined;
  if (qualifier === undefined) {
    const isKnown = name.kind === "word" && (NOT_FUNCTIONS.has(written.toUpperCase()) || givesSameResult(written));
    return isKnown ? undefined : written;
  }
  const isKnown = isWord(text, qualifier, "SYSTEM") && name.kind === "word" && givesSameResult(written);
  return isKnown ? undefined : `${textOf(run, qualifier)}.${written}`;
}

function isJsonWithList(run: TokenRun, parenthesisIndex: number): boolean {
  const name = run.tokens[parenthesisIndex - 1];
  const isFromJson = isWord(run.text, name, "FROMJSON") || isWord(run.text, name, "FROM_JSON");
  return isFromJson && mayHoldJsonList(run, run.tokens[parenthesisIndex + 1]);
}

/** An integer may be the index in a list as well as the key of a map; which of them, only the schema tells. */
function isIndex(token: Token | undefined): boolean {
  return token?.kind === "integer" || token?.kind === "(";
}

/**
 * Whether the sign adds to what a column holds. `s = s + {1}` and `s -= {1}` are the same twice: braces are a set or a
 * map. A negative integer behind a name is `c = c -1`.
 */
function isColumnArithmetic(text: string, tokens: readonly Token[], index: number): boolean {
  const before = tokens[index - 1];
  const after = tokens[index + 1];
  const kind = tokens[index]?.kind;
  if (kind === "integer") return isName(before) && text[tokens[index]?.start ?? 0] === "-";
  if (after?.kind === "{" || before?.kind === "}") return false;
  return kind === "+=" || kind === "-=" || isName(before) || isName(after);
}

function isName(token: Token | undefined): token is Token {
  return token?.kind === "word" || token?.kind === "quoted-name";
}
