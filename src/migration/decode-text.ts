// Turns the bytes of a file into text, or into diagnostics that say where it is not UTF-8. Pure.
import { isUtf8 } from "node:buffer";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Source } from "../text/source.ts";

export interface DecodedText {
  /** Without a byte order mark. Bytes that are not UTF-8 are shown as U+FFFD. */
  readonly source: Source;
  readonly diagnostics: readonly Diagnostic[];
}

const BYTE_ORDER_MARK = "\uFEFF";
const REPLACEMENT = "\uFFFD";

/** Decodes UTF-8. A byte that cannot stand, and a NUL, is a diagnostic at its place; the first of each is enough. */
export function decodeText(name: string, bytes: Uint8Array): DecodedText {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const decoded = buffer.toString("utf8");
  if (isUtf8(buffer)) return checkText(name, decoded);
  const skipped = decoded.startsWith(BYTE_ORDER_MARK) ? 1 : 0;
  const source = { name, text: decoded.slice(skipped) };
  return { source, diagnostics: [notUtf8(source, firstReplaced(decoded, buffer) - skipped, buffer)] };
}

/** The same for what was UTF-8. */
export function checkText(name: string, decoded: string): DecodedText {
  const source = { name, text: decoded.startsWith(BYTE_ORDER_MARK) ? decoded.slice(1) : decoded };
  const nul = source.text.indexOf("\0");
  if (nul === -1) return { source, diagnostics: [] };
  const message = "a NUL character cannot stand in a migration";
  return { source, diagnostics: [{ message, hint: "remove it", source, span: { start: nul, end: nul + 1 } }] };
}

function notUtf8(source: Source, offset: number, buffer: Buffer): Diagnostic {
  const isUtf16 = (buffer[0] === 0xff && buffer[1] === 0xfe) || (buffer[0] === 0xfe && buffer[1] === 0xff);
  const message = isUtf16 ? "the file is UTF-16, expected UTF-8" : "this is not UTF-8";
  return { message, hint: "save the file as UTF-8", source, span: { start: offset, end: offset + 1 } };
}

/** Where the first replacement character stands that the bytes do not hold themselves. */
function firstReplaced(decoded: string, buffer: Buffer): number {
  let byteOffset = 0;
  let from = 0;
  for (let at = decoded.indexOf(REPLACEMENT); at !== -1; at = decoded.indexOf(REPLACEMENT, at + 1)) {
    byteOffset += Buffer.byteLength(decoded.slice(from, at));
    if (!buffer.subarray(byteOffset, byteOffset + 3).equals(REPLACEMENT_BYTES)) return at;
    from = at;
  }
  return 0;
}

const REPLACEMENT_BYTES = Buffer.from(REPLACEMENT);
