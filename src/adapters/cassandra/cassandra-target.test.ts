import assert from "node:assert/strict";
import { test } from "node:test";
import type { StatementStep } from "../../plan/plan.ts";
import { failedOutcome, readSyntaxError, warnOfCondition } from "./cassandra-target.ts";
import { readFailure, SERVER_CODES } from "./failure.ts";
import { driverError } from "./fake-client.test.ts";

const UNAVAILABLE = readFailure(driverError("ResponseError", SERVER_CODES.unavailable));

function step(statementKind: string): StatementStep {
  const facts = { statementKind, effect: "data", onRetry: "ask" } as const;
  return { kind: "execute", index: 0, text: "", hash: "", ...facts, keyspace: "shop", file: "t.cql", line: 1 };
}

test("too few nodes for a single statement: nothing was done, and it can be tried later", () => {
  const outcome = failedOutcome(step("update"), UNAVAILABLE);
  const hint = "wait until enough nodes answer";
  assert.deepEqual(outcome, { kind: "failed", message: UNAVAILABLE.message, hint, mayPass: true });
});

test("too few nodes for a batch: some of its partitions may have been written", () => {
  assert.equal(failedOutcome(step("batch"), UNAVAILABLE).kind, "unknown");
});

for (const [text, kind] of [
  ["UPDATE c SET n = n + 1 WHERE id IN (1, 2)", "unknown"],
  ["UPDATE t SET a = 1 WHERE id = 1 IF a = 0", "unknown"],
  ["UPDATE c SET n = n + 1 WHERE id = 1", "failed"],
] as const) {
  test(`too few nodes for ${text}: ${kind}`, () => {
    assert.equal(failedOutcome({ ...step("update"), text }, UNAVAILABLE).kind, kind);
  });
}

test("a permission that is missing may be one that the node has not heard of yet", () => {
  const refused = readFailure(driverError("ResponseError", SERVER_CODES.unauthorized));
  const outcome = failedOutcome(step("alter-table"), refused);
  assert.ok(outcome.kind === "failed" && outcome.mayPass === true);
});

test("what was never sent was not carried out, not even in part", () => {
  const unsent = { kind: "unreachable", message: "is down", code: undefined } as const;
  assert.equal(failedOutcome(step("batch"), unsent).kind, "failed");
});

test("the line of a syntax error becomes an offset", () => {
  const message = "line 2:14 no viable alternative at input 'x' (...)";
  assert.deepEqual(readSyntaxError(message), { message: "no viable alternative at input 'x' (...)", lineOffset: 1 });
});

test("any other message stays as it is", () => {
  assert.deepEqual(readSyntaxError("line of thought: unknown"), { message: "line of thought: unknown" });
});

test("a condition that does not hold is told, unless it only keeps an INSERT from running twice", () => {
  assert.deepEqual(warnOfCondition(step("update"), false), ["the condition did not hold: nothing was written"]);
  assert.deepEqual(warnOfCondition(step("insert"), false), []);
  assert.deepEqual(warnOfCondition(step("update"), true), []);
});
