import assert from "node:assert/strict";
import { test } from "node:test";
import { hasStatement, readComments } from "./comments.ts";

test("a comment knows its opening, its words, its line and what stands before it", () => {
  const text = "SELECT 1;\n \t-- @down \nx /* @down */";
  const { comments, tokenCount } = readComments(text, "cql");
  assert.deepEqual(comments, [
    { span: { start: 12, end: 21 }, opener: "--", words: "@down", isOwnLine: true, lineStart: 10, tokensBefore: 3 },
    { span: { start: 24, end: 35 }, opener: "/*", words: "@down", isOwnLine: false, lineStart: 23, tokensBefore: 4 },
  ]);
  assert.equal(tokenCount, 4);
});

test("comments of several lines, and those without a word of interest, are left out", () => {
  assert.deepEqual(
    readComments("-- hello\n/*\n@down */\n// @timeout 1m", "cql").comments.map(({ words }) => words),
    ["@timeout 1m"],
  );
});

for (const [text, expected] of [
  ["", false],
  [" \r\n-- x\n// y\n/* z */ ;;", false],
  ["-- x\nSELECT 1", true],
  ["'never closed", true],
] as const) {
  test(`${JSON.stringify(text)} has ${expected ? "a" : "no"} statement`, () => {
    assert.equal(hasStatement(text, { start: 0, end: text.length }, "cql"), expected);
  });
}

test("only the part that is asked for is looked at", () => {
  assert.equal(hasStatement("SELECT 1;\n-- x\n", { start: 8, end: 15 }, "cql"), false);
});
