// Goal: completion offers what may really follow.
// Method: bash runs the script for whole command lines; zsh and fish, where they are installed, check its syntax.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { errorOf, runCli, withDirectory } from "./cli.ts";

const cwd = process.cwd();

async function scriptFor(shell: string): Promise<string> {
  const { exitCode, stdout } = await runCli(["completion", shell], { cwd });
  assert.equal(exitCode, 0);
  return stdout;
}

/** What bash offers for the last word of the line. */
async function complete(...words: readonly string[]): Promise<readonly string[]> {
  const list = ["tidemark", ...words].map((word) => `'${word}'`).join(" ");
  const script = `${await scriptFor("bash")}
COMP_WORDS=(${list}); COMP_CWORD=${words.length}; _tidemark; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr, status } = spawnSync("bash", ["--norc"], { input: script, encoding: "utf8" });
  assert.equal(stderr, "");
  assert.equal(status, 0);
  return stdout.split("\n").filter((line) => line !== "");
}

test("bash completes commands", async () => {
  assert.deepEqual(await complete("mig"), ["migrate"]);
  assert.ok((await complete("")).includes("rollback"));
  assert.deepEqual(await complete("sandbox", "sta"), ["start", "status"]);
});

test("bash completes the options of a command, and the global ones", async () => {
  assert.deepEqual(await complete("migrate", "--ta"), ["--target"]);
  assert.deepEqual(await complete("migrate", "--ho"), ["--host"]);
  assert.deepEqual(await complete("lock", "status", "--js"), ["--json"]);
  assert.deepEqual(await complete("rollback", "--st"), ["--steps"]);
  assert.deepEqual(await complete("new", "add", "email", "--pa"), ["--pair"]);
});

test("the value of an option is no command", async () => {
  assert.deepEqual(await complete("-k", "shop", "migrate", "--ta"), ["--target"]);
  assert.deepEqual(await complete("--keyspace", "=", "shop", "migrate", "--ta"), ["--target"]);
  assert.deepEqual(await complete("--json", "migrate", "--ta"), ["--target"]);
});

test("a value is completed with files", () =>
  withDirectory({ "tidemark-staging.yaml": "" }, async (directory) => {
    assert.deepEqual(await complete("-c", `${directory}/tidemark-st`), [join(directory, "tidemark-staging.yaml")]);
  }));

test("the values of an option with a closed list are completed, of each command its own", async () => {
  assert.deepEqual(await complete("lint", "--format", ""), ["text", "json", "sarif", "github"]);
  assert.deepEqual(await complete("lint", "V1", "--fail-on", "w"), ["warn"]);
  assert.deepEqual(await complete("lint", "--format", "="), ["text", "json", "sarif", "github"]);
  assert.deepEqual(await complete("lint", "--format", "=", "sa"), ["sarif"]);
  assert.ok(!(await complete("snapshot", "--format", "")).includes("sarif"));
  assert.match(await scriptFor("fish"), /-l fail-on -x -a 'error warn never'/);
});

test("hidden options are not offered", async () => {
  assert.deepEqual(await complete("migrate", "--hosts"), []);
  assert.doesNotMatch(await scriptFor("fish"), /driver-type/);
});

test("the script takes no name from the shell but its own", async () => {
  const script = `${await scriptFor("bash")}\nCOMP_WORDS=(tidemark mig); COMP_CWORD=1; index=7; _tidemark; echo "$index"`;
  const { stdout } = spawnSync("bash", ["--norc"], { input: script, encoding: "utf8" });
  assert.equal(stdout, "7\n");
});

for (const [shell, flag] of [
  ["zsh", "-n"],
  ["fish", "--no-execute"],
] as const) {
  const isInstalled = spawnSync(shell, ["--version"]).status === 0;
  test(`${shell} accepts its script`, { skip: isInstalled ? false : `${shell} is not installed` }, () =>
    withDirectory({}, async (directory) => {
      const path = join(directory, "script");
      await writeFile(path, await scriptFor(shell));
      const { status, stderr } = spawnSync(shell, [flag, path], { encoding: "utf8" });
      assert.equal(stderr, "");
      assert.equal(status, 0);
    }),
  );
}

test("another shell is a usage error", async () => {
  const result = await runCli(["completion", "tcsh", "--json"], { cwd });
  assert.equal(result.exitCode, 2);
  assert.equal(errorOf(result).message, 'no completion for the shell "tcsh"');
});
