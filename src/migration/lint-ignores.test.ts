import assert from "node:assert/strict";
import { test } from "node:test";
import { assembleMigrations } from "./assemble-migrations.ts";
import { readComments } from "./comments.ts";
import type { Language } from "./language.ts";
import { type Ignores, readLintIgnores } from "./lint-ignores.ts";

function read(text: string, language: Language = "cql"): Ignores {
  return readLintIgnores({ name: "V1__x.cql", text }, readComments(text, language).comments);
}

function rulesOf(ignores: Ignores["statementIgnores"]): readonly string[] {
  return (ignores ?? []).map(({ rule, reason }) => `${rule}: ${reason}`);
}

test("above the first statement it is for the file, elsewhere for a statement", () => {
  const { lintIgnores, statementIgnores, mistakenIgnores } = read(
    "-- a heading\n-- @lint-ignore a: x: y\nSELECT 1;\n  -- @Lint-Ignore B: z\nSELECT 2;\n-- @down\n-- @lint-ignore c: w\nSELECT 3;",
  );
  assert.deepEqual(rulesOf(lintIgnores), ["a: x: y"]);
  assert.deepEqual(rulesOf(statementIgnores), ["b: z", "c: w"]);
  assert.equal(mistakenIgnores, undefined);
});

test("below the marker nothing is the head, even where no statement stands above it", () => {
  const { lintIgnores, statementIgnores } = read("-- @down\n-- @lint-ignore a: x\nSELECT 1;");
  assert.deepEqual(rulesOf(lintIgnores), []);
  assert.deepEqual(rulesOf(statementIgnores), ["a: x"]);
});

test("in a string and in the body of a function it is nothing", () => {
  assert.deepEqual(read("SELECT '\n-- @lint-ignore a: x\n';"), { lintIgnores: [] });
  assert.deepEqual(read("DO $$\n-- @lint-ignore a: x\n$$;", "sql"), { lintIgnores: [] });
});

const MISTAKES: readonly (readonly [text: string, message: RegExp])[] = [
  ["-- @lint-ignore", /nothing follows it/],
  ["-- @lint-ignore a", /`@lint-ignore a` gives no reason/],
  ["-- @lint-ignore a:  ", /`@lint-ignore a` gives no reason/],
  ["-- @lint-ignore a b c", /not understood: found `a b c`/],
  ["// @lint-ignore a: x", /kind of comment/],
  ["/* @lint-ignore a: x */", /kind of comment/],
  ["SELECT 1; -- @lint-ignore a: x", /behind something else/],
];
for (const [text, message] of MISTAKES) {
  test(`${JSON.stringify(text)} is a mistake with its place`, () => {
    const { lintIgnores, statementIgnores, mistakenIgnores = [] } = read(text);
    assert.deepEqual([lintIgnores, statementIgnores, mistakenIgnores.length], [[], undefined, 1]);
    assert.match(mistakenIgnores[0]?.message ?? "", message);
    assert.equal(mistakenIgnores[0]?.span?.start, text.search(/--|\/\/|\/\*/));
  });
}

test("a down file of its own adds its own", () => {
  const files = {
    "V1__x.cql": "-- @lint-ignore a: x\nSELECT 1;",
    "U1__x.cql": "-- @lint-ignore b: y\nSELECT 2;\n-- @lint-ignore c: z\nSELECT 3;",
  };
  const { migrations, diagnostics } = assembleMigrations(
    Object.entries(files).map(([name, text]) => ({ name, path: name, content: { kind: "text", text } })),
  );
  assert.deepEqual(diagnostics, []);
  const directives = migrations[0]?.directives;
  assert.deepEqual(rulesOf(directives?.lintIgnores), ["a: x", "b: y"]);
  assert.deepEqual(rulesOf(directives?.statementIgnores), ["c: z"]);
});
