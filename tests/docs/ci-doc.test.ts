// Goal: docs/ci.md shows the files of examples as they are, and commands that print what it says; every command line in it, and in
// the hooks for pre-commit, is one.
// Method: blocks are held against files, the commands are run on files without a server, the rest is held against the command table.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { parse } from "yaml";
import { findWrongWords } from "./command-line.ts";
import { carryOut, readBlocks } from "./doc-blocks.ts";
import { withShell } from "./doc-shell.ts";

const DOC = "docs/ci.md";
const HOOKS = ".pre-commit-hooks.yaml";

interface Hook {
  readonly id: string;
  readonly name: string;
  readonly entry: string;
  readonly language: string;
  readonly args?: readonly string[];
  readonly files: string;
  readonly pass_filenames: boolean;
}

const hooks: readonly Hook[] = parse(readFileSync(HOOKS, "utf8"));

function blockOf(path: string): string {
  return readBlocks(DOC).find((block) => block.path === path)?.text ?? "";
}

for (const path of ["examples/git-hooks/pre-commit", "examples/docker/Dockerfile", "examples/docker/compose.yaml"]) {
  test(`${path} stands in the page as it is`, () => {
    assert.equal(blockOf(path), readFileSync(path, "utf8"));
  });
}

test("a snapshot beside the migrations does what the page says", () =>
  withShell(async (shell) => {
    const blocks = readBlocks(DOC, "## A snapshot beside the migrations");
    assert.equal(blocks.filter(({ language }) => language === "console").length, 2);
    for (const block of blocks) await carryOut(block, shell);
  }));

test("the command lines of the table are some", () => {
  const [, gates = ""] = readFileSync(DOC, "utf8").split("| where | command | stops |");
  const [table = ""] = gates.split("\n\n");
  const lines = [...table.matchAll(/`tidemark ([^`]+)`/g)].map(([, line = ""]) => line);
  assert.ok(lines.length >= 6);
  assert.deepEqual(
    lines.flatMap((line) => findWrongWords(line.split(" "))),
    [],
  );
});

test("the jobs of GitLab CI run commands that there are, in stages that there are", () => {
  const { stages, image, before_script: before, ...jobs } = parse(blockOf(".gitlab-ci.yml"));
  const parts = Object.values(jobs) as readonly { stage: string; script: readonly string[] }[];
  assert.deepEqual([typeof image, Array.isArray(before)], ["string", true]);
  assert.deepEqual(
    parts.map(({ stage }) => stage),
    stages,
  );
  const lines = parts.flatMap(({ script }) => script);
  assert.ok(lines.length >= 6);
  for (const line of lines) {
    const [npx, tidemark, ...words] = line.split(" ");
    assert.deepEqual([npx, tidemark], ["npx", "tidemark"]);
    assert.deepEqual(findWrongWords(words), []);
  }
});

for (const { id, entry, args = [], files, ...hook } of hooks) {
  test(`the hook ${id} runs a command that there is, for the files that concern it`, () => {
    // Another package of that name, which npx would find, is none of ours.
    assert.match(entry, /^npx --no tidemark /);
    assert.deepEqual(findWrongWords([...entry.split(" ").slice(3), ...args]), []);
    assert.equal(hook.language, "system");
    assert.equal(hook.pass_filenames, false);
    const concerns = new RegExp(files);
    assert.ok(concerns.test("migrations/V001__users.cql"));
    assert.ok(concerns.test("services/shop/tidemark.yaml"));
    assert.ok(!concerns.test("src/index.ts"));
  });
}

test("the page names the hooks that there are", () => {
  const text = readFileSync(DOC, "utf8");
  assert.deepEqual(
    hooks.map(({ id }) => id).filter((id) => !text.includes(id)),
    [],
  );
  const [first] = readBlocks(DOC).filter(({ path }) => path === ".pre-commit-config.yaml");
  const { repos } = parse(first?.text ?? "");
  const used: readonly Hook[] = repos[0].hooks;
  for (const { id } of used)
    assert.ok(
      hooks.some((hook) => hook.id === id),
      id,
    );
});
