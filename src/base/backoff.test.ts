import assert from "node:assert/strict";
import { test } from "node:test";
import { pauseMs } from "./backoff.ts";

const BOUNDS = { minMs: 20, maxMs: 100 };

test("a pause doubles with each try, up to the longest", () => {
  assert.deepEqual(
    [1, 2, 3, 4, 1_000].map((attempt) => pauseMs(attempt, BOUNDS, 1)),
    [20, 40, 80, 100, 100],
  );
});

test("chance takes up to half of it", () => {
  assert.deepEqual(
    [0, 0.5, 1].map((random) => pauseMs(1, BOUNDS, random)),
    [10, 15, 20],
  );
});
