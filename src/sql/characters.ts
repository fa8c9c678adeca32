// Which UTF-16 code is what in SQL. Pure. As in src/backend/parser/scan.l of PostgreSQL, whatever is not ASCII is a letter.

export function isSpace(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d);
}

export function isLetter(code: number): boolean {
  const lower = code | 0x20;
  return (lower >= 0x61 && lower <= 0x7a) || code === 0x5f || code >= 0x80;
}

export function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** What may follow in a word: a dollar sign too. */
export function isWordPart(code: number): boolean {
  return isLetter(code) || isDigit(code) || code === 0x24;
}

const OPERATOR_SIGNS = new Set([..."~!@#^&|`?+-*/%<>="].map((sign) => sign.charCodeAt(0)));
const IS_OPERATOR_SIGN: readonly boolean[] = Array.from({ length: 128 }, (_, code) => OPERATOR_SIGNS.has(code));

export function isOperatorSign(code: number): boolean {
  return IS_OPERATOR_SIGN[code] === true;
}
