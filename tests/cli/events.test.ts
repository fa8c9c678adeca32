// Goal: `--events` tells of a run what happened, wherever it is written to, and never disturbs it.
// Method: the command line in process on an embedded database, and as processes that are killed and whose readers go away; sync on
// a real Cassandra.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { withServer } from "../integration/cassandra/server.ts";
import { assertExit, errorOf, type Files, MAIN, runCli, spawnCli, withDirectory, writeFiles } from "./cli.ts";
import { withCliWorld } from "./keyspace.ts";

const CONFIG = "database:\n  url: pglite:./shop\n";
const TABLE =
  "CREATE TABLE users (id int PRIMARY KEY);\nINSERT INTO users VALUES (1);\n\n-- @down\nDROP TABLE users;\n";
const FILES: Files = { "tidemark.yaml": CONFIG, "migrations/V001__users.sql": TABLE };

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

function kindsOf(text: string): readonly string[] {
  return linesOf(text).map(({ kind }) => kind);
}

const RUN = ["run-started", "migration-started", "step-started", "step-started", "step-finished", "step-finished"];

test("a run, a rollback and a run with nothing to do follow each other in one file", () =>
  withDirectory(FILES, async (cwd) => {
    const read = (): string => readFileSync(`${cwd}/run.jsonl`, "utf8");
    assertExit(await runCli(["migrate", "--events", "run.jsonl"], { cwd }), 0);
    assert.deepEqual(kindsOf(read()), ["history-created", ...RUN, "migration-finished", "run-finished"]);
    const end = linesOf(read()).at(-1);
    assert.deepEqual([end?.versions, end?.steps, end?.current], [["1"], 2, "1"]);
    const first = read().length;
    assertExit(await runCli(["migrate", "--events", "run.jsonl"], { cwd }), 0);
    assert.deepEqual(kindsOf(read().slice(first)), ["run-finished"]);
    const second = read().length;
    assertExit(await runCli(["rollback", "--yes", "--events", "run.jsonl"], { cwd }), 0);
    const [started, ...rest] = linesOf(read().slice(second));
    assert.equal(started?.operation, "rollback");
    assert.equal(rest.at(-1)?.current, null);
  }));

test("what people and --json get is the same beside a file of events", () =>
  withDirectory(FILES, async (cwd) => {
    const result = await runCli(["migrate", "--json", "--events", "run.jsonl"], { cwd });
    assertExit(result, 0);
    assert.equal(JSON.parse(result.stdout).current, "1");
  }));

test("on stdout there are events alone, and the result is on stderr, unless it is to be quiet", () =>
  withDirectory(FILES, async (cwd) => {
    const told = await runCli(["migrate", "--events", "-"], { cwd });
    assert.equal(kindsOf(told.stdout).at(-1), "run-finished");
    assert.match(told.stderr, /^shop is at 001 \(1 migration in /m);
    const quiet = await runCli(["rollback", "--yes", "--quiet", "--events", "-"], { cwd });
    assert.equal(kindsOf(quiet.stdout).at(-1), "run-finished");
    assert.equal(quiet.stderr, "");
  }));

test("a statement that fails is the last event, as the document of an error has it", () =>
  withDirectory({ ...FILES, "migrations/V002__b.sql": "SELECT 1;\nSELECT * FROM nothing;\n" }, async (cwd) => {
    const result = await runCli(["migrate", "--json", "--events", "run.jsonl"], { cwd });
    assertExit(result, 1);
    const end = linesOf(readFileSync(`${cwd}/run.jsonl`, "utf8")).at(-1);
    assert.equal(end?.kind, "run-failed");
    assert.deepEqual(end?.error, errorOf({ ...result, stderr: "" }));
  }));

test("what fails before anything is opened is told too, once", () =>
  withDirectory({ "tidemark.yaml": "databse: {}\n" }, async (cwd) => {
    const { stdout, exitCode } = await runCli(["migrate", "--events", "-"], { cwd });
    assert.equal(exitCode, 2);
    const lines = linesOf(stdout);
    assert.deepEqual(
      lines.map(({ kind, error }) => [kind, (error as { code?: string } | undefined)?.code]),
      [["run-failed", "config-invalid"]],
    );
  }));

test("a password in a statement is in no event", () =>
  withDirectory(
    { ...FILES, "migrations/V002__role.sql": "CREATE ROLE ann PASSWORD 'secret' NONSENSE;\n" },
    async (cwd) => {
      assertExit(await runCli(["migrate", "--events", "run.jsonl"], { cwd }), 1);
      assert.doesNotMatch(readFileSync(`${cwd}/run.jsonl`, "utf8"), /secret/);
    },
  ));

for (const [what, path, config] of [
  ["a directory that there is not", "nowhere/run.jsonl", CONFIG],
  ["a directory", ".", CONFIG],
] as const) {
  test(`${what} is a mistake of the command line, and nothing is touched`, () =>
    withDirectory({ ...FILES, "tidemark.yaml": config }, async (cwd) => {
      const result = await runCli(["migrate", "--json", "--events", path], { cwd });
      assertExit(result, 2);
      const { code, message } = errorOf(result);
      assert.equal(code, "usage");
      assert.match(String(message), new RegExp(`events cannot be written to \`${path}\``));
      assert.ok(!existsSync(`${cwd}/shop`));
    }));
}

test("what has no events, and two that want stdout, are refused", () =>
  withDirectory(FILES, async (cwd) => {
    for (const other of ["--dry-run", "--json"]) {
      const { exitCode, stderr, stdout } = await runCli(["migrate", "--events", "-", other], { cwd });
      assert.equal(exitCode, 2);
      assert.match(stderr + stdout, new RegExp(`${other} `));
    }
    assert.ok(!existsSync(`${cwd}/shop`));
  }));

test("a line that a crash has cut off is ended, and spoils no other", () =>
  withDirectory({ ...FILES, "run.jsonl": '{"format":1,"ki' }, async (cwd) => {
    assertExit(await runCli(["migrate", "--events", "run.jsonl"], { cwd }), 0);
    const [cutOff, ...rest] = readFileSync(`${cwd}/run.jsonl`, "utf8").split("\n");
    assert.equal(cutOff, '{"format":1,"ki');
    assert.equal(kindsOf(rest.join("\n")).at(-1), "run-finished");
  }));

test(
  "a disk that is full does not stop a migration, and is told once",
  {
    skip: process.platform === "linux" ? false : "needs /dev/full",
  },
  () =>
    withDirectory(FILES, async (cwd) => {
      const { exitCode, stderr } = await runCli(["migrate", "--events", "/dev/full"], { cwd });
      assert.equal(exitCode, 0);
      assert.equal(stderr.match(/warning: events can no longer be written to \/dev\/full: ENOSPC/g)?.length, 1);
    }),
);

test("a reader that goes away does not stop a migration", () =>
  withDirectory(FILES, async (cwd) => {
    const script = `"$0" "$1" migrate --events - | true; echo "\${PIPESTATUS[0]}"`;
    const { stdout } = spawnSync("bash", ["-c", script, process.execPath, MAIN], { cwd, encoding: "utf8" });
    assert.equal(stdout, "0\n");
    assertExit(await runCli(["pending"], { cwd }), 0);
  }));

test(
  "a pipe has to have a reader, and then gets the lines",
  {
    skip: process.platform === "win32" ? "needs mkfifo" : false,
  },
  () =>
    withDirectory(FILES, async (cwd) => {
      spawnSync("mkfifo", ["pipe"], { cwd });
      const alone = await runCli(["migrate", "--events", "pipe"], { cwd });
      assertExit(alone, 2);
      assert.match(alone.stderr, /^error: events cannot be written to `pipe`: nobody reads from this pipe$/m);
      assert.ok(!existsSync(`${cwd}/shop`));
      const script = `cat pipe > run.jsonl & sleep 0.5; "$0" "$1" migrate --events pipe; wait`;
      spawnSync("bash", ["-c", script, process.execPath, MAIN], { cwd });
      assert.equal(kindsOf(readFileSync(`${cwd}/run.jsonl`, "utf8")).at(-1), "run-finished");
    }),
);

test("a runner that is killed leaves whole lines without an end, and the next one goes on behind them", () =>
  withDirectory({ "tidemark.yaml": CONFIG }, async (cwd) => {
    const count = 60;
    const versions = Array.from({ length: count }, (_, index) => index + 1);
    const texts = versions.map((version) => [`migrations/V${version}__t.sql`, `CREATE TABLE t${version} (id int);\n`]);
    await writeFiles(cwd, Object.fromEntries(texts));
    const path = `${cwd}/run.jsonl`;
    const { child, ended } = spawnCli(["migrate", "--events", "run.jsonl"], cwd);
    while (!existsSync(path) || !readFileSync(path, "utf8").includes("migration-finished")) await sleep(5);
    child.kill("SIGKILL");
    await ended;
    const left = readFileSync(path, "utf8");
    assert.ok(left.endsWith("\n"));
    assert.ok(!kindsOf(left).some((kind) => kind.startsWith("run-f")));
    // What was committed a moment ago may not have been told.
    assertExit(await runCli(["migrate", "--events", "run.jsonl"], { cwd }), 0);
    const lines = linesOf(readFileSync(path, "utf8"));
    const finished = lines.filter(({ kind }) => kind === "migration-finished").map(({ version }) => version);
    assert.equal(new Set(finished).size, finished.length, "none is told twice");
    assert.ok(finished.length >= count - 1);
    assert.equal(lines.at(-1)?.current, String(count));
  }));

withServer("the events of sync", (server) => {
  test("sync tells each statement as it is sent and done, in order, and then its end", () => {
    const models = `import { table, uuid } from "tidemark/models";
export const users = table("users", { id: uuid().partitionKey() });
export const carts = table("carts", { id: uuid().partitionKey() });
`;
    return withCliWorld(server, { config: "models: models.ts\n", files: { "models.ts": models } }, async ({ run }) => {
      const { exitCode, stdout, stderr } = await run(["sync", "--events", "-"]);
      assert.equal(exitCode, 0, stderr);
      const steps = ["step-started", "step-finished", "step-started", "step-finished"];
      assert.deepEqual(kindsOf(stdout), ["history-created", ...steps, "run-finished"]);
      assert.equal(linesOf(stdout).at(-1)?.steps, 2);
      assert.match(stderr, /^CREATE TABLE/m);
      const again = await run(["sync", "--events", "-"]);
      assert.deepEqual(kindsOf(again.stdout), ["run-finished"]);
    });
  });
});
