// Goal: a directory holds what was committed, whatever became of the process that had it open.
// Method: databases in directories, opened again, and a process that is killed with one open.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { pgliteConnector } from "../../../src/adapters/sql/pglite-connector.ts";
import { openInDirectory } from "../../../src/adapters/sql/pglite-instance.ts";
import { openSqlTarget } from "../../../src/adapters/sql/sql-target.ts";
import { withoutRoot } from "../../../src/testing/without-root.ts";
import { embeddedOptions } from "./world.ts";

function freshDirectory(t: TestContext): string {
  const parent = mkdtempSync(join(tmpdir(), "tidemark-pglite-"));
  t.after(() => rmSync(parent, { recursive: true, force: true }));
  return join(parent, "data");
}

async function ask(directory: string, ...texts: readonly string[]): Promise<readonly unknown[] | undefined> {
  const connector = pgliteConnector(directory, { waitMs: 0 });
  try {
    const connection = await connector.open();
    const { results, failure } = await connection.pipeline(texts.map((text) => ({ text })));
    assert.equal(failure, undefined);
    return results.at(-1)?.rows;
  } finally {
    await connector.close();
  }
}

test("what was committed is there when it is opened again", async (t) => {
  const directory = freshDirectory(t);
  await ask(directory, "CREATE TABLE kept AS SELECT 1 AS a");
  assert.deepEqual(await ask(directory, "SELECT a FROM kept"), [{ a: 1 }]);
  assert.equal(statSync(directory).mode & 0o777, 0o700);
});

test("an empty directory that exists is taken, whoever may look into it", async (t) => {
  const directory = freshDirectory(t);
  mkdirSync(directory, { mode: 0o755 });
  assert.deepEqual(await ask(directory, "SELECT 1 AS a"), [{ a: 1 }]);
});

test("a directory with other files is refused, and left as it was", async (t) => {
  const directory = freshDirectory(t);
  mkdirSync(directory);
  writeFileSync(join(directory, "notes.txt"), "");
  await assert.rejects(ask(directory, "SELECT 1"), {
    code: "config-invalid",
    message: /is no database, and is not empty$/,
  });
  assert.deepEqual(readdirSync(directory), ["notes.txt"]);
});

test("one whose making was cut off is made again", async (t) => {
  const directory = freshDirectory(t);
  mkdirSync(join(directory, ".tidemark"), { recursive: true });
  mkdirSync(join(directory, "base"));
  writeFileSync(join(directory, ".tidemark/unfinished"), "");
  assert.deepEqual(await ask(directory, "SELECT 1 AS a"), [{ a: 1 }]);
  assert.ok(!existsSync(join(directory, ".tidemark/unfinished")));
});

test("the database of another version is refused with PostgreSQL's reason", async (t) => {
  const directory = freshDirectory(t);
  await ask(directory, "SELECT 1");
  writeFileSync(join(directory, "PG_VERSION"), "15\n");
  await assert.rejects(ask(directory, "SELECT 1"), { code: "connection-failed", message: /version 15/ });
});

test("who may not write there hears so", async (t) => {
  const directory = freshDirectory(t);
  mkdirSync(directory, { mode: 0o555 });
  await withoutRoot(() => assert.rejects(ask(directory, "SELECT 1"), { code: "permission-denied" }));
});

test("a second one on the same directory is refused while the first is open", async (t) => {
  const directory = freshDirectory(t);
  const first = pgliteConnector(directory);
  await first.open();
  await assert.rejects(ask(directory, "SELECT 1"), { code: "lock-held" });
  await first.close();
  assert.deepEqual(await ask(directory, "SELECT 1 AS a"), [{ a: 1 }]);
});

test("each commit is on the disk before it is answered", async (t) => {
  const directory = freshDirectory(t);
  await ask(directory, "CREATE TABLE synced (n int)");
  let syncCount = 0;
  const instance = await openInDirectory(directory, () => {
    syncCount += 1;
  });
  const { serialize } = instance;
  for (let commit = 0; commit < 5; commit += 1) {
    const before = syncCount;
    await instance.exchange(serialize.query("INSERT INTO synced VALUES (1)"));
    assert.ok(syncCount > before);
  }
  const before = syncCount;
  await instance.exchange(serialize.query("SELECT 1"));
  assert.equal(syncCount, before);
  await instance.close();
});

test("after a kill what was committed is there, what was not is gone, and the lease of the dead is nobody's", async (t) => {
  const directory = freshDirectory(t);
  const worker = spawn(process.execPath, [join(import.meta.dirname, "work.js"), directory], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(worker.stdout, "data");
  worker.kill("SIGKILL");
  await once(worker, "close");
  const target = await openSqlTarget(embeddedOptions(`pglite:${directory}`), undefined);
  try {
    assert.equal((await target.store.read())?.lease, undefined);
    const { rows } = await target.query({
      text: "SELECT to_regclass('committed') IS NOT NULL AS committed, to_regclass('open') IS NOT NULL AS open",
      keyspace: "public",
      pageSize: 10,
    });
    assert.deepEqual(rows, [{ committed: true, open: false }]);
  } finally {
    await target.close();
  }
});
