// Goal: no text makes the parser throw, hang, or pass over what it did not understand.
// Method: seeded random bytes, random tokens, and statements of the corpus cut off anywhere.
import assert from "node:assert/strict";
import { test } from "node:test";
import { withoutSpans } from "../../src/cql/ast/same-tree.ts";
import { parse } from "../../src/cql/parser/parse.ts";
import { print } from "../../src/cql/printer/print.ts";
import { type Choice, seededChoice } from "./choice.ts";
import { makeCorpus } from "./corpus.ts";
import { piecesOf } from "./mutate.ts";

const BYTE_STRINGS = 50_000;
const TOKEN_STRINGS = 30_000;
const TRUNCATIONS = 20_000;
const LENGTH_MAX = 80;
const { texts } = makeCorpus(1, 1_000);

test("random bytes are understood or diagnosed", () => {
  const choice = seededChoice(11);
  for (let count = 0; count < BYTE_STRINGS; count++) {
    const bytes = Buffer.from(Array.from({ length: choice.below(LENGTH_MAX) }, () => choice.below(256)));
    assertUnderstoodOrDiagnosed(bytes.toString(choice.isLikely(0.5) ? "utf8" : "latin1"));
  }
});

test("random tokens are understood or diagnosed", () => {
  const choice = seededChoice(12);
  let understood = 0;
  for (let count = 0; count < TOKEN_STRINGS; count++) {
    if (assertUnderstoodOrDiagnosed(randomTokens(choice))) understood++;
  }
  assert.ok(understood > 20, `few were understood: ${understood}`);
});

test("statements that are cut off are understood or diagnosed", () => {
  const choice = seededChoice(13);
  let understood = 0;
  for (let count = 0; count < TRUNCATIONS; count++) {
    const text = choice.of(texts);
    if (assertUnderstoodOrDiagnosed(text.slice(0, choice.below(text.length)))) understood++;
  }
  assert.ok(understood > TRUNCATIONS / 50, `few were understood: ${understood}`);
});

test("a mistake in one statement leaves the others as they are", () => {
  const mistake = "CREATE TABLE t (a int PRIMARY KEY";
  const after = "DROP TABLE t";
  for (const before of texts.slice(0, 500)) {
    const alone = parse(before);
    const { statements, diagnostics } = parse(`${before}\n;\n${mistake};\n${after}`);
    assert.equal(diagnostics.length, 1, before);
    assert.equal(statements.length, alone.statements.length + 2, before);
    assert.equal(statements.at(-1)?.kind, "drop-table", before);
  }
});

function randomTokens(choice: Choice): string {
  const count = 1 + choice.below(12);
  const pieces = Array.from({ length: count }, () => choice.of(piecesOf(choice.of(texts))));
  return pieces.join(choice.isLikely(0.5) ? " " : "");
}

/**
 * Without a diagnostic, what was understood says all that the text says: printed, it means the same again.
 * @returns whether a statement was understood
 */
function assertUnderstoodOrDiagnosed(text: string): boolean {
  const { statements, diagnostics } = parse(text);
  for (const { message, span } of diagnostics) {
    assert.ok(message !== "" && span !== undefined, text);
    assert.ok(0 <= span.start && span.start <= span.end && span.end <= text.length, JSON.stringify(text));
  }
  if (diagnostics.length > 0) return false;
  const again = parse(statements.map(print).join(";\n"));
  assert.deepEqual(again.diagnostics, [], JSON.stringify(text));
  assert.deepEqual(withoutSpans(again.statements), withoutSpans(statements), JSON.stringify(text));
  return statements.length > 0;
}
