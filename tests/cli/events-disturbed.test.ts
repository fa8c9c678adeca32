// Goal: whatever migrations in code say or do, and whatever becomes of the reader, `--events` writes whole lines and the run goes on.
// Method: the command line on an embedded database, in process where it makes no difference, with modules written for each test.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { assertExit, errorOf, type Files, MAIN, runCli, spawnCli, withDirectory } from "./cli.ts";

const CONFIG = "database:\n  url: pglite:./shop\n";
const TABLE = "CREATE TABLE users (id int PRIMARY KEY);\n";
const FILES: Files = { "tidemark.yaml": CONFIG, "migrations/V001__users.sql": TABLE };
const onPosix = { skip: process.platform === "win32" ? "needs mkfifo" : false };
const onLinux = { skip: process.platform === "linux" ? false : "needs /dev/full" };

function code(body: string): Files {
  const text = `export default { description: "x", async upgrade(ctx) { ${body} } };\n`;
  return { "tidemark.yaml": CONFIG, "migrations/20260101_001_x.mjs": text };
}

interface Line {
  readonly kind: string;
  readonly [key: string]: unknown;
}

function linesOf(text: string): readonly Line[] {
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}

function inShell(script: string, cwd: string): { readonly stdout: string; readonly stderr: string } {
  return spawnSync("bash", ["-c", script, process.execPath, MAIN], { cwd, encoding: "utf8", timeout: 60_000 });
}

test("code may say what is no text and no number", () =>
  withDirectory(code("ctx.progress(1n, 2n ** 70n); ctx.log(10n); ctx.progress(NaN);"), async (cwd) => {
    const result = await runCli(["migrate", "--events", "-"], { cwd });
    assertExit(result, 0);
    const said = linesOf(result.stdout).filter(({ kind }) => kind.startsWith("code-"));
    assert.deepEqual(
      said.map(({ done, total, message }) => [done, total, message]),
      [
        [1, Number(2n ** 70n), undefined],
        [undefined, undefined, "10"],
        [null, null, undefined],
      ],
    );
  }));

test("what code prints is on stderr, and stdout has events alone", () =>
  withDirectory(code(`console.log("from code"); process.stdout.write("raw\\n"); console.table([1]);`), async (cwd) => {
    const { exitCode, stdout, stderr } = await spawnCli(["migrate", "--events", "-"], cwd).ended;
    assert.equal(exitCode, 0, stderr);
    assert.equal(linesOf(stdout).at(-1)?.kind, "run-finished");
    assert.match(stderr, /^from code\nraw\n/m);
  }));

test("a password that code logs is hidden from people too", () =>
  withDirectory(code(`ctx.log("ALTER ROLE ann PASSWORD 'secret'");`), async (cwd) => {
    const { stdout, stderr } = await runCli(["migrate", "--events", "-"], { cwd });
    assert.match(stderr, /ALTER ROLE ann PASSWORD '\*{6}'/);
    assert.doesNotMatch(stdout + stderr, /secret/);
  }));

for (const [what, body, exitCode] of [
  ["ends the process", "process.exit(0);", 1],
  ["ends the process with a code of its own", "process.exit(7);", 7],
  [
    "fails where nobody awaits it",
    "Promise.reject(new Error('no')); await new Promise(() => setTimeout(() => {}, 9e3));",
    1,
  ],
  ["throws in a timer", "setTimeout(() => { throw new Error('no'); }); await new Promise(() => {});", 1],
] as const) {
  test(`code that ${what} leaves run-failed as the last line`, () =>
    withDirectory(code(body), async (cwd) => {
      const ended = await spawnCli(["migrate", "--events", "run.jsonl"], cwd).ended;
      assert.equal(ended.exitCode, exitCode, ended.stderr);
      const ends = linesOf(readFileSync(`${cwd}/run.jsonl`, "utf8")).filter(({ kind }) => kind.startsWith("run-f"));
      assert.deepEqual(
        ends.map(({ kind, error }) => [kind, (error as { readonly exitCode: number }).exitCode]),
        [["run-failed", exitCode]],
      );
    }));
}

test("who leaves at once, by a second Ctrl-C, leaves run-failed too", () =>
  withDirectory(code(`ctx.log("ready"); await new Promise((resolve) => setTimeout(resolve, 20_000));`), async (cwd) => {
    const path = `${cwd}/run.jsonl`;
    const { child, ended } = spawnCli(["migrate", "--events", "run.jsonl"], cwd);
    while (!existsSync(path) || !readFileSync(path, "utf8").includes("ready")) await sleep(20);
    child.kill("SIGINT");
    await sleep(500);
    child.kill("SIGINT");
    assert.equal((await ended).exitCode, 130);
    const last = linesOf(readFileSync(path, "utf8")).at(-1);
    const { code: lastCode } = (last?.error ?? {}) as { readonly code?: string };
    assert.deepEqual([last?.kind, lastCode], ["run-failed", "interrupted"]);
  }));

for (const [what, text] of [
  ["tidemark.yaml", CONFIG],
  ["notes.txt", "\n{}\n"],
  ["plan.json", '{\n  "format": 1\n}\n'],
] as const) {
  test(`${what}, which holds something else, is refused and left as it was`, () =>
    withDirectory({ ...FILES, [what]: text }, async (cwd) => {
      const result = await runCli(["migrate", "--json", "--events", what], { cwd });
      assertExit(result, 2);
      assert.match(String(errorOf(result).message), /it holds something else than events$/);
      assert.equal(readFileSync(`${cwd}/${what}`, "utf8"), text);
      assert.ok(!existsSync(`${cwd}/shop`));
    }));
}

test("a line that was cut off near its beginning is no other file", () =>
  withDirectory({ ...FILES, "run.jsonl": '{"fo' }, async (cwd) => {
    assertExit(await runCli(["migrate", "--events", "run.jsonl"], { cwd }), 0);
    assertExit(await runCli(["migrate", "--events", "run.jsonl"], { cwd }), 0);
    const [cutOff, ...rest] = readFileSync(`${cwd}/run.jsonl`, "utf8").split("\n");
    assert.equal(cutOff, '{"fo');
    assert.equal(linesOf(rest.join("\n")).at(-1)?.kind, "run-finished");
  }));

test("stdout that is full, or whose reader goes away, is told once and does not change how the run ends", onLinux, () =>
  withDirectory(FILES, async (cwd) => {
    const full = inShell(`"$0" "$1" migrate --events - > /dev/full; echo $?`, cwd);
    assert.equal(full.stdout, "0\n", full.stderr);
    assert.equal(full.stderr.match(/events can no longer be written to -: ENOSPC/g)?.length, 1);
    const gone = inShell(`"$0" "$1" rollback --yes --events - | true; echo "\${PIPESTATUS[0]}"`, cwd);
    assert.equal(gone.stdout, "1\n", gone.stderr);
    assert.equal(gone.stderr.match(/events can no longer be written to -: EPIPE/g)?.length, 1);
  }),
);

/** Says more than a pipe holds, and gives the event loop turns in between. */
const MUCH = code(`
  for (let i = 0; i < 2000; i += 1) {
    ctx.log("x".repeat(100) + i);
    if (i % 100 === 0) await ctx.execute("SELECT 1");
  }`);

test("a named pipe that nobody empties holds nothing up, and what it did not take is counted", onPosix, () =>
  withDirectory(MUCH, async (cwd) => {
    const script = `mkfifo pipe; exec 3<>pipe; "$0" "$1" migrate --quiet --events pipe > out; echo $?`;
    const { stdout, stderr } = inShell(script, cwd);
    assert.equal(stdout, "0\n", stderr);
    assert.match(stderr, /^warning: \d+ lines of events were dropped: nobody read them from pipe$/m);
  }),
);

test("so it is with stdout", onPosix, () =>
  withDirectory(MUCH, async (cwd) => {
    const child = spawn(process.execPath, [MAIN, "migrate", "--quiet", "--events", "-"], {
      cwd,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stderr = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    const exitCode = await new Promise((resolve) => child.once("exit", resolve));
    assert.equal(exitCode, 0, stderr);
    assert.match(stderr, /^warning: \d+ lines of events were dropped: nobody read them from -$/m);
  }),
);

test("a reader that is slow gets every line", onPosix, () =>
  withDirectory(MUCH, async (cwd) => {
    const child = spawn(process.execPath, [MAIN, "migrate", "--quiet", "--events", "-"], {
      cwd,
      stdio: ["ignore", "pipe", "inherit"],
    });
    let stdout = "";
    for await (const text of child.stdout.setEncoding("utf8")) {
      stdout += text;
      await sleep(50);
    }
    const lines = linesOf(stdout);
    assert.equal(lines.filter(({ kind }) => kind === "code-said").length, 2000);
    assert.equal(lines.at(-1)?.kind, "run-finished");
  }),
);
