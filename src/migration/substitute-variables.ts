// Replaces declared variables in the text of a migration's side, and keeps account of what stood where. Pure.
import type { Span } from "../text/span.ts";
import { type Side, textOfSide } from "./migration.ts";

export type Variables = Readonly<Record<string, string>>;

export interface SubstitutedText {
  readonly text: string;
  /** The offset in the side's source of an offset in `text`; what a variable stands for is where the variable is. */
  locate(offset: number): number;
}

// Two `$` in a row open or close a string, so that of a run of them only the odd one out begins a variable.
const VARIABLE = /(?<!\$)((?:\$\$)*)\$\{([A-Za-z_][A-Za-z0-9_.-]*)\}/g;

/**
 * Replaces `${name}` wherever `variables` declares the name, in strings and comments too; every other `${…}` and every
 * `$$` stays. What is put in is not read again. The checksum is of the text as written.
 */
export function substituteVariables(side: Side, variables: Variables): SubstitutedText {
  const written = textOfSide(side);
  const { start } = side.span;
  if (!written.includes("${")) return { text: written, locate: (offset) => start + offset };
  const pieces: string[] = [];
  const replaced: { readonly from: Span; readonly to: Span }[] = [];
  let end = 0;
  let length = 0;
  for (const match of written.matchAll(VARIABLE)) {
    const [whole, dollars = "", name = ""] = match;
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
    if (value === undefined) continue;
    const from = { start: match.index + dollars.length, end: match.index + whole.length };
    const before = written.slice(end, from.start);
    pieces.push(before, value);
    const start = length + before.length;
    length = start + value.length;
    replaced.push({ from, to: { start, end: length } });
    end = from.end;
  }
  pieces.push(written.slice(end));
  return { text: pieces.join(""), locate: (offset) => start + locate(replaced, offset) };
}

function locate(replaced: readonly { readonly from: Span; readonly to: Span }[], offset: number): number {
  const last = replaced.findLast(({ to }) => to.start <= offset);
  if (last === undefined) return offset;
  return offset < last.to.end ? last.from.start : last.from.end + (offset - last.to.end);
}

/** The name of the variable that is written at an offset, declared or not. */
export function variableAt(text: string, offset: number): string | undefined {
  return /^\$\{([A-Za-z_][A-Za-z0-9_.-]*)\}/.exec(text.slice(offset, offset + 200))?.[1];
}
