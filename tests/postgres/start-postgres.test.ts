// Goal: the server that other tests rely on is durable, dies when told to, and leaves nothing behind.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { messageOf } from "../../src/base/errors.ts";
import { findServerBinaries } from "./server-binaries.ts";
import { type Postgres, startPostgres } from "./start-postgres.ts";

/** Why there is no server for this platform. */
const skip = await findServerBinaries().then(
  () => false,
  (error: unknown) => messageOf(error),
);
let postgres: Postgres | undefined;

before(async () => {
  if (skip === false) postgres = await startPostgres({ settings: { work_mem: "1MB" } });
});
after(() => postgres?.stop());

function given(): Postgres {
  assert.ok(postgres !== undefined);
  return postgres;
}

async function ask(url: string, text: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => undefined); // the query under way gets it as well
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

test("settings are as they were given, and commits are durable", { skip }, async () => {
  const rows = await ask(given().url, "SELECT current_setting('work_mem') AS mem, current_setting('fsync') AS fsync");
  assert.deepEqual(rows, [{ mem: "1MB", fsync: "on" }]);
});

test("the guest needs his password", { skip }, async () => {
  assert.deepEqual(await ask(given().guestUrl, "SELECT current_user::text AS name"), [{ name: "guest" }]);
  await assert.rejects(ask(given().guestUrl.replace(/:[^:@]*@/, ":wrong@"), "SELECT 1"), { code: "28P01" });
});

test("a crash takes a statement at work with it, and not what was committed", { skip }, async () => {
  await ask(given().url, "CREATE TABLE kept AS SELECT 1 AS a");
  const busy = assert.rejects(ask(given().url, "SELECT pg_sleep(60)"));
  await sleep(200);
  await given().crash();
  await busy;
  await given().restart();
  assert.deepEqual(await ask(given().url, "SELECT a FROM kept"), [{ a: 1 }]);
  assert.match(await given().readLog(), /automatic recovery in progress/);
});

test("a killed starter takes server and directory with it", { skip }, async () => {
  const starter = spawn(process.execPath, [join(import.meta.dirname, "main.js")], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [url] = (await once(starter.stdout, "data")) as [Buffer];
  const [row] = await ask(String(url).trim(), "SELECT current_setting('data_directory') AS directory");
  starter.kill("SIGKILL");
  const directory = String(row?.directory);
  for (let waited = 0; existsSync(join(directory, "..")) && waited < 200; waited += 1) await sleep(50);
  assert.ok(!existsSync(join(directory, "..")));
  await assert.rejects(ask(String(url).trim(), "SELECT 1"), { code: "ECONNREFUSED" });
});
