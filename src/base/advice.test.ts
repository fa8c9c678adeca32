import assert from "node:assert/strict";
import { test } from "node:test";
import { joinAdvice } from "./advice.ts";

test("a server's sentence loses its full stop", () => {
  const hint = "No function matches. You might need to add explicit type casts.";
  const advice = joinAdvice(hint, "then run it again");
  assert.equal(advice, "No function matches. You might need to add explicit type casts; then run it again");
});

test("without a hint the rest stands alone", () => {
  assert.equal(joinAdvice(undefined, "run it again"), "run it again");
  assert.equal(joinAdvice(" .", "run it again"), "run it again");
});
