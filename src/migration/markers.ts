// Tells which comments are the marker of a down side, and which look like one and are none. Pure.
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Source } from "../text/source.ts";
import type { Comment, Comments } from "./comments.ts";

export interface Markers {
  /** The first marker that counts: what follows it is the down side. */
  readonly down?: Comment;
  readonly diagnostics: readonly Diagnostic[];
}

const HINT = "write `-- @down` on a line of its own, with the down side below it";

/** Finds the marker of a file with both sides. Whatever might make a down side run as "up" is a diagnostic. */
export function findDownMarker(source: Source, { comments, tokenCount }: Comments): Markers {
  const diagnostics: Diagnostic[] = [];
  const down = comments.find(isDownMarker);
  const tokensOfUp = down?.tokensBefore ?? tokenCount;
  for (const comment of comments) {
    if (comment === down) continue;
    const problem = problemOf(comment, tokensOfUp);
    if (problem !== undefined) diagnostics.push({ ...problem, source, span: comment.span });
  }
  return down === undefined ? { diagnostics } : { down, diagnostics };
}

/** `-- @down` or `-- @undo`, in any case, alone on its line. */
export function isDownMarker({ opener, isOwnLine, words }: Comment): boolean {
  return opener === "--" && isOwnLine && /^@(?:down|undo)$/i.test(words);
}

function problemOf(comment: Comment, tokensOfUp: number): Diagnostic | undefined {
  const words = `\`${comment.words.slice(0, HEADING_LENGTH_MAX)}\``;
  if (isDownMarker(comment)) {
    return { message: "a second marker: the down side has begun already", hint: "keep the first marker only" };
  }
  if (/^[^\p{L}\p{N}@]*@(?:down|undo)(?![\w-])/iu.test(comment.words)) {
    const where = comment.isOwnLine ? "not alone in its comment" : "behind something else on its line";
    const reason = comment.opener === "--" || !comment.isOwnLine ? where : "not a comment that begins with `--`";
    return { message: `${words} is no marker: it is ${reason}`, hint: HINT };
  }
  if (!comment.isOwnLine) return undefined;
  if (/^@up$/i.test(comment.words)) {
    return { message: `${words} is no marker: the up side begins with the file`, hint: "remove the line" };
  }
  // A heading with no statement between it and the real marker, or the end, can do no harm, and below the marker neither.
  if (comment.tokensBefore < tokensOfUp && isForeignDownMarker(comment.words)) {
    return { message: `${words} is a down marker of another tool: what is below it would run as up`, hint: HINT };
  }
  return undefined;
}

// The down markers of goose, micrate, sql-migrate, rambler, dbmate, node-pg-migrate, MyBatis, Play, tern, manticore and shmig,
// and the headings that people write. The whole comment must be such a phrase, signs around it apart.
const FOREIGN_MARKER =
  /^(?:(?:goose|micrate|migrate|migration|rambler)[ :]+)?(?:downs?|undo|rollback|revert)(?: (?:migration|side|part|section|script))?$/i;

// A longer comment is prose; the bound also keeps the search for signs around the phrase cheap.
const HEADING_LENGTH_MAX = 200;

function isForeignDownMarker(words: string): boolean {
  if (words.length > HEADING_LENGTH_MAX) return false;
  const phrase = words.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, "").replace(/\s+/g, " ");
  return FOREIGN_MARKER.test(phrase) || /^create above \/ drop below$/i.test(phrase);
}
