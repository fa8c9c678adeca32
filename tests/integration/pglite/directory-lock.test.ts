// Goal: a directory is one process's at a time, and nobody's when that is dead.
// Method: processes that want it at the same instant, are killed with it, and are stopped while they have it.
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { lockDirectory } from "../../../src/adapters/sql/directory-lock.ts";

function freshDirectory(t: TestContext, name = "d"): string {
  const directory = join(mkdtempSync(join(tmpdir(), "tidemark-lock-")), name);
  t.after(() => rmSync(join(directory, ".."), { recursive: true, force: true }));
  return directory;
}

function run(script: string, ...args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [join(import.meta.dirname, script), ...args], { stdio: ["pipe", "pipe", "inherit"] });
}

async function startHolder(t: TestContext, directory: string): Promise<ChildProcess> {
  const holder = run("hold.js", directory);
  t.after(() => holder.kill("SIGKILL"));
  assert.ok(holder.stdout !== null);
  await once(holder.stdout, "data");
  return holder;
}

const HAMMER_MS = 5_000;
const PROCESSES = 6;

test("of processes that want it all the time, and are killed with it now and then, never two have it", async (t) => {
  const directory = freshDirectory(t);
  const until = Date.now() + HAMMER_MS;
  let heldCount = 0;
  let killedCount = 0;
  async function contend(): Promise<void> {
    while (Date.now() < until) {
      const child = run("contend.js", directory, String(until));
      child.stdout?.on("data", (text) => {
        heldCount += Number(text);
      });
      const [code, signal] = (await once(child, "close")) as [number | null, string | null];
      assert.notEqual(code, 9, "two held it");
      assert.ok(code === 0 || signal === "SIGKILL", `ended with ${code ?? signal}`);
      if (signal === "SIGKILL") killedCount += 1;
    }
  }
  await Promise.all(Array.from({ length: PROCESSES }, contend));
  t.diagnostic(`held ${heldCount} times, killed ${killedCount} times`);
  assert.ok(heldCount > 0 && killedCount > 0);
  const lock = await lockDirectory(directory, { waitMs: 0 });
  await lock.release();
  assert.deepEqual(
    readdirSync(join(directory, ".tidemark")).filter((name) => name.startsWith("lock-")),
    [],
  );
});

test("who does not get it hears who has it", async (t) => {
  const directory = freshDirectory(t);
  const holder = await startHolder(t, directory);
  await assert.rejects(lockDirectory(directory, { waitMs: 0 }), {
    code: "lock-held",
    message: `the database in "${directory}" is in use by process ${holder.pid}`,
  });
});

test("a process that is stopped keeps it, and one that is killed does not", async (t) => {
  const directory = freshDirectory(t);
  const holder = await startHolder(t, directory);
  holder.kill("SIGSTOP");
  await assert.rejects(lockDirectory(directory, { waitMs: 300 }), { code: "lock-held" });
  holder.kill("SIGKILL");
  const lock = await lockDirectory(directory, { waitMs: 5_000 });
  await lock.release();
});

test("who waits gets it when it is given back", async (t) => {
  const directory = freshDirectory(t);
  const first = await lockDirectory(directory, { waitMs: 0 });
  const waiting = lockDirectory(directory, { waitMs: 10_000 });
  await first.release();
  await (await waiting).release();
});

test("a process cannot have it twice", async (t) => {
  const directory = freshDirectory(t);
  const lock = await lockDirectory(directory, { waitMs: 0 });
  await assert.rejects(lockDirectory(directory, { waitMs: 0 }), {
    code: "lock-held",
    message: /by this process itself$/,
  });
  await lock.release();
});

test("the path of the directory may be long, and lead there by a link", async (t) => {
  const directory = freshDirectory(t, "x".repeat(150));
  const lock = await lockDirectory(directory, { waitMs: 0 });
  await assert.rejects(lockDirectory(directory, { waitMs: 0 }), { code: "lock-held" });
  await lock.release();
  await (await lockDirectory(directory, { waitMs: 0 })).release();
});
