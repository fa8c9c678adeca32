import assert from "node:assert/strict";
import { test } from "node:test";
import { firstWords } from "./first-words.ts";

test("a short statement is named whole, on one line", () => {
  assert.equal(firstWords(" DROP TABLE\n  IF EXISTS public.users "), "DROP TABLE IF EXISTS public.users");
  assert.equal(firstWords("a b c d e f"), "a b c d e f");
});

test("of a long one six words are left", () => {
  assert.equal(firstWords("SELECT a, b, c FROM t WHERE x"), "SELECT a, b, c FROM t …");
});
