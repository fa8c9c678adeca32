// Walks over the tokens of one text with one token in hand, and ends a statement at its first mistake.
import type { Diagnostic } from "../../text/diagnostic.ts";
import type { Source } from "../../text/source.ts";
import type { Span } from "../../text/span.ts";
import type { UsedFeature } from "../ast/statement.ts";
import { parseIdentifier } from "../identifiers.ts";
import { readToken } from "../lexer.ts";
import { diagnoseToken } from "../lexical-error.ts";
import type { SyntaxFeature } from "../syntax-features.ts";
import { emptySlot, type Token, type TokenKind, type TokenSlot } from "../token.ts";
import { findWord, type Keyword, type Word, type WordUse } from "./keyword.ts";

/** What a token is to the grammar. A word that is no keyword is "word"; `expr(` is one token of Cassandra's lexer. */
export type Key = Exclude<TokenKind, "comment"> | Keyword | "expr(";

/** Types and values within one another; see docs of `Cursor.enter`. */
const DEPTH_MAX = 500;
const TRIED_MAX = 12;
const FOUND_LENGTH_MAX = 40;
const NO_FEATURES: readonly UsedFeature[] = [];

/** Thrown by `fail` and caught where a statement begins: the rest of the statement cannot be understood. */
export const MISTAKE: unique symbol = Symbol("a mistake in the statement");

/**
 * `key`, `start` and `end` are of the token in hand. All that takes a token out of the hand is `take`, `eat` and
 * `expect`; what was asked for in vain meanwhile is what a message says was expected.
 */
export class Cursor {
  readonly source: Source;
  key: Key = "end";
  start = 0;
  end = 0;
  /** What the word in hand may name; undefined when it is no word. */
  use: WordUse | undefined;
  /** Where the token before ended. */
  lastEnd = 0;
  readonly #limit: number;
  /** The token in hand, when it is a word of the grammar. */
  #word: Word | undefined;
  readonly #token: TokenSlot = emptySlot();
  readonly #tokenAhead: TokenSlot = emptySlot();
  #features: UsedFeature[] = [];
  #depth = 0;
  readonly #tried: string[] = [];
  #triedCount = 0;
  #trying = 0;
  #failedStarts: Set<number> | undefined;
  readonly #diagnostics: Diagnostic[] = [];

  constructor(source: Source, range: Span) {
    this.source = source;
    this.#limit = range.end;
    this.lastEnd = range.start;
    this.#read(range.start);
  }

  get diagnostics(): readonly Diagnostic[] {
    return this.#diagnostics;
  }

  /** Whether the token in hand is this. */
  is(key: Key): boolean {
    return this.key === key;
  }

  /** As `is`; remembers that it would have fitted. */
  at(key: Key): boolean {
    if (this.key === key) return true;
    this.tried(key);
    return false;
  }

  /** Takes the token in hand if it is this. */
  eat(key: Key): boolean {
    if (!this.at(key)) return false;
    this.take();
    return true;
  }

  /** Takes the token in hand, which must be this. */
  expect(key: Key): void {
    if (!this.eat(key)) this.fail();
  }

  /** Takes the token in hand, whatever it is. */
  take(): void {
    this.lastEnd = this.end;
    this.#triedCount = 0;
    this.#read(this.end);
  }

  /** The kind of the token behind the one in hand. */
  peek(): Key {
    const token = this.#tokenAhead;
    this.#readInto(token, this.end);
    if (token.kind !== "word" && token.kind !== "comment") return token.kind;
    const word = findWord(this.source.text, token);
    if (word !== undefined) return word.keyword;
    return this.#isExpr(token) ? "expr(" : "word";
  }

  /** Puts the token that begins at `start` in hand. */
  rewind(start: number): void {
    this.#triedCount = 0;
    this.#read(start);
  }

  /** The text of the token in hand. */
  get text(): string {
    return this.source.text.slice(this.start, this.end);
  }

  /** The name that the token in hand stands for, where it may stand for one. */
  get name(): string {
    if (this.#word !== undefined) return this.#word.name;
    return this.key === "word" ? this.text.toLowerCase() : parseIdentifier(this.text);
  }

  /** Notes that something would have fitted here, for the message. */
  tried(what: string): void {
    if (this.#triedCount < TRIED_MAX) this.#tried[this.#triedCount++] = what;
  }

  /** The span from a place to the end of the last token that was taken. */
  spanFrom(start: number): Span {
    return { start, end: this.lastEnd };
  }

  /** Notes a part of the grammar that not every server has, from a place to the last token that was taken. */
  useFeature(feature: SyntaxFeature, start: number): void {
    this.#features.push({ feature, start, end: this.lastEnd });
  }

  /** As `useFeature`, for the token in hand. */
  useFeatureHere(feature: SyntaxFeature): void {
    this.useFeatureOf(feature, this);
  }

  /** As `useFeature`, for a part that was read before. */
  useFeatureOf(feature: SyntaxFeature, { start, end }: Span): void {
    this.#features.push({ feature, start, end });
  }

  /** Whether the word in hand is reserved in Cassandra 3.11 and free since. */
  get isFreeSince40(): boolean {
    return this.#word?.isFreeSince40 ?? false;
  }

  takeFeatures(): readonly UsedFeature[] {
    const features = this.#features;
    if (features.length === 0) return NO_FEATURES;
    this.#features = [];
    return features;
  }

  /** Stands before what may hold itself, `leave` behind it: nothing that is read back from a tree runs out of stack. */
  enter(): void {
    if (++this.#depth > DEPTH_MAX) {
      this.refuse(`this is nested more than ${DEPTH_MAX} deep`, { start: this.start, end: this.end }, "nest less");
    }
  }

  leave(): void {
    this.#depth--;
  }

  /** Forgets what is known of a statement that ended by a mistake. */
  forget(): void {
    this.#depth = 0;
    this.#features = [];
  }

  /** Forgets all mistakes but the first so many. */
  forgetMistakes(count: number): void {
    this.#diagnostics.length = count;
  }

  /** Notes the mistake that the "error" token in hand is. */
  noteError(): void {
    this.#diagnostics.push(diagnoseToken(this.source, this.#errorToken()));
  }

  /** Whether what is parsed may turn out to be something else: then what follows it decides, too. */
  get isTrying(): boolean {
    return this.#trying > 0;
  }

  /**
   * What `parse` makes of the tokens from here on, or undefined, with everything as it was, when they do not fit. What
   * failed once at a place is not tried there again, so that attempts within attempts cost no more than their sum.
   */
  attempt<T>(parse: () => T): T | undefined {
    const { start, lastEnd } = this;
    if (this.#failedStarts?.has(start)) return undefined;
    const depth = this.#depth;
    const featureCount = this.#features.length;
    this.#trying++;
    try {
      return parse();
    } catch (thrown) {
      if (thrown !== MISTAKE) throw thrown;
      this.#failedStarts ??= new Set();
      this.#failedStarts.add(start);
      this.#depth = depth;
      this.#features.length = featureCount;
      this.rewind(start);
      this.lastEnd = lastEnd;
      return undefined;
    } finally {
      this.#trying--;
    }
  }

  /** Ends the statement: the token in hand is none of those that were asked for. */
  fail(expected?: string, hint?: string): never {
    if (this.isTrying) throw MISTAKE;
    if (expected !== undefined) this.tried(expected);
    if (this.key === "error") {
      this.noteError();
      throw MISTAKE;
    }
    this.refuse(
      `expected ${this.#describeTried()}, found ${this.#describeFound()}`,
      this.#foundSpan(),
      hint ?? this.#hint(),
    );
  }

  /** Ends the statement for a reason of its own. */
  refuse(message: string, span: Span, hint?: string): never {
    if (this.isTrying) throw MISTAKE;
    const { source } = this;
    this.#diagnostics.push({ message, hint, source, span: { start: span.start, end: span.end } });
    throw MISTAKE;
  }

  #read(offset: number): void {
    const token = this.#token;
    this.#readInto(token, offset);
    this.start = token.start;
    this.end = token.end;
    this.#word = undefined;
    this.use = undefined;
    const { kind } = token;
    if (kind === "word") this.#readWord();
    else if (kind !== "comment") this.key = kind;
  }

  #readInto(token: TokenSlot, offset: number): void {
    const { text } = this.source;
    readToken(token, text, offset, this.#limit);
    while (token.kind === "comment") readToken(token, text, token.end, this.#limit);
  }

  #readWord(): void {
    const word = findWord(this.source.text, this.#token);
    if (word !== undefined) {
      this.#word = word;
      this.key = word.keyword;
      this.use = word.use;
    } else if (this.#isExpr(this)) {
      this.key = "expr(";
      this.end++;
    } else {
      this.key = "word";
      this.use = "plain";
    }
  }

  #isExpr({ start, end }: Span): boolean {
    return end - start === "expr".length && end < this.#limit && this.source.text.startsWith("expr(", start);
  }

  #errorToken(): Token {
    return { kind: "error", start: this.start, end: this.end };
  }

  #describeTried(): string {
    const tried = [...new Set(this.#tried.slice(0, this.#triedCount).map(describeKey))];
    const last = tried.pop() ?? "nothing more";
    return tried.length === 0 ? last : `${tried.join(", ")} or ${last}`;
  }

  #describeFound(): string {
    if (this.key === "end") return "the end of the text";
    // A string may be a secret.
    if (this.key === "string") return "a string";
    const { text } = this;
    return `\`${text.length > FOUND_LENGTH_MAX ? `${text.slice(0, FOUND_LENGTH_MAX)}…` : text}\``;
  }

  /** At the end of the text: the last token, as there is nothing to show behind it. */
  #foundSpan(): Span {
    if (this.key !== "end") return this;
    return { start: Math.max(0, this.lastEnd - 1), end: this.lastEnd };
  }

  #hint(): string | undefined {
    const isNameWanted = this.#tried.slice(0, this.#triedCount).some((each) => each.endsWith(" name"));
    if (isNameWanted && this.use !== undefined) {
      // User names are the one kind that cannot stand in double quotes.
      const quote = this.#tried.slice(0, this.#triedCount).includes("a user name") ? "'" : '"';
      return `\`${this.text}\` is a reserved word; to use it as a name, write \`${quote}${this.text.toLowerCase()}${quote}\``;
    }
    return undefined;
  }
}

const KIND_NAMES: Readonly<Record<string, string>> = {
  string: "a string",
  integer: "an integer",
  word: "a name",
};

function describeKey(key: string): string {
  return KIND_NAMES[key] ?? (/[a-z]/.test(key) ? key : `\`${key}\``);
}
