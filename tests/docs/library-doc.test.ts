// Goal: the program of docs/library.md runs as it is written and prints what is shown.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import * as library from "../../src/index.ts";

const TEXT = readFileSync("docs/library.md", "utf8");

function block(language: string): string {
  return new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, "ms").exec(TEXT)?.[1] ?? "";
}

test("the program of docs/library.md prints what is shown", async () => {
  const directory = await mkdtemp(join(tmpdir(), "tidemark-docs-"));
  try {
    await mkdir(join(directory, "node_modules"));
    await symlink(resolve("."), join(directory, "node_modules/tidemark"));
    await writeFile(join(directory, "program.mjs"), block("js"));
    const { stdout } = await promisify(execFile)(process.execPath, ["program.mjs"], { cwd: directory });
    assert.equal(stdout, block("text"));
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
});

test("every method of Tidemark is in docs/library.md", () => {
  const [, section = ""] = TEXT.split("\n## Tidemark\n");
  const methods = Object.getOwnPropertyNames(library.Tidemark.prototype).filter(
    (name) => !["constructor", "close", "target", "dialect"].includes(name),
  );
  assert.deepEqual(
    methods.filter((name) => !section.includes(`\`${name}(`)),
    [],
  );
});
