import assert from "node:assert/strict";
import { test } from "node:test";
import { isTerm, isWhere } from "./is-fragment.ts";

test("a condition is relations and nothing behind them", () => {
  const texts = ["a IS NOT NULL", "a IS NOT NULL AND (b, c) > (1, 'AND')", "a = 1 -- why"];
  for (const text of texts) assert.ok(isWhere(text), text);
  const others = ["", "x", "a = 1 AND", "a = 1 LIMIT 5", "a = 1 ALLOW FILTERING", "a = 1; DROP TABLE t", "a = 1 /*"];
  for (const text of others) assert.ok(!isWhere(text), text);
});

test("a value is one, and nothing behind it", () => {
  for (const text of ["1", "'a, b'", "{'a': 1}", "null", "(1, 2)", "$$a$$"]) assert.ok(isTerm(text), text);
  for (const text of ["", "x y", "1, 2", "1) USING TTL (5", "1); DROP TABLE t", "'"]) assert.ok(!isTerm(text), text);
});
