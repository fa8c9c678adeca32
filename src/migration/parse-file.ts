// Turns the text of one migration file into its sides and directives. Pure.
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Source } from "../text/source.ts";
import { hasStatement, readComments } from "./comments.ts";
import { parseDirectives } from "./directives.ts";
import type { Language } from "./language.ts";
import type { Ignores } from "./lint-ignores.ts";
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
  readonly ignores: Ignores;
  readonly diagnostics: readonly Diagnostic[];
}

export function parseUpFile(source: Source, language: Language): UpFile {
  const comments = readComments(source.text, language);
  const sides = splitSides(source, comments);
  const { directives, diagnostics } = parseDirectives(source, comments.comments, "up");
  const up = { source, span: sides.up };
  const all = [...sides.diagnostics, ...diagnostics];
  if (sides.down === undefined || !sides.canUndo) return { up, directives, diagnostics: all };
  return { up, down: { source, span: sides.down }, directives, diagnostics: all };
}

export function parseDownFile(source: Source, language: Language): DownFile {
  const { comments } = readComments(source.text, language);
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
    ...(hasStatement(source.text, span, language) && { down: { source, span } }),
    ...(directives.timeoutMs !== undefined && { timeoutMs: directives.timeoutMs }),
    ignores: directives,
    diagnostics: [...diagnostics, ...markers],
  };
}
