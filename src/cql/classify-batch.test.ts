import assert from "node:assert/strict";
import { test } from "node:test";
import { classify } from "./classify.ts";

for (const [statement, onRetry, reason] of [
  ["BEGIN BATCH INSERT INTO t (a) VALUES (1); DELETE FROM t WHERE a = 2; APPLY BATCH", "same-timestamp", undefined],
  ["BEGIN BATCH INSERT INTO t (a) VALUES (1) INSERT INTO t (a) VALUES (2) APPLY BATCH", "same-timestamp", undefined],
  ["BEGIN UNLOGGED BATCH USING TIMESTAMP 5 INSERT INTO t (a) VALUES (1); APPLY BATCH", "same-timestamp", undefined],
  ["BEGIN BATCH INSERT INTO t (a) VALUES (1); INSERT INTO t (a) VALUES (now()); APPLY BATCH", "ask", "calls now()"],
  ["BEGIN BATCH INSERT INTO t (a) VALUES (now()); INSERT INTO t (a) VALUES (1); APPLY BATCH", "ask", "calls now()"],
  ["BEGIN COUNTER BATCH UPDATE t SET c = c + 1 WHERE a = 1; APPLY BATCH", "ask", "adds to counters"],
  [
    "BEGIN BATCH INSERT INTO t (a) VALUES (1); INSERT INTO t (a) VALUES (2) IF NOT EXISTS; APPLY BATCH",
    "safe",
    undefined,
  ],
  ["BEGIN BATCH INSERT INTO t (a) VALUES (1)", "ask", "does not end with APPLY BATCH"],
  ["BEGIN BATCH INSERT t; APPLY BATCH", "ask", "holds a statement that is not understood"],
] as const) {
  test(`${statement} is ${onRetry}`, () => {
    const facts = classify(statement);
    assert.deepEqual([facts.kind, facts.effect, facts.onRetry, facts.askReason], ["batch", "data", onRetry, reason]);
  });
}

test("a condition in one part is a condition of the batch", () => {
  const facts = classify("BEGIN BATCH UPDATE t SET a = 1 WHERE b = 1 IF a = 0; DELETE FROM t WHERE b = 2; APPLY BATCH");
  assert.deepEqual([facts.guard, facts.onRetry], ["condition", "ask"]);
});

test("a batch names each of its tables once", () => {
  const facts = classify(
    "BEGIN BATCH DELETE FROM t WHERE a = 1; DELETE FROM k.u WHERE a = 1; DELETE FROM t WHERE a = 2; APPLY BATCH",
  );
  assert.equal(facts.object, "t, k.u");
});
