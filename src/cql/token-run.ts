// Reads words and names off the tokens of one statement. Pure.
import type { Span } from "../text/span.ts";
import type { Token } from "./token.ts";

/** The tokens of one statement, without comments, over the text they stand in. */
export interface TokenRun {
  readonly text: string;
  readonly tokens: readonly Token[];
}

/** A name as it was written (`shop.users`, `"Users"`), and the index of the token behind it. */
export interface WrittenName {
  readonly name: string;
  readonly next: number;
}

/** The text of a token as it was written. */
export function textOf(run: TokenRun, token: Token): string {
  return run.text.slice(token.start, token.end);
}

/** The word at an index, in upper case; "" when there is none. */
export function wordAt(run: TokenRun, index: number): string {
  const token = run.tokens[index];
  return token?.kind === "word" ? textOf(run, token).toUpperCase() : "";
}

/** Whether a token is this word, given in upper case; makes no string. */
export function isWord(text: string, token: Token | undefined, word: string): boolean {
  return token?.kind === "word" && isSpelled(text, token, word);
}

/** As `isWord`, for what is known to be letters, digits and "_". */
export function isSpelled(text: string, { start, end }: Span, word: string): boolean {
  if (end - start !== word.length) return false;
  for (let at = 0; at < word.length; at++) {
    // Clearing this bit raises the letters and leaves "_".
    if ((text.charCodeAt(start + at) & 0xdf) !== word.charCodeAt(at)) return false;
  }
  return true;
}

/** Whether these words, in upper case, stand one behind the other from an index on. */
export function hasWords(run: TokenRun, index: number, ...words: readonly string[]): boolean {
  return words.every((word, at) => isWord(run.text, run.tokens[index + at], word));
}

/** name : part ( "." part )? — a part is bare, quoted, or, for roles, a string. */
export function readName(run: TokenRun, index: number): WrittenName | undefined {
  const first = run.tokens[index];
  if (!isNamePart(first)) return undefined;
  const second = run.tokens[index + 2];
  if (run.tokens[index + 1]?.kind !== "." || !isNamePart(second)) return { name: textOf(run, first), next: index + 1 };
  return { name: `${textOf(run, first)}.${textOf(run, second)}`, next: index + 3 };
}

function isNamePart(token: Token | undefined): token is Token {
  return token?.kind === "word" || token?.kind === "quoted-name" || token?.kind === "string";
}
