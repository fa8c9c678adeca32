import assert from "node:assert/strict";
import { test } from "node:test";
import { assert as claim, unreachable } from "./assert.ts";
import { BugError, messageOf, ToolError } from "./errors.ts";

test("a failure of the world has a code, a way out, facts and its cause", () => {
  const cause = new Error("refused");
  const error = new ToolError("lock-held", "held", { hint: "wait", details: { epoch: 1 }, cause });
  assert.deepEqual(
    [error.name, error.code, error.hint, error.details],
    ["ToolError", "lock-held", "wait", { epoch: 1 }],
  );
  assert.equal(error.cause, cause);
});

test("a failure without a cause has no property of that name", () => {
  assert.equal(Object.hasOwn(new ToolError("usage", "wrong"), "cause"), false);
});

test("a claim that does not hold, and a kind that cannot be, are bugs", () => {
  assert.throws(() => claim(false, "one is two"), new BugError("should hold: one is two"));
  assert.throws(() => unreachable({ kind: "new" } as never), /unknown kind: \{"kind":"new"\}/);
  claim(true, "nothing is thrown");
});

test("whatever was thrown has a message", () => {
  assert.equal(messageOf(new Error("why")), "why");
  assert.equal(messageOf("why"), "why");
  assert.equal(messageOf(undefined), "undefined");
});
