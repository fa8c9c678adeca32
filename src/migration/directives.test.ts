import assert from "node:assert/strict";
import { test } from "node:test";
import { readComments } from "./comments.ts";
import { type DirectivesResult, parseDirectives } from "./directives.ts";

function parse(text: string, file: "up" | "down" = "up"): DirectivesResult {
  return parseDirectives({ name: "V1__x.cql", text }, readComments(text, "cql").comments, file);
}

function problemsOf(text: string, file: "up" | "down" = "up"): readonly string[] {
  return parse(text, file).diagnostics.map(({ message, hint }) => `${message}; ${hint}`);
}

test("without directives nothing is asked for", () => {
  const { directives, diagnostics } = parse("-- hello\nSELECT 1;");
  assert.deepEqual(directives, { allowDestructive: false, transaction: true, lintIgnores: [] });
  assert.deepEqual(diagnostics, []);
});

test("the head of a file holds directives between other comments", () => {
  const text = [
    "-- Cleans up.",
    "-- @allow-destructive",
    "--@No-Transaction",
    "/* a licence */",
    "-- @timeout 10m",
    "  -- @env dev, staging",
    "-- @lint-ignore no-drop: nobody reads it: see the report",
    "DROP TABLE t;",
  ].join("\n");
  const { directives, diagnostics } = parse(text);
  assert.deepEqual(diagnostics, []);
  const { lintIgnores, ...others } = directives;
  assert.deepEqual(others, {
    allowDestructive: true,
    transaction: false,
    timeoutMs: 600_000,
    environments: ["dev", "staging"],
  });
  const [ignore] = lintIgnores;
  assert.deepEqual([ignore?.rule, ignore?.reason], ["no-drop", "nobody reads it: see the report"]);
  assert.equal(ignore?.span.start, text.indexOf("-- @lint-ignore"));
});

test("several rules may be ignored", () => {
  const { lintIgnores } = parse("-- @lint-ignore a: x\n-- @lint-ignore b: y\n").directives;
  assert.deepEqual(
    lintIgnores.map(({ rule }) => rule),
    ["a", "b"],
  );
});

test("an unknown directive names the one that may be meant", () => {
  assert.match(
    problemsOf("-- @allow-destructiv\nDROP TABLE t;").join(),
    /no directive; did you mean `@allow-destructive`/,
  );
  assert.match(problemsOf("-- @author ada\nSELECT 1;").join(), /no directive; the directives are/);
});

test("below the first statement a comment may begin with any word", () => {
  assert.deepEqual(problemsOf("SELECT 1;\n-- @author ada"), []);
});

for (const text of [
  "SELECT 1;\n-- @timeout 5m",
  "SELECT 1; -- @timeout 5m",
  "-- @down\n-- @timeout 5m",
  "/* */ -- @timeout 5m",
]) {
  test(`${JSON.stringify(text)} does not count`, () => {
    assert.match(problemsOf(text).join(), /does not count here/);
    assert.equal(parse(text).directives.timeoutMs, undefined);
  });
}

for (const line of ["// @timeout 5m", "/* @timeout 5m */"]) {
  test(`${line} is the wrong kind of comment`, () => assert.match(problemsOf(line).join(), /kind of comment/));
}

for (const line of [
  "-- @timeout",
  "-- @timeout soon",
  "-- @timeout 0",
  "-- @env",
  "-- @env a/b",
  "-- @allow-destructive yes",
  "-- @no-transaction: really",
]) {
  test(`${line} is not understood`, () => assert.match(problemsOf(line).join(), /not understood.*write it like/));
}

test("what is meant to silence lint is never a mistake that stops a run", () => {
  for (const line of ["-- @lint-ignore", "-- @lint-ignore x", "// @lint-ignore x: y", "/* @lint-ignore x: y */"]) {
    assert.deepEqual(
      problemsOf(`${line}\nSELECT 1;\n${line}\nSELECT 2; ${line}\n-- @down\n${line}\nSELECT 3;`),
      [],
      line,
    );
    assert.deepEqual(problemsOf(`${line}\nSELECT 1;`, "down"), [], line);
  }
});

test("a directive that is given twice is a mistake", () => {
  assert.match(problemsOf("-- @timeout 5m\n-- @timeout 6m").join(), /given twice/);
});

test("a down file has a timeout of its own and nothing else", () => {
  assert.equal(parse("-- @timeout 5m\nDROP TABLE t;", "down").directives.timeoutMs, 300_000);
  assert.match(problemsOf("-- @env dev\nDROP TABLE t;", "down").join(), /head of the up file/);
});

test("all mistakes are reported at once", () => {
  assert.equal(problemsOf("-- @timeout x\n-- @nonsense-word\nSELECT 1;\n-- @env dev").length, 3);
});
