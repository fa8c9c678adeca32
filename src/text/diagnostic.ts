// What is wrong with a text that the user wrote: data, collected and reported all at once, never thrown.
import { renderFrame } from "./code-frame.ts";
import { positionOf, type Source } from "./source.ts";
import type { Span } from "./span.ts";

export interface Diagnostic {
  /** Lower case, no full stop; names quoted as the user wrote them. */
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string | undefined;
  /** The file, when there is one; `text` is empty for a file that cannot be read. */
  readonly source?: Source | undefined;
  readonly span?: Span | undefined;
}

/** A diagnostic as JSON: flat, with line and column counted from 1. */
export interface DiagnosticRecord {
  readonly message: string;
  readonly hint?: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
}

export function encodeDiagnostic(diagnostic: Diagnostic): DiagnosticRecord {
  const { message, hint, source, span } = diagnostic;
  return {
    message,
    ...(hint !== undefined && { hint }),
    ...(source !== undefined && { file: source.name }),
    ...(source !== undefined && span !== undefined && positionOf(source, span.start)),
  };
}

/** "file:line:column: message", the frame under it, and the hint. */
export function renderDiagnostic(diagnostic: Diagnostic): string {
  const { message, hint, source, span } = diagnostic;
  const lines: string[] = [];
  if (source === undefined) lines.push(message);
  else if (span === undefined) lines.push(`${source.name}: ${message}`);
  else {
    const { line, column } = positionOf(source, span.start);
    lines.push(`${source.name}:${line}:${column}: ${message}`, renderFrame(source, span));
  }
  if (hint !== undefined) lines.push(`  hint: ${hint}`);
  return lines.join("\n");
}
