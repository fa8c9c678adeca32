// Goal: what docs/postgresql.md and docs/environments.md show of files, settings and commands works as it is written.
// Method: their files are put into a directory and run on an embedded database, whose own directory is called as theirs.
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { carryOut, readBlocks } from "./doc-blocks.ts";
import { type ShellResult, withShell } from "./doc-shell.ts";

const POSTGRESQL = "docs/postgresql.md";
const ENVIRONMENTS = "docs/environments.md";

function assertDone({ output, exitCode }: ShellResult): void {
  assert.equal(exitCode, 0, output);
}

test("the page on PostgreSQL: its migrations run as the dry run shows, and can be undone", () =>
  withShell(async (shell) => {
    await writeFile(join(shell.directory, "tidemark.yaml"), "database: { url: pglite:./shop }\n");
    for (const block of readBlocks(POSTGRESQL).filter(({ path }) => path !== undefined)) await carryOut(block, shell);
    assertDone(await shell.run("tidemark init"));
    const shown = readBlocks(POSTGRESQL).filter(({ language }) => language === "console");
    assert.equal(shown.length, 1);
    for (const block of shown) await carryOut(block, shell);
    assertDone(await shell.run("tidemark migrate && tidemark rollback --target 0 --yes && tidemark migrate"));
  }));

test("the page on environments: a file for some profiles, and a condition, do what is said", () =>
  withShell(async (shell) => {
    for (const block of readBlocks(POSTGRESQL).slice(0, 3)) {
      if (block.path?.includes("V001") === true) await carryOut(block, shell);
    }
    for (const block of readBlocks(ENVIRONMENTS).filter(({ path }) => path !== undefined)) await carryOut(block, shell);
    const settings = readBlocks(ENVIRONMENTS).find(({ text }) => text.startsWith("# tidemark.yaml"))?.text ?? "";
    await writeFile(join(shell.directory, "tidemark.yaml"), settings);
    const env = { STAGING_URL: "pglite:./staging", PROD_URL: "pglite:./prod" };
    for (const [profile, pending] of [
      ["dev", "3 pending"],
      ["prod", "2 pending"],
    ] as const) {
      assertDone(await shell.run(`tidemark init --profile ${profile}`, env));
      assert.match((await shell.run(`tidemark status --profile ${profile}`, env)).output, new RegExp(pending));
      assertDone(await shell.run(`tidemark migrate --profile ${profile}`, env));
    }
    const snapshot = async (profile: string): Promise<string> =>
      (await shell.run(`tidemark snapshot --profile ${profile}`, env)).output;
    assert.match(await snapshot("prod"), /customers_email_is_one/);
    assert.doesNotMatch(await snapshot("dev"), /customers_email_is_one/);
    assert.equal((await shell.run("tidemark status", env)).exitCode, 2, "without a profile there is no target");
  }));
