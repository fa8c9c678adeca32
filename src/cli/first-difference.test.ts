import assert from "node:assert/strict";
import { test } from "node:test";
import { firstDifference } from "./first-difference.ts";

test("the first line that differs is found, with its number", () => {
  assert.deepEqual(firstDifference("a\nb\nc\n", "a\nx\ny\n"), { line: 2, kept: "b", made: "x" });
});

test("a text that is over earlier differs behind its end", () => {
  assert.deepEqual(firstDifference("a\n", "a\nb\n"), { line: 2, kept: undefined, made: "b" });
  assert.deepEqual(firstDifference("a\nb\n", "a\n"), { line: 2, kept: "b", made: undefined });
});

test("line ends of Windows, a byte order mark and lines at the end are no difference", () => {
  assert.equal(firstDifference("\uFEFFa\r\nb\r\n\r\n", "a\nb"), undefined);
});

test("a space within a line is one", () => {
  assert.deepEqual(firstDifference("a  b", "a b"), { line: 1, kept: "a  b", made: "a b" });
});
