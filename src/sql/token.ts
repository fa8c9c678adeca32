// The tokens of SQL: kinds and places in a text. Pure.

/** Punctuation; each is its own kind of token. */
export type Mark = ";" | "," | "." | "(" | ")" | "[" | "]" | ":";

/**
 * "word" is a keyword or a bare name; "quoted-name" is `"…"` or `U&"…"`; "string" is any of `'…'`, `E'…'`, `B'…'`, `X'…'`,
 * `U&'…'` and `$tag$…$tag$`; "parameter" is `$1`; "operator" is a run of operator signs, `=` and `*` too; "other" is a sign
 * that has no meaning outside of quotes; "error" is something never closed; "end" has no length.
 */
export type TokenKind =
  | "word"
  | "quoted-name"
  | "string"
  | "number"
  | "parameter"
  | "operator"
  | "comment"
  | "other"
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
}

export function emptySlot(): TokenSlot {
  return { kind: "end", start: 0, end: 0 };
}
