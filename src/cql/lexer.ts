// Turns CQL text into tokens, one at a time, each a place in the text. Pure, linear in any text, never throws.
// Grammar: src/antlr/Lexer.g of Cassandra 3.11–5.0, cql3/Cql.g of ScyllaDB.
import { isDigit, isHexDigit, isLetter, isSpace, isWordPart, MINUS } from "./characters.ts";
import { isIsoDateBegun, isoDurationEnd, isUuidBegun, lexNumber, uuidEnd } from "./number-lexer.ts";
import type { Mark, Token } from "./token.ts";

const BYTE_ORDER_MARK = 0xfeff;
const SINGLE_MARKS = ";,.:?()[]{}=<>+-*/%";
const DOT = 0x2e;
const EQUALS = 0x3d;
/** The second sign of each is a dot or an equals sign. */
const DOUBLE_MARKS: ReadonlySet<string> = new Set(["..", "<=", ">=", "!=", "+=", "-="]);
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
  let start = offset;
  if (start === 0 && text.charCodeAt(0) === BYTE_ORDER_MARK) start = 1;
  while (start < limit && isSpace(text.charCodeAt(start))) start++;
  if (start >= limit) return { kind: "end", start: limit, end: limit };
  const code = text.charCodeAt(start);
  if (isLetter(code)) return lexWord(text, start, limit);
  if (isDigit(code)) return lexDigits(text, start, limit);
  return lexSign(text, start, limit);
}

function lexWord(text: string, start: number, limit: number): Token {
  const first = text.charCodeAt(start);
  if (isHexDigit(first)) {
    const end = uuidEnd(text, start, limit);
    if (end >= 0) return { kind: "uuid", start, end };
  }
  if (first === CAPITAL_P) {
    const end = isoDurationEnd(text, start, limit);
    if (end >= 0) return { kind: "duration", start, end };
    if (isIsoDateBegun(text, start, limit)) return lexError(text, start, limit);
  }
  const end = skipWord(text, start, limit);
  if (text.charCodeAt(end) === MINUS && isUuidBegun(text, start, end, limit)) return { kind: "error", start, end };
  return { kind: isFloatWord(text, start, end) ? "float" : "word", start, end };
}

function lexDigits(text: string, start: number, limit: number): Token {
  const end = uuidEnd(text, start, limit);
  return end >= 0 ? { kind: "uuid", start, end } : lexNumber(text, start, limit);
}

function lexSign(text: string, start: number, limit: number): Token {
  const sign = text[start];
  const next = start + 1 < limit ? text[start + 1] : undefined;
  if (sign === "'") return lexQuoted(text, start, limit, "string");
  if (sign === '"') return lexQuoted(text, start, limit, "quoted-name");
  if (sign === "$" && next === "$") return lexEnclosed(text, start, limit, "$$", "string");
  if (sign === "/" && next === "*") return lexEnclosed(text, start, limit, "*/", "comment");
  if ((sign === "-" || sign === "/") && next === sign) return lexLineComment(text, start, limit);
  if (sign === "-") {
    const negative = lexNegative(text, start, limit);
    if (negative !== undefined) return negative;
  }
  return lexMark(text, start, limit) ?? lexError(text, start, limit);
}

/** A string or a quoted name; the quote inside it is doubled. */
function lexQuoted(text: string, start: number, limit: number, kind: "string" | "quoted-name"): Token {
  const quote = kind === "string" ? "'" : '"';
  let at = start + 1;
  for (;;) {
    const close = text.indexOf(quote, at);
    if (close < 0 || close >= limit) return { kind: "error", start, end: limit };
    if (close + 1 >= limit || text[close + 1] !== quote) return { kind, start, end: close + 1 };
    at = close + 2;
  }
}

/** What runs from a two-sign opener to the first closer; neither `$$` nor block comments nest. */
function lexEnclosed(text: string, start: number, limit: number, closer: string, kind: "string" | "comment"): Token {
  const close = text.indexOf(closer, start + 2);
  if (close < 0 || close + 2 > limit) return { kind: "error", start, end: limit };
  return { kind, start, end: close + 2 };
}

function lexLineComment(text: string, start: number, limit: number): Token {
  let end = start + 2;
  while (end < limit && text.charCodeAt(end) !== 0x0a && text.charCodeAt(end) !== 0x0d) end++;
  return { kind: "comment", start, end };
}

/**
 * A negative number, duration, `-NaN` or `-Infinity`; undefined when the minus stands for itself. As on the server, a
 * minus that touches a letter with which one of those could begin must begin one: `a-id` is none, `a - id` is.
 */
function lexNegative(text: string, start: number, limit: number): Token | undefined {
  if (start + 1 >= limit) return undefined;
  const code = text.charCodeAt(start + 1);
  if (isDigit(code)) return lexNumber(text, start, limit);
  const lower = code | 0x20;
  if (lower === SMALL_N) return lexNegativeWord(text, start, limit, start + "-nan".length);
  if (lower === SMALL_I) return lexNegativeWord(text, start, limit, start + "-infinity".length);
  if (code !== CAPITAL_P) return undefined;
  const end = isoDurationEnd(text, start, limit);
  return end >= 0 ? { kind: "duration", start, end } : lexError(text, start, limit);
}

function lexNegativeWord(text: string, start: number, limit: number, end: number): Token {
  if (end <= limit && isFloatWord(text, start + 1, end)) return { kind: "float", start, end };
  return lexError(text, start, limit);
}

function lexMark(text: string, start: number, limit: number): Token | undefined {
  const second = start + 1 < limit ? text.charCodeAt(start + 1) : 0;
  if (second === DOT || second === EQUALS) {
    const double = text.slice(start, start + 2);
    if (DOUBLE_MARKS.has(double)) return { kind: double as Mark, start, end: start + 2 };
  }
  const single = text.charAt(start);
  return SINGLE_MARKS.includes(single) ? { kind: single as Mark, start, end: start + 1 } : undefined;
}

/** A run of characters that cannot stand, with the word that hangs on it, so that one slip is one message. */
function lexError(text: string, start: number, limit: number): Token {
  let end = start + 1;
  while (end < limit && !canStand(text, end)) end++;
  return { kind: "error", start, end };
}

function canStand(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (isWordPart(code)) return false;
  return isSpace(code) || SINGLE_MARKS.includes(text.charAt(at)) || OPENERS.includes(text.charAt(at));
}

function skipWord(text: string, start: number, limit: number): number {
  let end = start + 1;
  while (end < limit && isWordPart(text.charCodeAt(end))) end++;
  return end;
}

/** `NaN` and `Infinity`, in any case; both words are reserved, so neither is ever a name. */
function isFloatWord(text: string, start: number, end: number): boolean {
  const length = end - start;
  if (length !== 3 && length !== 8) return false;
  const lower = text.slice(start, end).toLowerCase();
  return lower === "nan" || lower === "infinity";
}
