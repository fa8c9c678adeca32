import assert from "node:assert/strict";
import { test } from "node:test";
import { DiagnosticsError } from "./diagnostics-error.ts";

const ONE = { message: "unknown word", hint: "look", source: { name: "t.cql", text: "x" }, span: { start: 0, end: 1 } };

test("one mistake speaks for itself", () => {
  const error = new DiagnosticsError("migration-files-invalid", "1 mistake", [ONE]);
  assert.deepEqual(
    [error.message, error.hint, error.code],
    ["t.cql:1:1: unknown word", "look", "migration-files-invalid"],
  );
});

test("of several the error says how many, and keeps them all", () => {
  const error = new DiagnosticsError("migration-files-invalid", "2 mistakes", [ONE, { message: "empty" }]);
  assert.deepEqual([error.message, error.hint], ["2 mistakes", undefined]);
  assert.deepEqual(error.details, {
    diagnostics: [{ message: "unknown word", hint: "look", file: "t.cql", line: 1, column: 1 }, { message: "empty" }],
  });
});
