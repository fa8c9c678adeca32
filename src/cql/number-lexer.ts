// Finds where integers, floats, blobs, durations and uuids end. Pure.
import { isDigit, isHexDigit, MINUS } from "./characters.ts";
import type { Token } from "./token.ts";

const UUID_LENGTH = 36;
// The capital letters are the grammar's; a word such as `P1Dx` is a name.
const ISO_DURATION =
  /-?P(?:\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d|\d+W|(?=T?\d)(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?)(?![A-Za-z0-9_])/y;

/**
 * number : "-"? digit+ ( unit ( digit+ unit )* | ( "." digit* )? exponent? ) | "0x" hex*
 * `1..2` is a range of two integers.
 */
export function lexNumber(text: string, start: number, limit: number): Token {
  if (isBlobAt(text, start, limit)) return { kind: "blob", start, end: skipHexDigits(text, start + 2, limit) };
  const integerEnd = skipDigits(text, text.charCodeAt(start) === MINUS ? start + 1 : start, limit);
  const durationEnd = skipUnits(text, integerEnd, limit);
  if (durationEnd > integerEnd) return { kind: "duration", start, end: durationEnd };
  const end = skipExponent(text, skipFraction(text, integerEnd, limit), limit);
  return { kind: end > integerEnd ? "float" : "integer", start, end };
}

/** The end of the uuid that begins at `start`, or -1. */
export function uuidEnd(text: string, start: number, limit: number): number {
  const end = start + UUID_LENGTH;
  if (end > limit || text.charCodeAt(start + 8) !== MINUS) return -1;
  for (let at = 0; at < UUID_LENGTH; at++) {
    const code = text.charCodeAt(start + at);
    const isDash = at === 8 || at === 13 || at === 18 || at === 23;
    if (isDash ? code !== MINUS : !isHexDigit(code)) return -1;
  }
  return end;
}

/** The end of the ISO 8601 duration (`P1Y2M`, `-PT5S`, `P0001-02-03T04:05:06`) that begins at `start`, or -1. */
export function isoDurationEnd(text: string, start: number, limit: number): number {
  ISO_DURATION.lastIndex = start;
  return ISO_DURATION.test(text) && ISO_DURATION.lastIndex <= limit ? ISO_DURATION.lastIndex : -1;
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

function skipExponent(text: string, from: number, limit: number): number {
  if (from >= limit || (text.charCodeAt(from) | 0x20) !== 0x65) return from;
  const sign = text[from + 1];
  const digits = sign === "+" || sign === "-" ? from + 2 : from + 1;
  const end = skipDigits(text, digits, limit);
  return end > digits ? end : from;
}

/** unit ( digit+ unit )*: the end of the last unit, or `from` when there is none. */
function skipUnits(text: string, from: number, limit: number): number {
  let end = from;
  for (;;) {
    const digitsEnd = end === from ? from : skipDigits(text, end, limit);
    if (end !== from && digitsEnd === end) return end;
    const unitEnd = digitsEnd + unitLength(text, digitsEnd);
    if (unitEnd === digitsEnd || unitEnd > limit) return end;
    end = unitEnd;
  }
}

function unitLength(text: string, at: number): number {
  const first = text[at]?.toLowerCase();
  const second = text[at + 1]?.toLowerCase();
  switch (first) {
    case "m":
      return second === "o" || second === "s" ? 2 : 1;
    case "u":
    case "n":
    case "\u00b5": // the micro sign; the Greek letter that looks like it is not in the grammar
      return second === "s" ? 2 : 0;
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
