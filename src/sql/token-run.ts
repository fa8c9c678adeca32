// Reads words and names off the tokens of one statement, which are made only as far as somebody looks. Pure.
import { nextToken } from "./lexer.ts";
import type { Token } from "./token.ts";

/** The tokens of one statement, without comments, over the text they stand in. */
export interface TokenRun {
  readonly text: string;
  /** What `tokenAt` remembers. */
  readonly memory: TokenMemory;
}

/** Of a statement of megabytes a few hundred tokens are held at a time, so that they are soon free again, and where each block begins. */
interface TokenMemory {
  /** Where the first token of each block may be looked for; blocks behind the last one are not known yet. */
  readonly starts: number[];
  /** A block has the place of its index, modulo how many are held. */
  readonly blocks: { readonly index: number; readonly tokens: readonly Token[] }[];
}

const BLOCK_LENGTH = 128;
const BLOCKS_HELD = 4;

/** A name as it was written (`billing.invoices`, `"Users"`), and the index of the token behind it. */
export interface WrittenName {
  readonly name: string;
  readonly next: number;
}

export function tokenRun(text: string): TokenRun {
  return { text, memory: { starts: [0], blocks: [] } };
}

/** The token at an index; of kind "end" behind the last one, and before the first. */
export function tokenAt(run: TokenRun, index: number): Token {
  if (index < 0) return { kind: "end", start: 0, end: 0 };
  const blockIndex = Math.floor(index / BLOCK_LENGTH);
  const { starts } = run.memory;
  let block = heldBlock(run, blockIndex);
  while (block === undefined) {
    const known = Math.min(blockIndex, starts.length - 1);
    const read = heldBlock(run, known) ?? readBlock(run, known);
    if (known === blockIndex) block = read;
    else if (read.length < BLOCK_LENGTH) block = [];
  }
  return block[index % BLOCK_LENGTH] ?? { kind: "end", start: run.text.length, end: run.text.length };
}

function heldBlock({ memory: { blocks } }: TokenRun, index: number): readonly Token[] | undefined {
  const held = blocks[index % BLOCKS_HELD];
  return held?.index === index ? held.tokens : undefined;
}

function readBlock({ text, memory: { starts, blocks } }: TokenRun, index: number): readonly Token[] {
  const block: Token[] = [];
  let offset = starts[index] ?? text.length;
  while (block.length < BLOCK_LENGTH) {
    const token = nextToken(text, offset);
    if (token.kind === "end") break;
    offset = token.end;
    if (token.kind !== "comment") block.push(token);
  }
  if (block.length === BLOCK_LENGTH && starts.length === index + 1) starts.push(offset);
  blocks[index % BLOCKS_HELD] = { index, tokens: block };
  return block;
}

/** The text of a token as it was written. */
export function textAt(run: TokenRun, index: number): string {
  const { start, end } = tokenAt(run, index);
  return run.text.slice(start, end);
}

/** The word at an index, in upper case; "" when there is none. */
export function wordAt(run: TokenRun, index: number): string {
  return tokenAt(run, index).kind === "word" ? textAt(run, index).toUpperCase() : "";
}

/** Whether a token is this word, given in upper case; makes no string. */
export function isWord(text: string, token: Token, word: string): boolean {
  const { kind, start, end } = token;
  if (kind !== "word" || end - start !== word.length) return false;
  for (let at = 0; at < word.length; at++) {
    const code = text.charCodeAt(start + at);
    const upper = code >= 0x61 && code <= 0x7a ? code - 0x20 : code;
    if (upper !== word.charCodeAt(at)) return false;
  }
  return true;
}

/** Whether these words, in upper case, stand one behind the other from an index on. */
export function hasWords(run: TokenRun, index: number, ...words: readonly string[]): boolean {
  return words.every((word, at) => isWord(run.text, tokenAt(run, index + at), word));
}

/** name : part ( ( "." | "@" ) part )* — `table@index` is CockroachDB's. */
export function readName(run: TokenRun, index: number): WrittenName | undefined {
  if (!isNamePart(run, index)) return undefined;
  let name = textAt(run, index);
  let next = index + 1;
  for (;;) {
    const joint = textAt(run, next);
    if ((joint !== "." && joint !== "@") || !isNamePart(run, next + 1)) return { name, next };
    name += joint + textAt(run, next + 1);
    next += 2;
  }
}

/** names : name ( "," name )*, joined by ", ". */
export function readNames(run: TokenRun, index: number): WrittenName | undefined {
  const first = readName(run, index);
  if (first === undefined) return undefined;
  const names = [first.name];
  let { next } = first;
  while (tokenAt(run, next).kind === ",") {
    const name = readName(run, next + 1);
    if (name === undefined) break;
    names.push(name.name);
    next = name.next;
  }
  return { name: names.join(", "), next };
}

function isNamePart(run: TokenRun, index: number): boolean {
  const { kind } = tokenAt(run, index);
  return kind === "word" || kind === "quoted-name";
}

/** The tokens from an index on, each with how many parentheses are open around it. */
export function* tokensFrom(
  run: TokenRun,
  index: number,
): Generator<{ readonly token: Token; readonly index: number; readonly depth: number }> {
  let depth = 0;
  for (let at = index; ; at++) {
    const token = tokenAt(run, at);
    if (token.kind === "end") return;
    if (token.kind === ")") depth--;
    yield { token, index: at, depth };
    if (token.kind === "(") depth++;
  }
}
