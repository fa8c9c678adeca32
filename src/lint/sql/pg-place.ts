// Places in PostgreSQL's trees, which are bytes of UTF-8, as places in the text of a statement. Pure.
import { nextToken } from "../../sql/lexer.ts";
import type { Span } from "../../text/span.ts";
import type { SqlStatement } from "./linted.ts";

/** The token that begins at a place of the tree; the first one of the statement where a node has no place. */
export function spanAt({ text }: SqlStatement, byte: number | undefined): Span {
  const start = byte === undefined || byte < 0 ? 0 : offsetOfByte(text, byte);
  const token = nextToken(text, start);
  return { start: token.start, end: Math.max(token.end, token.start + 1) };
}

/** The offset in UTF-16 of an offset in UTF-8. */
export function offsetOfByte(text: string, byte: number): number {
  let bytes = 0;
  let at = 0;
  while (at < text.length && bytes < byte) {
    const code = text.codePointAt(at) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    at += code < 0x10000 ? 1 : 2;
  }
  return at;
}
