// Shows a place in a text: the line, its number, and a mark under the words that are meant.
import { hideSecrets } from "./hide-secrets.ts";
import { lineText, positionOf, type Source } from "./source.ts";
import type { Span } from "./span.ts";

const LINE_LIMIT = 160;
const HIDDEN = new WeakMap<Source, Source>();

export function renderFrame(source: Source, span: Span): string {
  const { line, column } = positionOf(source, span.start);
  const full = lineText(withoutSecrets(source), line);
  // A line of a machine-made file may be megabytes long: show the part around the place.
  const from = full.length > LINE_LIMIT ? Math.max(0, column - 1 - LINE_LIMIT / 2) : 0;
  const shown = full.slice(from, from + LINE_LIMIT).replaceAll("\t", " ");
  const gutter = `  ${line} | `;
  const markWidth = Math.max(1, Math.min(span.end - span.start, shown.length - (column - 1 - from)));
  const mark = `${" ".repeat(gutter.length - 2)}| ${" ".repeat(column - 1 - from)}${"^".repeat(markWidth)}`;
  return `${gutter}${shown}\n${mark}`;
}

/** A file with hundreds of findings is gone through once. */
function withoutSecrets(source: Source): Source {
  let hidden = HIDDEN.get(source);
  if (hidden === undefined) {
    const text = hideSecrets(source.text);
    hidden = text === source.text ? source : { ...source, text };
    HIDDEN.set(source, hidden);
  }
  return hidden;
}
