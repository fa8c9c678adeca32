// Finds the bind markers of a statement. Pure.
import type { Span } from "../text/span.ts";
import type { Token, TokenKind } from "./token.ts";

/** Behind these inside of braces a value begins, so that a colon there begins a marker. */
const BEFORE_VALUE: ReadonlySet<TokenKind> = new Set(["{", ",", ":", "+", "-", "*", "/", "%"]);

/** The places of `?` and `:name`. A colon between the key and the value of a literal `{key: value}` is none. */
export function findBindMarkers(tokens: readonly Token[]): readonly Span[] {
  const markers: Span[] = [];
  const open: string[] = [];
  for (const [index, { kind, start, end }] of tokens.entries()) {
    if (kind === "(" || kind === "[" || kind === "{") open.push(kind);
    else if (kind === ")" || kind === "]" || kind === "}") open.pop();
    else if (kind === "?") markers.push({ start, end });
    else if (kind === ":" && !(open.at(-1) === "{" && endsValue(tokens[index - 1]))) {
      markers.push({ start, end: tokens[index + 1]?.end ?? end });
    }
  }
  return markers;
}

function endsValue(token: Token | undefined): boolean {
  return token !== undefined && !BEFORE_VALUE.has(token.kind);
}
