import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { lineStarts, lineText, positionOf, type Source } from "./source.ts";

function sourceOf(text: string): Source {
  return { name: "t.cql", text };
}

test("lines end at LF, CRLF and CR", () => {
  assert.deepEqual(lineStarts(sourceOf("a\nb\r\nc\rd")), [0, 2, 5, 7]);
});

test("line and column count from 1", () => {
  const source = sourceOf("ab\ncd");
  assert.deepEqual(
    [0, 1, 2, 3, 4, 5].map((offset) => positionOf(source, offset)),
    [
      { line: 1, column: 1 },
      { line: 1, column: 2 },
      { line: 1, column: 3 },
      { line: 2, column: 1 },
      { line: 2, column: 2 },
      { line: 2, column: 3 },
    ],
  );
});

test("a line's text has no end", () => {
  const source = sourceOf("a\r\n\r\nb");
  assert.deepEqual(
    [1, 2, 3, 4].map((line) => lineText(source, line)),
    ["a", "", "b", ""],
  );
});

test("a position leads back to its offset", () => {
  const lines = fc.array(fc.constantFrom("", "ab", "ü"), { maxLength: 8 });
  fc.assert(
    fc.property(lines, fc.constantFrom("\n", "\r\n", "\r"), fc.nat(30), (parts, end, at) => {
      const source = sourceOf(parts.join(end));
      const offset = Math.min(at, source.text.length);
      const { line, column } = positionOf(source, offset);
      assert.equal((lineStarts(source)[line - 1] ?? 0) + column - 1, offset);
    }),
  );
});
