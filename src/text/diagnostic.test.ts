import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeDiagnostic, renderDiagnostic } from "./diagnostic.ts";

const SOURCE = { name: "migrations/V1__t.cql", text: "SELECT 1;\nSELEC 2;" };
const SPAN = { start: 10, end: 15 };

test("a diagnostic is rendered with its place, its frame and what to do", () => {
  const rendered = renderDiagnostic({
    message: "unknown word",
    hint: "did you mean SELECT?",
    source: SOURCE,
    span: SPAN,
  });
  assert.equal(
    rendered,
    "migrations/V1__t.cql:2:1: unknown word\n  2 | SELEC 2;\n    | ^^^^^\n  hint: did you mean SELECT?",
  );
});

test("a diagnostic of a whole file has its name, one of no file only its message", () => {
  assert.equal(renderDiagnostic({ message: "empty", source: SOURCE }), "migrations/V1__t.cql: empty");
  assert.equal(renderDiagnostic({ message: "empty" }), "empty");
});

test("as JSON it is flat, with the place counted from 1, and has no empty members", () => {
  assert.deepEqual(encodeDiagnostic({ message: "unknown word", hint: "look", source: SOURCE, span: SPAN }), {
    message: "unknown word",
    hint: "look",
    file: "migrations/V1__t.cql",
    line: 2,
    column: 1,
  });
  assert.deepEqual(Object.keys(encodeDiagnostic({ message: "empty", hint: undefined })), ["message"]);
});
