import assert from "node:assert/strict";
import { test } from "node:test";
import { isBeyondDouble } from "./beyond-double.ts";

test("the largest double is not beyond, the next decimal that rounds away is", () => {
  assert.equal(isBeyondDouble("1.7976931348623158e308"), false);
  assert.equal(isBeyondDouble("-1.7976931348623159E+308"), true);
});

test("what is too small for a double is none too large", () => {
  assert.equal(isBeyondDouble("1e-999999999"), false);
});

test("an exponent that is no `int` is beyond, of zero too", () => {
  assert.equal(isBeyondDouble("0e2147483647"), false);
  assert.equal(isBeyondDouble("0e2147483648"), true);
  assert.equal(isBeyondDouble("1e-2147483647"), false);
  assert.equal(isBeyondDouble("1.0e-2147483647"), true);
});

test("digits without an exponent may be too many, too", () => {
  assert.equal(isBeyondDouble(`${"9".repeat(400)}.`), true);
});

test("NaN and Infinity are floats by name", () => {
  for (const word of ["NaN", "-nan", "Infinity", "-INFINITY"]) assert.equal(isBeyondDouble(word), false, word);
});
