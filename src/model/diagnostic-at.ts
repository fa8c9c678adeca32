// Makes a diagnostic that stands where a model does. Pure: the file is not read.
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Source } from "../text/source.ts";
import type { Model, Place } from "./model.ts";

/** What a model is called in messages: "table `products`". */
export function describeModel({ kind, name }: Model): string {
  return `${kind === "user-type" ? "type" : kind} \`${name}\``;
}

/** The text of its source is blank, so that line and column are those of the place. */
export function diagnosticAt(place: Place | undefined, message: string, hint?: string): Diagnostic {
  if (place === undefined) return { message, hint };
  const { source, start } = blankSource(place);
  return { message, hint, source, span: { start, end: start + 1 } };
}

function blankSource({ file, line, column }: Place): { readonly source: Source; readonly start: number } {
  const start = line - 1 + column - 1;
  return { source: { name: file, text: "\n".repeat(line - 1) + " ".repeat(column) }, start };
}
