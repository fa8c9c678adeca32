// Turns CQL text into tokens, one at a time, each a place in the text. Pure, linear in any text, never throws.
// Grammar: src/antlr/Lexer.g of Cassandra 3.11–5.0, cql3/Cql.g of ScyllaDB.
import type { Span } from "../text/span.ts";
import { isDigit, isHexDigit, isLetter, isSpace, isWordPart, MINUS } from "./characters.ts";
import { isIsoDateBegun, isoDurationEnd, isUuidBegun, readNumber, uuidEnd } from "./number-lexer.ts";
import { emptySlot, endAt, hashWord, type Mark, type Token, type TokenKind, type TokenSlot } from "./token.ts";
import { isSpelled } from "./token-run.ts";

const BYTE_ORDER_MARK = 0xfeff;
const SINGLE_MARKS: readonly Mark[] = [..."=;,.:?()[]{}<>+-*/%"] as Mark[];
const DOUBLE_MARKS: readonly Mark[] = ["..", "<=", ">=", "!=", "+=", "-="];
const MARK_BY_CODE: readonly (Mark | undefined)[] = tabulate(SINGLE_MARKS);
/** By the first sign; the second of each is a dot or an equals sign. */
const DOUBLE_MARK_BY_CODE: readonly (Mark | undefined)[] = tabulate(DOUBLE_MARKS);
const QUOTE = 0x27;
const DOUBLE_QUOTE = 0x22;
const DOLLAR = 0x24;
const STAR = 0x2a;
const DOT = 0x2e;
const SLASH = 0x2f;
const EQUALS = 0x3d;
const CAPITAL_P = 0x50;
const SMALL_I = 0x69;
const SMALL_N = 0x6e;
const OPENERS = "'\"$!";

/**
 * The first token at or after `offset` and before `limit` (default: the end of the text). White space is passed over,
 * and so is a byte order mark at the start of the text. A comment ends before its line's end. As on the server, a
 * minus sign that touches a digit belongs to the number: `c = c -1` ends in the word `c` and the integer `-1`.
 */
export function nextToken(text: string, offset: number, limit: number = text.length): Token {
  const token = emptySlot();
  readToken(token, text, offset, limit);
  return { kind: token.kind, start: token.start, end: token.end };
}

/** As `nextToken`; writes over `token`, for those who read megabytes. */
export function readToken(token: TokenSlot, text: string, offset: number, limit: number): void {
  let start = offset;
  if (start === 0 && text.charCodeAt(0) === BYTE_ORDER_MARK) start = 1;
  while (start < limit && isSpace(text.charCodeAt(start))) start++;
  token.start = Math.min(start, limit);
  token.kind = start < limit ? readAny(token, text, limit) : endAt(token, limit, "end");
}

/** As all that read a part of a token: notes its end, and returns its kind. */
function readAny(token: TokenSlot, text: string, limit: number): TokenKind {
  const code = text.charCodeAt(token.start);
  if (isLetter(code)) return readWord(token, text, code, limit);
  return isDigit(code) ? readDigits(token, text, limit) : readSign(token, text, code, limit);
}

function readWord(token: TokenSlot, text: string, first: number, limit: number): TokenKind {
  const { start } = token;
  if (isHexDigit(first)) {
    const end = uuidEnd(text, start, limit);
    if (end >= 0) return endAt(token, end, "uuid");
  }
  if (first === CAPITAL_P) {
    const end = isoDurationEnd(text, start, limit);
    if (end >= 0) return endAt(token, end, "duration");
    if (isIsoDateBegun(text, start, limit)) return readError(token, text, limit);
  }
  let hash = hashWord(0, first);
  let end = start + 1;
  for (; end < limit; end++) {
    const code = text.charCodeAt(end);
    if (!isWordPart(code)) break;
    hash = hashWord(hash, code);
  }
  token.hash = hash;
  if (text.charCodeAt(end) === MINUS && isUuidBegun(text, start, end, limit)) return endAt(token, end, "error");
  token.end = end;
  return isFloatWord(text, token) ? "float" : "word";
}

function readDigits(token: TokenSlot, text: string, limit: number): TokenKind {
  const end = uuidEnd(text, token.start, limit);
  return end >= 0 ? endAt(token, end, "uuid") : readNumber(token, text, limit);
}

function readSign(token: TokenSlot, text: string, sign: number, limit: number): TokenKind {
  const { start } = token;
  const next = start + 1 < limit ? text.charCodeAt(start + 1) : 0;
  switch (sign) {
    case QUOTE:
      return readQuoted(token, text, limit, "string");
    case DOUBLE_QUOTE:
      return readQuoted(token, text, limit, "quoted-name");
    case DOLLAR:
      if (next === DOLLAR) return readEnclosed(token, text, limit, "$$");
      break;
    case SLASH:
      if (next === STAR) return readEnclosed(token, text, limit, "*/");
      if (next === SLASH) return readLineComment(token, text, limit);
      break;
    case MINUS:
      if (next === MINUS) return readLineComment(token, text, limit);
      return readNegative(token, text, next, limit) ?? readMark(token, text, sign, next, limit);
  }
  return readMark(token, text, sign, next, limit);
}

function readMark(token: TokenSlot, text: string, sign: number, next: number, limit: number): TokenKind {
  const double = next === DOT || next === EQUALS ? DOUBLE_MARK_BY_CODE[sign] : undefined;
  if (double?.charCodeAt(1) === next) return endAt(token, token.start + 2, double);
  const single = MARK_BY_CODE[sign];
  return single === undefined ? readError(token, text, limit) : endAt(token, token.start + 1, single);
}

/** A string or a quoted name; the quote inside it is doubled. */
function readQuoted(token: TokenSlot, text: string, limit: number, kind: "string" | "quoted-name"): TokenKind {
  const quote = kind === "string" ? "'" : '"';
  const code = quote.charCodeAt(0);
  let at = token.start + 1;
  for (;;) {
    const close = text.indexOf(quote, at);
    if (close < 0 || close >= limit) return endAt(token, limit, "error");
    if (close + 1 >= limit || text.charCodeAt(close + 1) !== code) return endAt(token, close + 1, kind);
    at = close + 2;
  }
}

/** What runs from a two-sign opener to the first closer; neither `$$` nor block comments nest. */
function readEnclosed(token: TokenSlot, text: string, limit: number, closer: "$$" | "*/"): TokenKind {
  const close = text.indexOf(closer, token.start + 2);
  if (close < 0 || close + 2 > limit) return endAt(token, limit, "error");
  return endAt(token, close + 2, closer === "$$" ? "string" : "comment");
}

function readLineComment(token: TokenSlot, text: string, limit: number): TokenKind {
  let end = token.start + 2;
  while (end < limit && text.charCodeAt(end) !== 0x0a && text.charCodeAt(end) !== 0x0d) end++;
  return endAt(token, end, "comment");
}

/**
 * A negative number, duration, `-NaN` or `-Infinity`; undefined when the minus stands for itself. As on the server, a
 * minus that touches a letter with which one of those could begin must begin one: `a-id` is none, `a - id` is.
 */
function readNegative(token: TokenSlot, text: string, next: number, limit: number): TokenKind | undefined {
  if (isDigit(next)) return readNumber(token, text, limit);
  const lower = next | 0x20;
  if (lower === SMALL_N) return readNegativeWord(token, text, "-nan", limit);
  if (lower === SMALL_I) return readNegativeWord(token, text, "-infinity", limit);
  if (next !== CAPITAL_P) return undefined;
  const end = isoDurationEnd(text, token.start, limit);
  return end >= 0 ? endAt(token, end, "duration") : readError(token, text, limit);
}

function readNegativeWord(token: TokenSlot, text: string, word: "-nan" | "-infinity", limit: number): TokenKind {
  const end = token.start + word.length;
  const isIt = end <= limit && text.slice(token.start, end).toLowerCase() === word;
  return isIt ? endAt(token, end, "float") : readError(token, text, limit);
}

/** A run of characters that cannot stand, with the word that hangs on it, so that one slip is one message. */
function readError(token: TokenSlot, text: string, limit: number): TokenKind {
  let end = token.start + 1;
  while (end < limit && !canStand(text, end)) end++;
  return endAt(token, end, "error");
}

function canStand(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (isWordPart(code)) return false;
  return isSpace(code) || MARK_BY_CODE[code] !== undefined || OPENERS.includes(text.charAt(at));
}

/** `NaN` and `Infinity`, in any case; both words are reserved, so neither is ever a name. */
function isFloatWord(text: string, word: Span): boolean {
  return isSpelled(text, word, "NAN") || isSpelled(text, word, "INFINITY");
}

function tabulate(marks: readonly Mark[]): readonly (Mark | undefined)[] {
  const table = Array<Mark | undefined>(128).fill(undefined);
  for (const mark of marks) table[mark.charCodeAt(0)] = mark;
  return table;
}
