import assert from "node:assert/strict";
import { test } from "node:test";
import { ToolError } from "../base/errors.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { DiagnosticsError } from "../text/diagnostics-error.ts";
import { encodeError, renderError } from "./render-error.ts";
import { styleFor } from "./style.ts";

const plain = styleFor(false);
const quiet = { isVerbose: false };

test("an error is its message and its hints, a line each", () => {
  const error = new ToolError("usage", "this is wrong", { hint: "do that\nor that" });
  assert.equal(renderError(error, plain, quiet), "error: this is wrong\n  hint: do that\n  hint: or that\n");
});

test("the stack, down to the cause, comes only with -v", () => {
  const error = new ToolError("usage", "outer", { cause: new Error("inner") });
  assert.doesNotMatch(renderError(error, plain, quiet), /inner|\bat /);
  assert.match(renderError(error, plain, { isVerbose: true }), /caused by Error: inner\n\s+at /);
});

test("every diagnostic is shown, and beyond fifty how many more there are", () => {
  const diagnostics = Array.from({ length: 53 }, (_, index): Diagnostic => ({ message: `mistake ${index}` }));
  const lines = renderError(new DiagnosticsError("config-invalid", "53 mistakes", diagnostics), plain, quiet)
    .trimEnd()
    .split("\n");
  assert.equal(lines[0], "error: mistake 0");
  assert.equal(lines.length, 51);
  assert.equal(lines.at(-1), "… and 3 more");
});

test("what is no error of ours is a bug to report, with its stack", () => {
  assert.match(
    renderError(new TypeError("x is not a function"), plain, quiet),
    /^bug: unexpected: x is not a function\n {2}hint: .*report.*\n.*TypeError/,
  );
});

test("as JSON an error has code, message and exit code, and hint and details only where there are any", () => {
  assert.deepEqual(encodeError(new ToolError("usage", "wrong"), 2), { code: "usage", message: "wrong", exitCode: 2 });
  assert.deepEqual(encodeError(new ToolError("usage", "wrong", { hint: "so", details: { a: 1 } }), 2), {
    code: "usage",
    message: "wrong",
    hint: "so",
    exitCode: 2,
    details: { a: 1 },
  });
  assert.deepEqual(encodeError(new TypeError("x"), 70), { code: "bug", message: "x", exitCode: 70 });
});
