// Goal: docs/troubleshooting.md explains every error code, with its exit code. Method: its sections are held against the code.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { type ErrorCode, ToolError } from "../../src/base/errors.ts";
import { exitCodeOf } from "../../src/cli/exit-code.ts";

const sections = readFileSync("docs/troubleshooting.md", "utf8").split("\n### ").slice(1);
const documented = sections.flatMap((section) => {
  const match = /^`([a-z-]+)`\n\nExit code (\d+)/.exec(section);
  return match === null ? [] : [{ code: match[1] as ErrorCode, exitCode: Number(match[2]) }];
});

/** The type has no values at run time, so its source is read. */
function declaredCodes(): readonly string[] {
  const source = readFileSync("src/base/errors.ts", "utf8");
  const declaration = /export type ErrorCode =(.*?);\n/s.exec(source)?.[1] ?? "";
  return [...declaration.matchAll(/\| "([a-z-]+)"/g)].map((match) => match[1] ?? "");
}

test("every error code is explained, and nothing else is", () => {
  const codes = declaredCodes();
  assert.ok(codes.length > 10, "the codes were found");
  assert.deepEqual(
    documented.map(({ code }) => code),
    codes,
  );
});

for (const { code, exitCode } of documented) {
  test(`${code} has the exit code that is said`, () => {
    assert.equal(exitCodeOf(new ToolError(code, ""), new AbortController().signal), exitCode);
  });
}
