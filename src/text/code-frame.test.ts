import assert from "node:assert/strict";
import { test } from "node:test";
import { renderFrame } from "./code-frame.ts";

test("the words that are meant are marked under their line", () => {
  const text = "CREATE TABLE t\n  WITH x = 1;\n";
  const start = text.indexOf("x = 1");
  assert.equal(
    renderFrame({ name: "t.cql", text }, { start, end: start + 5 }),
    ["  2 |   WITH x = 1;", "    |        ^^^^^"].join("\n"),
  );
});

test("an empty place has a mark too, and a place over several lines is marked to the end of its first", () => {
  const source = { name: "t.cql", text: "ab\ncd" };
  assert.equal(renderFrame(source, { start: 2, end: 2 }), "  1 | ab\n    |   ^");
  assert.equal(renderFrame(source, { start: 1, end: 5 }), "  1 | ab\n    |  ^");
});

test("a tab is shown as one blank, so that the mark stands under its word", () => {
  assert.equal(renderFrame({ name: "t.cql", text: "\tx" }, { start: 1, end: 2 }), "  1 |  x\n    |  ^");
});

test("of a line that is megabytes long the part around the place is shown", () => {
  const text = `${"a".repeat(1_000_000)}X${"b".repeat(1_000_000)}`;
  const [shown = "", mark = ""] = renderFrame({ name: "t.cql", text }, { start: 1_000_000, end: 1_000_001 }).split(
    "\n",
  );
  assert.ok(shown.length < 200);
  assert.equal(shown[mark.indexOf("^")], "X");
});
