// Whether a part of a side comes from a variable, rather than being written in the file. Pure.
import type { Source } from "../text/source.ts";
import type { Span } from "../text/span.ts";

interface Substituted {
  readonly source: Source;
  locate(span: Span): Span;
}

export function isWrittenByVariable({ source, locate }: Substituted, span: Span): boolean {
  const { start, end } = locate(span);
  return source.text.slice(start, end).includes("${");
}
