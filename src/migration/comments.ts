// Finds the comments of a text that may be markers or directives. Pure, linear; most texts without any are not lexed.
import { nextToken } from "../cql/lexer.ts";
import type { Span } from "../text/span.ts";

/** A comment on one line that holds a word of interest; others are left out. */
export interface Comment {
  readonly span: Span;
  readonly opener: "--" | "//" | "/*";
  /** What it says, without its opening and closing, ends trimmed. */
  readonly words: string;
  /** Whether nothing but blanks stands before it on its line. */
  readonly isOwnLine: boolean;
  /** Where its line begins, when it is its own. */
  readonly lineStart: number;
  /** How many tokens that are no comments stand before it: 0 is the head of the file. */
  readonly tokensBefore: number;
}

export interface Comments {
  readonly comments: readonly Comment[];
  /** Tokens of the whole text that are no comments; 0 also when there are no comments of interest. */
  readonly tokenCount: number;
}

// Everything that markers.ts and directives.ts look for holds one of these.
const OF_INTEREST = /@[a-z]|down|undo|rollback|revert|drop below/i;

export function readComments(text: string): Comments {
  if (!OF_INTEREST.test(text)) return { comments: [], tokenCount: 0 };
  const comments: Comment[] = [];
  let tokenCount = 0;
  for (let token = nextToken(text, 0); token.kind !== "end"; token = nextToken(text, token.end)) {
    if (token.kind !== "comment") tokenCount += 1;
    else {
      const comment = readComment(text, token, tokenCount);
      if (comment !== undefined) comments.push(comment);
    }
  }
  return { comments, tokenCount };
}

/** Whether a part of a text holds anything but white space, comments and `;`. */
export function hasStatement(text: string, span: Span): boolean {
  let token = nextToken(text, span.start, span.end);
  while (token.kind === "comment" || token.kind === ";") token = nextToken(text, token.end, span.end);
  return token.kind !== "end";
}

function readComment(text: string, token: Span, tokensBefore: number): Comment | undefined {
  const { start, end } = token;
  const opener = text.startsWith("/*", start) ? "/*" : text.startsWith("//", start) ? "//" : "--";
  const words = text.slice(start + 2, opener === "/*" ? end - 2 : end);
  if (!OF_INTEREST.test(words) || /[\r\n]/.test(words)) return undefined;
  const lineStart = startOfBlank(text, start);
  const isOwnLine = lineStart === 0 || text[lineStart - 1] === "\n" || text[lineStart - 1] === "\r";
  return { span: { start, end }, opener, words: words.trim(), lineStart, isOwnLine, tokensBefore };
}

/** Where the blanks before an offset begin. Only blanks are walked over, so that many comments on one long line stay cheap. */
function startOfBlank(text: string, offset: number): number {
  let start = offset;
  while (start > 0 && /[^\S\r\n]/.test(text.charAt(start - 1))) start -= 1;
  return start;
}
