// Goal: the workflows of examples/github-actions would be taken by GitHub, stand in a document as they are, and run command lines
// that there are, with variables that count. Method: a linter for workflows, the command table, the variables of the
// configuration; that a mistake would be found is shown by mistakes.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { validateWorkflow } from "@action-validator/core";
import { parse } from "yaml";
import { VARIABLES } from "../../src/config/environment.ts";
import { findWrongWords } from "./command-line.ts";
import { readBlocks } from "./doc-blocks.ts";

const FOLDER = "examples/github-actions";
/** Where each is explained. */
const DOCUMENTS: Readonly<Record<string, string>> = {
  "cassandra.yml": "docs/deploying.md",
  "deploy.yml": "docs/ci.md",
  "lint.yml": "docs/ci.md",
  "sql.yml": "docs/deploying.md",
};

/** Every `tidemark …` in a `run:`, also within a `sh -c '…'`. */
function commandLines(workflow: string): readonly string[] {
  const runs: string[] = [];
  collect(parse(workflow), runs);
  const lines = runs.flatMap((run) => run.split(/[\n;'|]/));
  // What a shell makes of the output is no word of ours.
  return lines.map((line) => line.trim()).flatMap((line) => /^npx (tidemark .+?)(?: >>? \S+)?$/.exec(line)?.[1] ?? []);
}

function collect(value: unknown, runs: string[]): void {
  if (typeof value !== "object" || value === null) return;
  for (const [key, each] of Object.entries(value)) {
    if (key === "run" && typeof each === "string") runs.push(each);
    collect(each, runs);
  }
}

function wrongWords(workflow: string): readonly string[] {
  return commandLines(workflow)
    .filter((line) => !line.startsWith("tidemark sandbox run "))
    .flatMap((line) => findWrongWords(line.split(" ").slice(1)));
}

function variablesOf(workflow: string): readonly string[] {
  return [...workflow.matchAll(/^\s+TIDEMARK_(\w+):/gm)].map(([, name = ""]) => name);
}

test("each is explained in a document", () => {
  assert.deepEqual(readdirSync(FOLDER).sort(), Object.keys(DOCUMENTS));
});

for (const [name, document] of Object.entries(DOCUMENTS)) {
  const path = join(FOLDER, name);
  const text = readFileSync(path, "utf8");

  test(`${path}: GitHub would take it`, () => {
    assert.deepEqual(validateWorkflow(text).errors, []);
  });

  test(`${path}: its command lines and variables are some`, () => {
    assert.ok(commandLines(text).length >= 3);
    assert.deepEqual(wrongWords(text), []);
    const known = [...Object.keys(VARIABLES), "URL", "PROFILE"];
    assert.deepEqual(
      variablesOf(text).filter((name) => !known.includes(name)),
      [],
    );
  });

  test(`${path}: it stands in ${document} as it is`, () => {
    const block = readBlocks(document).find((each) => each.path === path);
    assert.equal(block?.text, text);
  });
}

test("a mistake in a workflow would be found", () => {
  const text = readFileSync(join(FOLDER, "sql.yml"), "utf8");
  assert.notDeepEqual(validateWorkflow(text.replace("runs-on:", "run-on:")).errors, []);
  assert.notDeepEqual(validateWorkflow(text.replace("needs: try", "needs: tries")).errors, []);
  assert.notDeepEqual(wrongWords(text.replace("--lock-wait", "--lock-wat")), []);
  assert.notDeepEqual(wrongWords(text.replace("tidemark drift", "tidemark drit")), []);
});
