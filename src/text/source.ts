// A text with a name, and where its lines begin.
import type { Position, Span } from "./span.ts";

export interface Source {
  /** The path as the user would write it, for messages. */
  readonly name: string;
  readonly text: string;
}

const lineStartsBySource = new WeakMap<Source, readonly number[]>();

/** Offsets at which the lines of a source begin; computed once a source. Lines end at LF, CRLF or CR. */
export function lineStarts(source: Source): readonly number[] {
  const known = lineStartsBySource.get(source);
  if (known !== undefined) return known;
  const starts = [0];
  for (const match of source.text.matchAll(/\r\n|\n|\r/g)) starts.push(match.index + match[0].length);
  lineStartsBySource.set(source, starts);
  return starts;
}

/** The line and column of an offset. */
export function positionOf(source: Source, offset: number): Position {
  const starts = lineStarts(source);
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
}

/** The text of a line, counted from 1, without its end. */
export function lineText(source: Source, line: number): string {
  const starts = lineStarts(source);
  const start = starts[line - 1] ?? source.text.length;
  const end = starts[line] ?? source.text.length;
  return source.text.slice(start, end).replace(/[\r\n]+$/, "");
}

/** The place of a line, counted from 1, without its end. */
export function spanOfLine(source: Source, line: number): Span {
  const start = lineStarts(source)[line - 1] ?? source.text.length;
  return { start, end: start + lineText(source, line).length };
}
