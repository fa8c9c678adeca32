// Goal: the README's first migration works as it is written, and prints what it says.
// Method: its blocks are carried out one after another; only the server is another one, and times and people are masked.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { type TestServer, withServer } from "../integration/cassandra/server.ts";
import { type DocShell, withDocShell } from "./doc-shell.ts";

const FIRST_MIGRATION = "A first migration in five minutes";
/** Starting and stopping a server is what tests/integration/sandbox.test.ts is for. */
const SANDBOX = "tidemark sandbox";

interface Block {
  readonly language: string;
  /** For a block that is a file: its path. */
  readonly path: string | undefined;
  readonly text: string;
}

interface Example {
  readonly command: string;
  readonly output: string;
}

function readBlocks(heading: string): readonly Block[] {
  const parts = readFileSync("README.md", "utf8").split(/^## /m);
  const section = parts.find((part) => part.startsWith(`${heading}\n`));
  assert.ok(section !== undefined, `README.md has the heading ${heading}`);
  return [...section.matchAll(/^```(\w+) ?(\S*)\n(.*?)^```$/gms)].map(([, language = "", path = "", text = ""]) => ({
    language,
    path: path === "" ? undefined : path,
    text,
  }));
}

/** Lines that begin with `$` are commands, the others what they print. */
function readExamples(text: string): readonly Example[] {
  return text
    .split(/^\$ /m)
    .slice(1)
    .map((part) => {
      const end = part.indexOf("\n");
      return { command: part.slice(0, end), output: part.slice(end + 1) };
    });
}

function mask(text: string): string {
  return text
    .replace(/\b\d+(\.\d+)? (ms|s)\b/g, "<took>")
    .replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, "<when>")
    .replace(/\S+@\S+/g, "<who>");
}

async function carryOut(block: Block, shell: DocShell, server: TestServer, address: string): Promise<void> {
  if (block.path !== undefined) {
    const text = block.text.replaceAll(address, `${server.host}:${server.port}`);
    await writeFile(join(shell.directory, block.path), text.replace("keyspace: shop", `keyspace: ${shell.keyspace}`));
    return;
  }
  for (const { command, output } of readExamples(block.text)) {
    if (command.startsWith(SANDBOX)) continue;
    const { output: actual, exitCode } = await shell.run(command);
    assert.equal(mask(actual.replaceAll(shell.keyspace, "shop")), mask(output), `$ ${command}`);
    assert.equal(exitCode, 0, `exit code of ${command}`);
  }
}

withServer("the README does what it shows", (server) => {
  test("the README's first migration does what the README shows, and its program migrates again", async () => {
    const blocks = readBlocks(FIRST_MIGRATION);
    const address = / answers at (\S+)/.exec(blocks[0]?.text ?? "")?.[1];
    assert.ok(address !== undefined, "the first block shows where the sandbox answers");
    await withDocShell(server, async (shell) => {
      for (const block of blocks) await carryOut(block, shell, server, address);
      await writeFile(join(shell.directory, "program.mjs"), readBlocks("As a library")[0]?.text ?? "");
      assert.equal((await shell.run("node program.mjs")).output, "1 applied, now at 1\n");
    });
  });
});
