import assert from "node:assert/strict";
import { test } from "node:test";
import { count, renderColumns, styleFor } from "./style.ts";

test("columns are as wide as their widest cell, and nothing is padded at the end", () => {
  assert.equal(
    renderColumns([
      ["1", "applied", "a"],
      ["1.2", "late", ""],
    ]),
    "1    applied  a\n1.2  late",
  );
});

test("colour takes no room", () => {
  const { good } = styleFor(true);
  const rows = renderColumns([
    [{ text: "ok", paint: good }, "x"],
    ["failed", "y"],
  ]).split("\n");
  assert.equal(rows[0], `${good("ok")}      x`);
});

test("without colour nothing is painted", () => {
  const { good, bad, bold, dim, warn } = styleFor(false);
  assert.deepEqual(
    [good, bad, bold, dim, warn].map((paint) => paint("x")),
    ["x", "x", "x", "x", "x"],
  );
});

test("one of a thing has no plural", () => {
  assert.deepEqual(
    [0, 1, 2].map((number) => count(number, "migration")),
    ["0 migrations", "1 migration", "2 migrations"],
  );
});
