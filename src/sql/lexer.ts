// Turns SQL text into tokens, one at a time, each a place in the text. Pure, linear in any text, never throws.
// Grammar: src/backend/parser/scan.l of PostgreSQL 18, pkg/sql/scanner of CockroachDB 25. Where the two differ, only on
// texts that neither takes: in `B'…'` CockroachDB knows escapes, and PostgreSQL takes nothing but 0 and 1.
import { isDigit, isLetter, isOperatorSign, isSpace, isWordPart } from "./characters.ts";
import { emptySlot, type Mark, type Token, type TokenKind, type TokenSlot } from "./token.ts";

const BYTE_ORDER_MARK = 0xfeff;
const DOUBLE_QUOTE = 0x22;
const DOLLAR = 0x24;
const AMPERSAND = 0x26;
const QUOTE = 0x27;
const STAR = 0x2a;
const MINUS = 0x2d;
const DOT = 0x2e;
const SLASH = 0x2f;
const BACKSLASH = 0x5c;
const SMALL_B = 0x62;
const SMALL_E = 0x65;
const SMALL_N = 0x6e;
const SMALL_U = 0x75;
const SMALL_X = 0x78;

const MARKS: readonly Mark[] = [..."; , . ( ) [ ] :".split(" ")] as Mark[];
const MARK_BY_CODE: readonly (Mark | undefined)[] = Array.from({ length: 128 }, (_, code) =>
  MARKS.find((mark) => mark.charCodeAt(0) === code),
);

/**
 * The first token at or after `offset` and before `limit` (default: the end of the text). White space is passed over,
 * and so is a byte order mark at the start of the text. A comment ends before its line's end.
 */
export function nextToken(text: string, offset: number, limit: number = text.length): Token {
  const token = emptySlot();
  readToken(token, text, offset, limit);
  return token;
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
  const { start } = token;
  const code = text.charCodeAt(start);
  if (isLetter(code)) return readPrefixed(token, text, code, limit) ?? readWord(token, text, limit);
  if (isDigit(code)) return readNumber(token, text, limit);
  const next = start + 1 < limit ? text.charCodeAt(start + 1) : 0;
  switch (code) {
    case QUOTE:
      return readQuoted(token, text, start + 1, limit, "string");
    case DOUBLE_QUOTE:
      return readQuoted(token, text, start + 1, limit, "quoted-name");
    case DOLLAR:
      return readDollar(token, text, next, limit);
    case DOT:
      return isDigit(next) ? readNumber(token, text, limit) : endAt(token, start + 1, ".");
    case MINUS:
      return next === MINUS ? readLineComment(token, text, limit) : readOperator(token, text, limit);
    case SLASH:
      return next === STAR ? readBlockComment(token, text, limit) : readOperator(token, text, limit);
  }
  if (isOperatorSign(code)) return readOperator(token, text, limit);
  return endAt(token, start + 1, MARK_BY_CODE[code] ?? "other");
}

/** What a single letter opens when it touches a quote; undefined when it is a word. */
function readPrefixed(token: TokenSlot, text: string, letter: number, limit: number): TokenKind | undefined {
  const { start } = token;
  const next = start + 1 < limit ? text.charCodeAt(start + 1) : 0;
  if (next !== QUOTE && next !== AMPERSAND) return undefined;
  const lower = letter | 0x20;
  if (next === AMPERSAND) {
    const third = lower === SMALL_U && start + 2 < limit ? text.charCodeAt(start + 2) : 0;
    if (third === QUOTE) return readQuoted(token, text, start + 3, limit, "string");
    return third === DOUBLE_QUOTE ? readQuoted(token, text, start + 3, limit, "quoted-name") : undefined;
  }
  if (lower === SMALL_E || lower === SMALL_B) return readEscaped(token, text, limit);
  return lower === SMALL_X || lower === SMALL_N ? readQuoted(token, text, start + 2, limit, "string") : undefined;
}

function readWord(token: TokenSlot, text: string, limit: number): TokenKind {
  let end = token.start + 1;
  while (end < limit && isWordPart(text.charCodeAt(end))) end++;
  return endAt(token, end, "word");
}

/** Digits with the letters that hang on them, a dot, and the sign of an exponent; what it is worth, the server says. */
function readNumber(token: TokenSlot, text: string, limit: number): TokenKind {
  let end = token.start;
  let hasDot = false;
  for (; end < limit; end++) {
    const code = text.charCodeAt(end);
    if (code === DOT) {
      // Two dots in a row are a range, as in `1..10`.
      if (hasDot || text.charCodeAt(end + 1) === DOT) break;
      hasDot = true;
    } else if (!isLetter(code) && !isDigit(code) && !isExponentSign(text, token.start, end)) break;
  }
  return endAt(token, end, "number");
}

/** Whether a sign behind an `e` goes on with a digit: `1e-5`; in `0x1e-5` it is a subtraction. */
function isExponentSign(text: string, start: number, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code !== MINUS && code !== 0x2b) return false;
  if ((text.charCodeAt(at - 1) | 0x20) !== SMALL_E || !isDigit(text.charCodeAt(at + 1))) return false;
  return (text.charCodeAt(start + 1) | 0x20) !== SMALL_X;
}

/** A string or a quoted name from behind its opening quote; the quote inside it is doubled. */
function readQuoted(
  token: TokenSlot,
  text: string,
  from: number,
  limit: number,
  kind: "string" | "quoted-name",
): TokenKind {
  const quote = kind === "string" ? "'" : '"';
  const code = quote.charCodeAt(0);
  let at = from;
  for (;;) {
    const close = text.indexOf(quote, at);
    if (close < 0 || close >= limit) return endAt(token, limit, "error");
    if (close + 1 >= limit || text.charCodeAt(close + 1) !== code) return endAt(token, close + 1, kind);
    at = close + 2;
  }
}

/** A string with backslashes; its parts may stand on several lines, and only the first has the letter. */
function readEscaped(token: TokenSlot, text: string, limit: number): TokenKind {
  let at = token.start + 2;
  for (;;) {
    const end = escapedEnd(text, at, limit);
    if (end < 0) return endAt(token, limit, "error");
    const next = continuedAt(text, end, limit);
    if (next < 0) return endAt(token, end, "string");
    at = next + 1;
  }
}

/** Behind the closing quote; -1 when there is none. */
function escapedEnd(text: string, from: number, limit: number): number {
  for (let at = from; at < limit; at++) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at++;
    else if (code === QUOTE) {
      if (at + 1 >= limit || text.charCodeAt(at + 1) !== QUOTE) return at + 1;
      at++;
    }
  }
  return -1;
}

/**
 * The quote that goes on with a string, when nothing but white space with a line end stands between the two, and comments up to
 * the ends of their lines; else -1. quotecontinue of scan.l; in CockroachDB a comment makes two strings of it, which it refuses.
 */
function continuedAt(text: string, from: number, limit: number): number {
  let hasLineEnd = false;
  for (let at = from; at < limit; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return hasLineEnd ? at : -1;
    if (code === MINUS && at + 1 < limit && text.charCodeAt(at + 1) === MINUS) {
      at = lineEnd(text, at, limit) - 1;
      continue;
    }
    if (!isSpace(code)) return -1;
    if (code === 0x0a || code === 0x0d) hasLineEnd = true;
  }
  return -1;
}

/** `$1`, a string in dollar signs, or a lone sign. */
function readDollar(token: TokenSlot, text: string, next: number, limit: number): TokenKind {
  const { start } = token;
  let end = start + 1;
  if (isDigit(next)) {
    while (end < limit && isDigit(text.charCodeAt(end))) end++;
    return endAt(token, end, "parameter");
  }
  while (end < limit && text.charCodeAt(end) !== DOLLAR && isWordPart(text.charCodeAt(end))) end++;
  if (end >= limit || text.charCodeAt(end) !== DOLLAR) return endAt(token, start + 1, "other");
  const tag = text.slice(start, end + 1);
  const close = text.indexOf(tag, end + 1);
  if (close < 0 || close + tag.length > limit) return endAt(token, limit, "error");
  return endAt(token, close + tag.length, "string");
}

function readLineComment(token: TokenSlot, text: string, limit: number): TokenKind {
  return endAt(token, lineEnd(text, token.start, limit), "comment");
}

function lineEnd(text: string, from: number, limit: number): number {
  let end = from;
  while (end < limit && text.charCodeAt(end) !== 0x0a && text.charCodeAt(end) !== 0x0d) end++;
  return end;
}

/** Block comments nest. */
function readBlockComment(token: TokenSlot, text: string, limit: number): TokenKind {
  let depth = 1;
  for (let at = token.start + 2; at + 1 < limit; at++) {
    const code = text.charCodeAt(at);
    if (code === STAR && text.charCodeAt(at + 1) === SLASH) {
      depth--;
      at++;
      if (depth === 0) return endAt(token, at + 1, "comment");
    } else if (code === SLASH && text.charCodeAt(at + 1) === STAR) {
      depth++;
      at++;
    }
  }
  return endAt(token, limit, "error");
}

/** A run of operator signs up to where a comment begins in it. */
function readOperator(token: TokenSlot, text: string, limit: number): TokenKind {
  let end = token.start + 1;
  for (; end < limit; end++) {
    const code = text.charCodeAt(end);
    if (!isOperatorSign(code)) break;
    const next = end + 1 < limit ? text.charCodeAt(end + 1) : 0;
    if ((code === MINUS && next === MINUS) || (code === SLASH && next === STAR)) break;
  }
  return endAt(token, end, "operator");
}

function endAt(token: TokenSlot, end: number, kind: TokenKind): TokenKind {
  token.end = end;
  return kind;
}
