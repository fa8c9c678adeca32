import assert from "node:assert/strict";
import { test } from "node:test";
import { BugError, ToolError } from "../base/errors.ts";
import { exitCodeOf } from "./exit-code.ts";

const calm = new AbortController().signal;

test("a failure of the world has the code of its kind", () => {
  for (const [code, exitCode] of [
    ["step-failed", 1],
    ["usage", 2],
    ["config-invalid", 2],
    ["target-missing", 2],
    ["lock-held", 3],
    ["lock-lost", 3],
    ["history-diverged", 4],
    ["step-in-doubt", 4],
    ["connection-failed", 5],
  ] as const) {
    assert.equal(exitCodeOf(new ToolError(code, "x"), calm), exitCode, code);
  }
});

test("anything else is a bug of ours", () => {
  assert.equal(exitCodeOf(new BugError("x"), calm), 70);
  assert.equal(exitCodeOf("x", calm), 70);
});

test("an interruption tells SIGTERM from Ctrl-C", () => {
  const interrupted = new ToolError("interrupted", "x");
  assert.equal(exitCodeOf(interrupted, AbortSignal.abort("SIGINT")), 130);
  assert.equal(exitCodeOf(interrupted, AbortSignal.abort("SIGTERM")), 143);
});

test("a failure after a signal keeps the code of its kind", () => {
  assert.equal(exitCodeOf(new ToolError("step-failed", "x"), AbortSignal.abort("SIGTERM")), 1);
});
