// Finds the comments of a text that may be markers or directives. Pure, linear; most texts without any are not lexed.
import type { Span } from "../text/span.ts";
import { type Language, lexerOf, type TextToken } from "./language.ts";

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
  /** Grows with what stands before it and is no comment: 0 is the head of the file. */
  readonly tokensBefore: number;
}

export interface Comments {
  /** That the text was read in. */
  readonly language: Language;
  readonly comments: readonly Comment[];
  /** As `tokensBefore`, at the end of the text; 0 also when there are no comments of interest. */
  readonly tokenCount: number;
}

// Everything that markers.ts and directives.ts look for holds one of these.
const OF_INTEREST = /@[a-z]|down|undo|rollback|revert|drop below/i;

// Quotes of both languages, comments other than `--`, and signs that one of them takes for white space and another does not.
const NEEDS_LEXER = /['"$]|\/[*/]|[^\t\n\r -~]/;

export function readComments(text: string, language: Language): Comments {
  if (!OF_INTEREST.test(text)) return { language, comments: [], tokenCount: 0 };
  return NEEDS_LEXER.test(text) ? readByTokens(text, language) : readByLines(text, language);
}

/** Where nothing is quoted each `--` begins a comment: for files by the thousand, a fifth of the work of reading their tokens. */
function readByLines(text: string, language: Language): Comments {
  const comments: Comment[] = [];
  let tokenCount = 0;
  let readTo = 0;
  for (let start = text.indexOf("--"); start !== -1; start = text.indexOf("--", readTo)) {
    if (hasText(text, readTo, start)) tokenCount += 1;
    readTo = start + 2;
    while (readTo < text.length && !isLineEnd(text.charCodeAt(readTo))) readTo += 1;
    const comment = readComment(text, { start, end: readTo }, tokenCount);
    if (comment !== undefined) comments.push(comment);
  }
  if (hasText(text, readTo, text.length)) tokenCount += 1;
  return { language, comments, tokenCount };
}

function hasText(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if (text.charCodeAt(at) > 0x20) return true;
  return false;
}

function isLineEnd(code: number): boolean {
  return code === 0x0a || code === 0x0d;
}

/** For tests that hold one way against the other. */
export function readByTokens(text: string, language: Language): Comments {
  const readToken = lexerOf(language);
  const comments: Comment[] = [];
  let tokenCount = 0;
  const token: TextToken = { kind: "", start: 0, end: 0 };
  for (readToken(token, text, 0, text.length); token.kind !== "end"; readToken(token, text, token.end, text.length)) {
    if (token.kind !== "comment") tokenCount += 1;
    else {
      const comment = readComment(text, token, tokenCount);
      if (comment !== undefined) comments.push(comment);
    }
  }
  return { language, comments, tokenCount };
}

/** Whether a part of a text holds anything but white space, comments and `;`. */
export function hasStatement(text: string, span: Span, language: Language): boolean {
  const readToken = lexerOf(language);
  const token: TextToken = { kind: "", start: 0, end: 0 };
  readToken(token, text, span.start, span.end);
  while (token.kind === "comment" || token.kind === ";") readToken(token, text, token.end, span.end);
  return token.kind !== "end";
}

function readComment(text: string, token: Span, tokensBefore: number): Comment | undefined {
  const { start, end } = token;
  const opener = text.startsWith("/*", start) ? "/*" : text.startsWith("//", start) ? "//" : "--";
  const words = text.slice(start + 2, opener === "/*" ? end - 2 : end);
  // Within a line comment there is none.
  if (!OF_INTEREST.test(words) || (opener === "/*" && /[\r\n]/.test(words))) return undefined;
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
