// Turns the text of one migration file into its sides and directives. Pure.
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Source } from "../text/source.ts";
import { hasStatement, readComments } from "./comments.ts";
import { parseDirectives } from "./directives.ts";
import { isDownMarker } from "./markers.ts";
import type { Directives, Side } from "./migration.ts";
import { splitSides } from "./split-sides.ts";

/** A file that begins with an up side; the down side may follow in it. */
export interface UpFile {
  readonly up: Side;
  readonly down?: Side;
  readonly directives: Directives;
  readonly diagnostics: readonly Diagnostic[];
}

/** A file that is all down side. */
export interface DownFile {
  /** Absent when the file holds no statement. */
  readonly down?: Side;
  readonly timeoutMs?: number;
  readonly diagnostics: readonly Diagnostic[];
}

export function parseUpFile(source: Source): UpFile {
  const comments = readComments(source.text);
  const sides = splitSides(source, comments);
  const { directives, diagnostics } = parseDirectives(source, comments.comments, "up");
  return {
    up: { source, span: sides.up },
    ...(sides.down !== undefined && sides.canUndo && { down: { source, span: sides.down } }),
    directives,
    diagnostics: [...sides.diagnostics, ...diagnostics],
  };
}

export function parseDownFile(source: Source): DownFile {
  const { comments } = readComments(source.text);
  const { directives, diagnostics } = parseDirectives(source, comments, "down");
  const markers = comments.filter(isDownMarker).map(
    (comment): Diagnostic => ({
      message: `\`${comment.words}\` does not count in a down file`,
      hint: "remove the line: all of the file is down side",
      source,
      span: comment.span,
    }),
  );
  const span = { start: 0, end: source.text.length };
  return {
    ...(hasStatement(source.text, span) && { down: { source, span } }),
    ...(directives.timeoutMs !== undefined && { timeoutMs: directives.timeoutMs }),
    diagnostics: [...diagnostics, ...markers],
  };
}
