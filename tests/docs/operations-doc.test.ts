// Goal: every command line of these pages is one. Method: each is held against the command table.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { EXIT } from "../../src/cli/exit-code.ts";
import { findWrongWords } from "./command-line.ts";

const OPERATIONS = "docs/operations.md";

/** What stands in code marks, and the lines of shell blocks. */
function commandLines(path: string): readonly string[] {
  const text = readFileSync(path, "utf8");
  const blocks = [...text.matchAll(/^```sh\n(.*?)^```/gms)].flatMap(([, block = ""]) => block.split("\n"));
  const inline = [...text.replace(/^```.*?^```/gms, "").matchAll(/`(tidemark [^`]+)`/g)].map(([, line = ""]) => line);
  return [...blocks.map((line) => line.replace(/ +#.*$/, "")), ...inline].filter((line) =>
    line.startsWith("tidemark "),
  );
}

const PAGES = ["deploying", "environments", "postgresql"].map((name) => `docs/${name}.md`);

for (const path of [OPERATIONS, ...PAGES, "examples/kubernetes/README.md", "examples/fastify/README.md"]) {
  test(`${path}: every command line is one`, () => {
    const lines = commandLines(path).filter((line) => !line.startsWith("tidemark sandbox run "));
    const wrong = lines.flatMap((line) => findWrongWords(line.split(" ").slice(1)).map((what) => `${line}: ${what}`));
    assert.deepEqual(wrong, []);
  });
}

test("a command line that is none would be found", () => {
  assert.ok(commandLines(OPERATIONS).length > 20);
  for (const line of [
    "migrat",
    "migrate --max 3",
    "migrate 3",
    "pending --min soon",
    "pending --min",
    "lock",
    "lock brake",
  ]) {
    assert.notDeepEqual(findWrongWords(line.split(" ")), [], line);
  }
});

test("what each exit code asks for is said", () => {
  const [, section = ""] = readFileSync(OPERATIONS, "utf8").split("## Exit codes\n");
  const [table = ""] = section.split("\n## ");
  const cells = [...table.matchAll(/^\| ([\d, ]+) \|/gm)].flatMap(([, cell = ""]) => cell.split(", ").map(Number));
  assert.deepEqual(cells, Object.values(EXIT));
});
