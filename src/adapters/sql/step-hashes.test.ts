import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeStepHashes, encodeStepHashes } from "./step-hashes.ts";

test("what is appended later wins, index by index", () => {
  const text = [
    { from: 0, hashes: ["a", "b"] },
    { from: 1, hashes: ["B", "C"] },
    { from: 3, hashes: [] },
  ]
    .map(encodeStepHashes)
    .join("");
  assert.deepEqual(decodeStepHashes(text), ["a", "B", "C"]);
});
