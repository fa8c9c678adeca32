import assert from "node:assert/strict";
import { test } from "node:test";
import { type MemoryDatabase, memoryDatabase } from "../adapters/memory/memory-database.ts";
import { type MemoryRunnerOptions, memoryRunner, migrationsOf } from "../testing/memory-runner.ts";
import { baseline } from "./baseline.ts";
import { migrate } from "./migrate.ts";

const FILES = {
  "V1__users.cql": "CREATE TABLE users (id int PRIMARY KEY);\n-- @down\nDROP TABLE users;",
  "V2__seed.cql": "-- @env dev\nCREATE TABLE seed (id int PRIMARY KEY);",
  "V3__items.cql": "CREATE TABLE items (id int PRIMARY KEY);",
} as const;

async function mark(
  database: MemoryDatabase,
  target: string,
  options: MemoryRunnerOptions = {},
): Promise<readonly string[]> {
  const { context, planOptions } = memoryRunner(database, options);
  const marked = await baseline(context, { ...planOptions, migrations: migrationsOf(FILES), target });
  return marked.map(({ version }) => version);
}

async function apply(
  database: MemoryDatabase,
  files: Readonly<Record<string, string>> = FILES,
): Promise<readonly string[]> {
  const { context, planOptions } = memoryRunner(database);
  const { executed } = await migrate(context, { ...planOptions, migrations: migrationsOf(files) });
  return executed.map(({ migration }) => migration.version);
}

test("everything up to the target counts as applied, nothing is run, and migrate goes on after it", async () => {
  const database = memoryDatabase(["shop"]);
  assert.deepEqual(await mark(database, "1"), ["1"]);
  assert.deepEqual(database.executions, []);
  assert.deepEqual(await apply(database), ["3"]);
});

test("what is for other profiles is not marked", async () => {
  assert.deepEqual(await mark(memoryDatabase(["shop"]), "3"), ["1", "3"]);
  assert.deepEqual(await mark(memoryDatabase(["shop"]), "3", { plan: { profile: "dev" } }), ["1", "2", "3"]);
});

test("what is applied is not marked again", async () => {
  const database = memoryDatabase(["shop"]);
  await mark(database, "1");
  assert.deepEqual(await mark(database, "3"), ["3"]);
  assert.deepEqual(await mark(database, "3"), []);
});

test("a baselined migration can be rolled back: its down text is recorded", async () => {
  const database = memoryDatabase(["shop"]);
  await mark(database, "1");
  const { store } = memoryRunner(database).context.target;
  assert.equal(await store.readDownText(1), "\nDROP TABLE users;");
  assert.equal((await store.read())?.events[0]?.kind, "baselined");
});

test("an unknown target is refused", async () => {
  await assert.rejects(mark(memoryDatabase(["shop"]), "9"), { code: "usage" });
});

test("nothing is marked while a migration is half applied", async () => {
  const database = memoryDatabase(["shop"]);
  const half = { "V1__users.cql": "CREATE TABLE users (id int PRIMARY KEY);\nDROP TABLE missing;" };
  await assert.rejects(apply(database, half), { code: "step-failed" });
  await assert.rejects(mark(database, "3"), { code: "history-diverged", message: /V1__users\.cql is half applied/ });
});
