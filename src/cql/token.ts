// The tokens of CQL: kinds and places in a text.

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
