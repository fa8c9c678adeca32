import assert from "node:assert/strict";
import { test } from "node:test";
import type { SqlFailure } from "./connection.ts";
import { advisePermission, isUnknown, serverFailed, stepFailure } from "./failure.ts";

function refused(code: string, message = "no", more: Partial<SqlFailure> = {}): SqlFailure {
  return { kind: "refused", code, message, ...more };
}

test("what was in another's way may pass, and nothing else", () => {
  for (const code of ["55P03", "40P01", "40001", "57P03"]) assert.equal(stepFailure(refused(code)).mayPass, true, code);
  for (const code of ["42P01", "23505", "57014"]) assert.equal(stepFailure(refused(code)).mayPass, undefined, code);
});

test("a place counts in characters, and becomes the line", () => {
  const text = "SELECT '𝄞',\n  'ü',\n  oops";
  assert.equal(stepFailure(refused("42703", "no", { position: 23 }), text).lineOffset, 2);
  assert.equal(stepFailure(refused("42703", "no", { position: 1 }), text).lineOffset, 0);
  assert.equal(stepFailure(refused("42703"), text).lineOffset, undefined);
});

test("the detail of a refusal is said with it", () => {
  const failure = refused("23505", "duplicate key", { detail: "Key (id)=(1) already exists." });
  assert.equal(stepFailure(failure).message, "duplicate key (Key (id)=(1) already exists)");
});

test("a statement that took too long is told of `-- @timeout`", () => {
  const failure = refused("57014", "canceling statement due to statement timeout");
  assert.match(stepFailure(failure).hint ?? "", /-- @timeout/);
});

test("a permission that is missing is named with its GRANT", () => {
  assert.match(advisePermission("permission denied for schema billing") ?? "", /GRANT USAGE, CREATE ON SCHEMA billing/);
  assert.equal(serverFailed("x", refused("42501", "permission denied for table t")).code, "permission-denied");
});

test("a lost connection and an ambiguous commit leave it open what was done", () => {
  assert.ok(isUnknown({ kind: "lost", message: "" }));
  assert.ok(isUnknown(refused("40003")));
  assert.ok(!isUnknown(refused("40001")));
});

test("what a pooler says of itself comes with advice", () => {
  const split = refused("26000", "unnamed prepared statement does not exist");
  assert.match(stepFailure(split).hint ?? "", /by transaction/);
  assert.match(
    stepFailure(refused("08P01", "transaction blocks not allowed in statement pooling mode")).hint ?? "",
    /by transaction/,
  );
  assert.equal(stepFailure(refused("26000", 'prepared statement "p" does not exist')).hint, undefined);
});

test("a server that is shut down is waited for, and what it had under way is looked up", () => {
  const failure = serverFailed("x", { kind: "lost", code: "57P01", message: "terminating connection" });
  assert.equal(failure.code, "connection-failed");
});

for (const [code, message, hint] of [
  ["57014", "canceling statement due to user request", /^somebody cancelled it/],
  ["23505", "duplicate key", /^correct the rows, or the statement$/],
  ["2D000", "invalid transaction termination", /`-- @no-transaction` at the head/],
  ["3B001", 'savepoint "a" does not exist', /within one transaction/],
] as const) {
  test(`${code} comes with advice of its own`, () => {
    assert.match(stepFailure(refused(code, message)).hint ?? "", hint);
    assert.equal(stepFailure(refused(code, message, { hint: "the server's" })).hint, "the server's");
  });
}
