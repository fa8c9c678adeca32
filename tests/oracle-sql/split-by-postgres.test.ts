// Goal: statements end where PostgreSQL says that they end, and bad text neither stops nor slows the splitter.
// Method: odd statements by themselves, joined at random and damaged; where PostgreSQL's own parser takes the whole text, its
// statements are ours, and each of ours means by itself what it means there. Texts that it does not take only must not throw.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { splitSql } from "../../src/sql/splitter.ts";
import { type Choice, seededChoice } from "../oracle/choice.ts";
import { ODD_STATEMENTS } from "./odd-statements.ts";
import { isBlankToPostgres, loadPostgresParser, type ParsedStatement, parseAsPostgres } from "./postgres-parser.ts";

const JOINED = 1_500;
const DAMAGED = 6_000;
const RANDOM = 20_000;

before(loadPostgresParser);

test("every odd statement is one statement of a known kind", () => {
  assert.ok(ODD_STATEMENTS.length >= 300);
  for (const statement of ODD_STATEMENTS) {
    assert.equal(parseAsPostgres(statement)?.length, 1, statement);
    assertSame(statement);
    const [only] = splitSql({ name: "", text: statement }).statements;
    assert.notEqual(only?.facts.kind, "opaque", statement);
  }
});

test("odd statements joined in any order end where PostgreSQL says", () => {
  const choice = seededChoice(21);
  for (let count = 0; count < JOINED; count++)
    assert.ok(assertSame(joined(choice)), "PostgreSQL takes what it took apart");
});

test("where PostgreSQL takes a damaged text, its statements are ours", () => {
  const choice = seededChoice(22);
  let taken = 0;
  for (let count = 0; count < DAMAGED; count++) if (assertSame(damaged(joined(choice), choice))) taken += 1;
  assert.ok(taken > DAMAGED / 20, `few were taken: ${taken}`);
});

test("no random text makes the splitter throw, and its statements lie in order within the text", () => {
  const choice = seededChoice(23);
  for (let count = 0; count < RANDOM; count++) {
    const text = choice.isLikely(0.5) ? randomBytes(choice) : randomPieces(choice);
    let end = 0;
    for (const { span, text: written } of splitSql({ name: "", text }).statements) {
      assert.ok(span.start >= end && span.end > span.start && span.end <= text.length, JSON.stringify(text));
      assert.equal(written, text.slice(span.start, span.end));
      end = span.end;
    }
  }
});

const TOKENS: readonly string[] = [
  ..."a;(),.[]:+-/*'\"$\\\0 \n1@#",
  "a ",
  "--",
  "/*",
  "*/",
  "/**/",
  "-- x\n",
  "''",
  "' ",
  "E'",
  "E'' \n",
  "E'\\",
  "$$",
  "$a$ ",
  "$a ",
  "BEGIN ATOMIC ",
  "CREATE FUNCTION f() BEGIN ATOMIC ",
  "END;",
  "SELECT 1; ",
  "COPY t FROM STDIN;\n",
  "WITH a AS (",
  "\\i x\n",
  "U&'",
  "1.5e-",
];

/** Times tell something on a machine that does nothing else: TIDEMARK_TORTURE=1. */
for (const token of process.env.TIDEMARK_TORTURE === "1" ? TOKENS : []) {
  test(`ten times as much of ${JSON.stringify(token)} takes at most twelve times as long`, () => {
    const small = bestTime(token.repeat(Math.ceil(5_000_000 / token.length)));
    const large = bestTime(token.repeat(Math.ceil(50_000_000 / token.length)));
    assert.ok(large <= Math.max(12 * small, NOISE_MS), `${small.toFixed(1)} ms and ${large.toFixed(1)} ms`);
  });
}

/** What is quadratic takes minutes for one of them. */
test("a lot of anything is split, and its statements are its text", { timeout: 120_000 }, () => {
  for (const token of TOKENS) {
    const text = token.repeat(Math.ceil(300_000 / token.length));
    for (const { span, text: written } of splitSql({ name: "", text }).statements) {
      assert.ok(written === text.slice(span.start, span.end), JSON.stringify(token));
    }
  }
});

/** Below this the time says nothing: what is quadratic takes minutes. */
const NOISE_MS = 1_000;

function bestTime(text: string): number {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 2; round++) {
    const start = performance.now();
    splitSql({ name: "", text });
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

/** @returns whether PostgreSQL takes the text */
function assertSame(text: string): boolean {
  const expected = parseAsPostgres(text);
  if (expected === undefined) {
    splitSql({ name: "", text });
    return false;
  }
  const { statements } = splitSql({ name: "", text });
  assert.equal(statements.length, expected.length, text);
  const bytes = Buffer.from(text);
  for (const [index, { span, text: written }] of statements.entries()) {
    const theirs: ParsedStatement | undefined = expected[index];
    assert.ok(theirs !== undefined);
    const start = Buffer.byteLength(text.slice(0, span.start));
    const end = start + Buffer.byteLength(written);
    assert.ok(start >= theirs.start && end <= theirs.end, `${text}\n${written}`);
    assert.ok(isBlankToPostgres(bytes.toString("utf8", theirs.start, start)), `before: ${text}\n${written}`);
    assert.ok(isBlankToPostgres(bytes.toString("utf8", end, theirs.end)), `behind: ${text}\n${written}`);
    assert.deepEqual(
      parseAsPostgres(written)?.map(({ tree }) => tree),
      [theirs.tree],
      written,
    );
  }
  return true;
}

const BETWEEN = [
  ";",
  ";\n",
  " ; ",
  ";;",
  "\n;\n-- it's; a comment\n",
  "; /* ; /* ' */ $$ */ ",
  ";\r\n\t",
  ";-- $$\r\n",
  "--x\n;",
];

function joined(choice: Choice): string {
  const parts = Array.from({ length: 1 + choice.below(6) }, () => choice.of(ODD_STATEMENTS));
  return (
    parts.map((part) => `${recased(part, choice)}\n${choice.of(BETWEEN)}`).join("") +
    choice.of(["", " ", "-- end", ";"])
  );
}

/** Keywords at the start of a statement in any case; strings stay. */
function recased(statement: string, choice: Choice): string {
  if (choice.isLikely(0.6)) return statement;
  return statement.replace(/^[A-Z ]+/, (words) => (choice.isLikely(0.5) ? words.toLowerCase() : words));
}

const PIECE = /\/\*[\s\S]*?\*\/|--[^\n\r]*|'(?:[^']|'')*'|"(?:[^"]|"")*"|\$\w*\$|[\p{L}\p{N}_]+|\s+|[\s\S]/gu;
const CHARACTERS = [..."abENBXU&'\"$;:,.()[]{}<>=!+-*/%#@\\|^~`?\n\r\t 019_éß\u00a0\u{1f600}"];
const PIECES = (
  "SELECT FROM BEGIN ATOMIC END CASE CREATE OR REPLACE FUNCTION PROCEDURE RULE DO ( ) ; ;; , . :: $$ $a$ $1 ' '' E' E'\\' U&\" \" \"\" " +
  "/* */ /**/ -- --\n \\ \\. \\i COPY STDIN TO WITH AS INSERT INTO INDEX CONCURRENTLY x 'x' 1 1.5 .5 || @- #>> -> := =>"
).split(" ");

function damaged(text: string, choice: Choice): string {
  const pieces = text.match(PIECE) ?? [];
  for (let count = 1 + choice.below(3); count > 0; count--) {
    const at = choice.below(pieces.length);
    const inserted = choice.isLikely(0.5) ? choice.of(PIECES) : choice.of(CHARACTERS);
    switch (choice.below(5)) {
      case 0:
        pieces.splice(at, 1);
        break;
      case 1:
        pieces.splice(at, 0, inserted);
        break;
      case 2:
        pieces.splice(at, 1, inserted);
        break;
      case 3:
        pieces.splice(at, 0, pieces[choice.below(pieces.length)] ?? "");
        break;
      default:
        pieces.splice(at, 0, choice.of([" ", "\n", "/* ; */", "-- ;\n"]));
    }
  }
  return pieces.join("");
}

function randomBytes(choice: Choice): string {
  const bytes = Buffer.from(Array.from({ length: choice.below(80) }, () => choice.below(256)));
  return bytes.toString(choice.isLikely(0.5) ? "utf8" : "latin1");
}

function randomPieces(choice: Choice): string {
  const length = choice.below(40);
  return Array.from({ length }, () => (choice.isLikely(0.7) ? choice.of(PIECES) : choice.of(CHARACTERS))).join(
    choice.isLikely(0.5) ? " " : "",
  );
}
