// Finds where integers, floats, blobs, durations and uuids end. Pure.
import { isDigit, isHexDigit, isWordPart, MINUS } from "./characters.ts";
import { endAt, type TokenKind, type TokenSlot } from "./token.ts";

const UUID_LENGTH = 36;
const CAPITAL_T = 0x54;
// The capital letters are the grammar's.
const ISO_DATE_DURATION = /-?P\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/y;
// What could be the next part must be one: digits behind years, months or hours, `T` behind a date.
const ISO_DATE = String.raw`(?=\d)(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?<=D|[YM](?!\d))`;
const ISO_TIME = String.raw`T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?(?<=S|[HM](?!\d))`;
const ISO_DURATION = new RegExp(String.raw`-?P(?:\d+W|${ISO_DATE}${ISO_TIME}|${ISO_DATE}(?!T)|${ISO_TIME})`, "y");
const ISO_DATE_BEGUN = /-?P\d{4}-/y;

/**
 * number : "-"? digit+ ( unit ( digit+ unit )* | ( "." digit* )? exponent? ) | "0x" hex*
 * `1..2` is a range of two integers. As on the server, what begins a unit, an exponent or a uuid must be one: `1and`
 * is an error, for `1a` could begin a uuid, where `1or` is an integer and a word.
 */
export function readNumber(token: TokenSlot, text: string, limit: number): TokenKind {
  const { start } = token;
  if (isBlobAt(text, start, limit)) return endAt(token, skipHexDigits(text, start + 2, limit), "blob");
  const integerEnd = skipDigits(text, text.charCodeAt(start) === MINUS ? start + 1 : start, limit);
  const durationEnd = skipUnits(text, integerEnd, limit);
  if (durationEnd < 0) return endBroken(token, text, integerEnd, limit);
  if (durationEnd > integerEnd) return endNumber(token, text, durationEnd, "duration", limit);
  const mantissaEnd = skipFraction(text, integerEnd, limit);
  const end = skipExponent(text, mantissaEnd, limit);
  if (end < 0) return endBroken(token, text, mantissaEnd, limit);
  return endNumber(token, text, end, end > integerEnd ? "float" : "integer", limit);
}

/**
 * Whether the server takes what ends here for the beginning of a uuid, as the next character is one that a uuid could
 * go on with.
 */
export function isUuidBegun(text: string, start: number, end: number, limit: number): boolean {
  if (end >= limit || end - start >= UUID_LENGTH) return false;
  for (let at = end; at >= start; at--) if (!isUuidPart(text.charCodeAt(at), at - start)) return false;
  return true;
}

/** The end of the uuid that begins at `start`, or -1. */
export function uuidEnd(text: string, start: number, limit: number): number {
  const end = start + UUID_LENGTH;
  if (end > limit || text.charCodeAt(start + 8) !== MINUS) return -1;
  for (let at = 0; at < UUID_LENGTH; at++) if (!isUuidPart(text.charCodeAt(start + at), at)) return -1;
  return end;
}

/**
 * The end of the ISO 8601 duration (`P1Y2M`, `-PT5S`, `P0001-02-03T04:05:06`) that begins at `start`, or -1. Without a
 * minus sign, what goes on as a word is one: `P1Dx`.
 */
export function isoDurationEnd(text: string, start: number, limit: number): number {
  if (!isIsoDurationBegun(text, start)) return -1;
  const dateEnd = matchEnd(ISO_DATE_DURATION, text, start, limit);
  if (dateEnd >= 0) return dateEnd;
  const end = matchEnd(ISO_DURATION, text, start, limit);
  const isWord = text.charCodeAt(start) !== MINUS && end < limit && isWordPart(text.charCodeAt(end));
  return isWord ? -1 : end;
}

/** Whether the server takes what begins at `start` for a duration by date, as in `P0001-`. */
export function isIsoDateBegun(text: string, start: number, limit: number): boolean {
  return isIsoDurationBegun(text, start) && matchEnd(ISO_DATE_BEGUN, text, start, limit) >= 0;
}

/** Tells most words that begin with a capital P from durations without a regular expression. */
function isIsoDurationBegun(text: string, start: number): boolean {
  const code = text.charCodeAt(text.charCodeAt(start) === MINUS ? start + 2 : start + 1);
  return isDigit(code) || code === CAPITAL_T;
}

function matchEnd(pattern: RegExp, text: string, start: number, limit: number): number {
  pattern.lastIndex = start;
  return pattern.test(text) && pattern.lastIndex <= limit ? pattern.lastIndex : -1;
}

function endNumber(token: TokenSlot, text: string, end: number, kind: TokenKind, limit: number): TokenKind {
  return isUuidBegun(text, token.start, end, limit) ? endBroken(token, text, end, limit) : endAt(token, end, kind);
}

/** To the end of the word that hangs on it. */
function endBroken(token: TokenSlot, text: string, from: number, limit: number): TokenKind {
  let end = from;
  while (end < limit && isWordPart(text.charCodeAt(end))) end++;
  return endAt(token, end, "error");
}

function isUuidPart(code: number, index: number): boolean {
  const isDash = index === 8 || index === 13 || index === 18 || index === 23;
  return isDash ? code === MINUS : isHexDigit(code);
}

function isBlobAt(text: string, start: number, limit: number): boolean {
  return start + 1 < limit && text.charCodeAt(start) === 0x30 && (text.charCodeAt(start + 1) | 0x20) === 0x78;
}

function skipDigits(text: string, from: number, limit: number): number {
  let at = from;
  while (at < limit && isDigit(text.charCodeAt(at))) at++;
  return at;
}

function skipHexDigits(text: string, from: number, limit: number): number {
  let at = from;
  while (at < limit && isHexDigit(text.charCodeAt(at))) at++;
  return at;
}

function skipFraction(text: string, from: number, limit: number): number {
  if (from >= limit || text[from] !== ".") return from;
  const isRange = text[from + 1] === "." && text[from + 2] !== ".";
  return isRange ? from : skipDigits(text, from + 1, limit);
}

/** The end of the exponent, `from` when there is none, or -1 when it has no digits. */
function skipExponent(text: string, from: number, limit: number): number {
  if (from >= limit || (text.charCodeAt(from) | 0x20) !== 0x65) return from;
  const sign = text[from + 1];
  const digits = sign === "+" || sign === "-" ? from + 2 : from + 1;
  const end = skipDigits(text, digits, limit);
  return end > digits ? end : -1;
}

/** unit ( digit+ unit )*: the end of the last unit, `from` when there is none, or -1 when one is not whole. */
function skipUnits(text: string, from: number, limit: number): number {
  let end = from;
  for (;;) {
    const digitsEnd = end === from ? from : skipDigits(text, end, limit);
    if (end !== from && digitsEnd === end) return end;
    const unitEnd = digitsEnd + unitLength(text, digitsEnd);
    if (unitEnd < digitsEnd || unitEnd > limit) return -1;
    if (unitEnd === digitsEnd) return end === from ? from : -1;
    end = unitEnd;
  }
}

/** 0 where no unit begins, -1 where one does not end. */
function unitLength(text: string, at: number): number {
  const first = text[at]?.toLowerCase();
  const second = text[at + 1]?.toLowerCase();
  switch (first) {
    case "m":
      return second === "o" || second === "s" ? 2 : 1;
    case "u":
    case "n":
    case "\u00b5": // the micro sign; the Greek letter that looks like it is not in the grammar
      return second === "s" ? 2 : -1;
    case "y":
    case "w":
    case "d":
    case "h":
    case "s":
      return 1;
    default:
      return 0;
  }
}
