// Goal: whether a rule finds something does not hang on how a statement is laid out. Method: the examples of all pages,
// which are true as they stand (rules-doc.test.ts), in other shapes of the same meaning: each token on a line of its own,
// comments in between, words in the other case, names in quotes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { scanSync } from "libpg-query";
import { nextToken as nextCqlToken } from "../cql/lexer.ts";
import { parse as parseCql } from "../cql/parser/parse.ts";
import { nextToken as nextSqlToken } from "../sql/lexer.ts";
import { examplesOf, lintExample, pageOf } from "./example-fixture.test.ts";
import { RULES } from "./rules/rules.ts";

interface Piece {
  readonly text: string;
  /** "space" is what stands between tokens, comments and all. */
  readonly kind: "word" | "space" | "other";
  readonly isName: boolean;
}

/** The tokens of a text, and what is between them. */
function piecesOf(text: string, language: string): readonly Piece[] {
  const names = language === "cql" ? cqlNames(text) : sqlNames(text);
  const pieces: Piece[] = [];
  let end = 0;
  for (;;) {
    const token = language === "cql" ? nextCqlToken(text, end) : nextSqlToken(text, end);
    if (token.start > end) pieces.push({ text: text.slice(end, token.start), kind: "space", isName: false });
    if (token.kind === "end") return pieces;
    const kind = token.kind === "comment" ? "space" : token.kind === "word" ? "word" : "other";
    pieces.push({ text: text.slice(token.start, token.end), kind, isName: names.has(token.start) });
    end = token.end;
  }
}

/** Where names begin that mean the same in quotes. */
function cqlNames(text: string): ReadonlySet<number> {
  const starts = new Set<number>();
  const walk = (value: unknown, key: string): void => {
    if (Array.isArray(value)) for (const each of value) walk(each, key);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return;
    // Options and types are words of the language.
    if (/^(?:options|type|returns|features|using|permission|to)$/.test(key)) return;
    if ("name" in value && "start" in value && typeof value.name === "string") starts.add(Number(value.start));
    for (const [name, each] of Object.entries(value)) walk(each, name);
  };
  for (const statement of parseCql(text).statements) walk(statement, "");
  return starts;
}

function sqlNames(text: string): ReadonlySet<number> {
  const bytes = Buffer.from(text);
  try {
    const words = scanSync(text).tokens.filter(({ tokenName }) => tokenName === "IDENT");
    return new Set(words.map(({ start }) => bytes.subarray(0, start).toString().length));
  } catch {
    return new Set();
  }
}

type Shape = (piece: Piece) => string;

const SHAPES: Readonly<Record<string, Shape>> = {
  "each token on its line": ({ text, kind }) => (kind === "space" ? text : `${text}\n  `),
  "comments in between": ({ text, kind }) => (kind === "space" ? text : `${text} /* IF EXISTS; it's "so" */ `),
  "words in the other case": ({ text, kind }) =>
    kind !== "word" ? text : text === text.toUpperCase() ? text.toLowerCase() : text.toUpperCase(),
  "names in quotes": ({ text, isName }) => (isName && /^[a-z_][a-z0-9_]*$/.test(text) ? `"${text}"` : text),
};

for (const rule of RULES) {
  const page = pageOf(rule.name);
  for (const [index, { language, kind, text }] of examplesOf(page).entries()) {
    for (const [shape, reshape] of Object.entries(SHAPES)) {
      test(`${rule.name}: example ${index + 1} is ${kind}, ${shape}`, () => {
        const shaped = piecesOf(text, language).map(reshape).join("");
        const found = [...new Set(lintExample(rule, language, shaped, page).map((finding) => finding.rule))];
        if (kind === "bad") assert.ok(found.includes(rule.name), `${shaped}\n${found.join(", ")}`);
        else assert.deepEqual(found, [], shaped);
      });
    }
  }
}
