// Splits the text of a file into its up and its down side. Pure: up, marker and down tile the text.
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Source } from "../text/source.ts";
import type { Span } from "../text/span.ts";
import { type Comments, hasStatement } from "./comments.ts";
import { findDownMarker } from "./markers.ts";

export interface Sides {
  readonly up: Span;
  /** The line of the marker, without its line end. */
  readonly marker?: Span;
  /** From the marker to the end of the text; may hold comments only. */
  readonly down?: Span;
  /** Whether the down side says how to undo: it holds more than white space, comments and `;`. */
  readonly canUndo: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

export function splitSides(source: Source, comments: Comments): Sides {
  const { text } = source;
  const { down: marker, diagnostics } = findDownMarker(source, comments);
  if (marker === undefined) return { up: { start: 0, end: text.length }, canUndo: false, diagnostics };
  const down = { start: marker.span.end, end: text.length };
  return {
    up: { start: 0, end: marker.lineStart },
    marker: { start: marker.lineStart, end: marker.span.end },
    down,
    canUndo: hasStatement(text, down, comments.language),
    diagnostics,
  };
}
