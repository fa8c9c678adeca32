// The tokens of CQL: kinds and places in a text. Pure.

/** Operators and punctuation; each is its own kind of token. */
export type Mark =
  | ";"
  | ","
  | "."
  | ".."
  | ":"
  | "?"
  | "("
  | ")"
  | "["
  | "]"
  | "{"
  | "}"
  | "="
  | "<"
  | "<="
  | ">"
  | ">="
  | "!="
  | "+"
  | "-"
  | "+="
  | "-="
  | "*"
  | "/"
  | "%";

/**
 * "word" is a keyword or a bare name, `true` and `false` too; "string" is `'…'` or `$$…$$`; "float" holds `NaN` and
 * `Infinity`; "error" is something never closed, or characters that cannot stand; "end" has no length.
 */
export type TokenKind =
  | "word"
  | "quoted-name"
  | "string"
  | "integer"
  | "float"
  | "blob"
  | "duration"
  | "uuid"
  | "comment"
  | "error"
  | "end"
  | Mark;

/** A token: `text.slice(start, end)`. */
export interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
}

/** A token that is written over by the next. */
export interface TokenSlot {
  kind: TokenKind;
  start: number;
  end: number;
  /** Of a word: `hashWord` of its letters. */
  hash: number;
}

export function emptySlot(): TokenSlot {
  return { kind: "end", start: 0, end: 0, hash: 0 };
}

/** Notes where the token ends; returns its kind, which the caller notes. */
export function endAt(token: TokenSlot, end: number, kind: TokenKind): TokenKind {
  token.end = end;
  return kind;
}

/** The hash of a word with one more character; the case of letters makes no difference. */
export function hashWord(hash: number, code: number): number {
  return (Math.imul(hash, 31) + (code & 0xdf)) | 0;
}
