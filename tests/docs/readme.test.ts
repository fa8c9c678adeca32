// Goal: the README's first migrations work as they are written, and print what it says.
// Method: its blocks are carried out one after another; only the Cassandra is another one, and times and people are masked.
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { type TestServer, withServer } from "../integration/cassandra/server.ts";
import { type Block, carryOut, maskOutput, readBlocks, readExamples } from "./doc-blocks.ts";
import { type DocShell, withDocShell, withShell } from "./doc-shell.ts";

const README = "README.md";
const EMBEDDED = "## A first migration in five minutes";
const ON_CASSANDRA = "## The same on a Cassandra";
const PROGRAM = "## As a library";
/** Starting and stopping a server is what tests/integration/sandbox.test.ts is for. */
const SANDBOX = "tidemark sandbox";

async function carryOutOn(block: Block, shell: DocShell, server: TestServer, address: string): Promise<void> {
  if (block.path !== undefined) {
    const text = block.text.replaceAll(address, `${server.host}:${server.port}`);
    await writeFile(join(shell.directory, block.path), text.replace("keyspace: shop", `keyspace: ${shell.keyspace}`));
    return;
  }
  for (const { command, output } of readExamples(block.text)) {
    if (command.startsWith(SANDBOX)) continue;
    const { output: actual, exitCode } = await shell.run(command);
    assert.equal(maskOutput(actual.replaceAll(shell.keyspace, "shop")), maskOutput(output), `$ ${command}`);
    assert.equal(exitCode, 0, `exit code of ${command}`);
  }
}

test("the README's five minutes with only Node do what the README shows, and its program migrates again", () =>
  withShell(async (shell) => {
    for (const block of readBlocks(README, EMBEDDED)) await carryOut(block, shell);
    await writeFile(join(shell.directory, "program.mjs"), readBlocks(README, PROGRAM)[0]?.text ?? "");
    assert.equal((await shell.run("node program.mjs")).output, "1 applied, now at 1\n");
  }));

withServer("the README does what it shows", (server) => {
  test("the README's first migration on a Cassandra does what the README shows", async () => {
    const blocks = readBlocks(README, ON_CASSANDRA);
    const address = / answers at (\S+)/.exec(blocks[0]?.text ?? "")?.[1];
    assert.ok(address !== undefined, "the first block shows where the sandbox answers");
    await withDocShell(server, async (shell) => {
      for (const block of blocks) await carryOutOn(block, shell, server, address);
      await writeFile(join(shell.directory, "program.mjs"), readBlocks(README, PROGRAM)[0]?.text ?? "");
      assert.equal((await shell.run("node program.mjs")).output, "1 applied, now at 1\n");
    });
  });
});
