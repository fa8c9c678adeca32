// Which UTF-16 code is what in CQL. Pure. The grammar (Cassandra's and ScyllaDB's Lexer) knows ASCII letters alone.

export const MINUS = 0x2d;
const UNDERSCORE = 0x5f;

export function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x09 || code === 0x0d;
}

export function isLetter(code: number): boolean {
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x7a;
}

export function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

export function isHexDigit(code: number): boolean {
  const lower = code | 0x20;
  return isDigit(code) || (lower >= 0x61 && lower <= 0x66);
}

/** What may follow in a word; its first is a letter. */
export function isWordPart(code: number): boolean {
  return isLetter(code) || isDigit(code) || code === UNDERSCORE;
}
