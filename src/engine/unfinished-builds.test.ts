// What becomes of a migration whose statements are done, and whose index is still being built.
import assert from "node:assert/strict";
import { test } from "node:test";
import { type MemoryDatabase, memoryDatabase } from "../adapters/memory/memory-database.ts";
import type { HistoryEvent } from "../migration/history.ts";
import { type MemoryRunnerOptions, memoryRunner, migrationsOf } from "../testing/memory-runner.ts";
import { adviseDisagreement, describeDisagreement } from "./disagreement.ts";
import { type MigrateResult, migrate } from "./migrate.ts";
import { settle } from "./repair.ts";
import { readDisagreements } from "./status.ts";

type Files = Readonly<Record<string, string>>;

const USERS: Files = { "V1__users.cql": "CREATE TABLE users (id int PRIMARY KEY, name text);" };
const INDEX: Files = { "V2__index.cql": "CREATE INDEX users_by_name ON users (name);" };
const LATER: Files = { "V3__later.cql": "CREATE TABLE later (id int PRIMARY KEY);" };
const BUILD_MS = 600_000;

/** The index is made, and its builder interrupted while the nodes go on. */
async function interruptedDatabase(): Promise<MemoryDatabase> {
  const database = memoryDatabase(["shop"], { buildMs: BUILD_MS });
  const abort = new AbortController();
  const { context, planOptions } = memoryRunner(database, { signal: abort.signal });
  const emit: typeof context.emit = ({ kind }) => kind === "waiting-for-builds" && abort.abort();
  const running = migrate({ ...context, emit }, { ...planOptions, migrations: migrationsOf({ ...USERS, ...INDEX }) });
  await assert.rejects(running, { code: "interrupted" });
  return database;
}

function run(database: MemoryDatabase, files: Files, options: MemoryRunnerOptions = {}): Promise<MigrateResult> {
  const { context, planOptions } = memoryRunner(database, options);
  return migrate(context, { ...planOptions, migrations: migrationsOf(files) });
}

async function logOf(database: MemoryDatabase): Promise<readonly HistoryEvent[]> {
  return (await memoryRunner(database).context.target.store.read())?.events ?? [];
}

test("it is no longer than the build: the next run waits for the rest, sends nothing, and records it", async () => {
  const database = await interruptedDatabase();
  const sent = database.executions.length;
  const { executed } = await run(database, { ...USERS, ...INDEX });
  assert.deepEqual(
    executed.map(({ migration }) => migration.version),
    ["2"],
  );
  assert.equal(database.executions.length, sent);
  assert.ok(database.clock.nowMs() >= BUILD_MS);
});

test("a release that does not have it finds it ahead, and starts", async () => {
  const database = await interruptedDatabase();
  const { executed, ahead, current } = await run(database, USERS);
  assert.deepEqual([executed, ahead, current], [[], ["2"], "1"]);
  const { context, planOptions } = memoryRunner(database);
  assert.deepEqual(await readDisagreements(context.target.store, migrationsOf(USERS), planOptions), []);
});

test("a release that does not have it and has another one to apply is stopped: the journal has room for one", async () => {
  const database = await interruptedDatabase();
  await assert.rejects(run(database, { ...USERS, ...LATER }), { code: "history-diverged" });
});

test("who looks is told that only the build is open", async () => {
  const database = await interruptedDatabase();
  const { context, planOptions } = memoryRunner(database);
  const migrations = migrationsOf({ ...USERS, ...INDEX });
  const [found, ...others] = await readDisagreements(context.target.store, migrations, planOptions);
  assert.ok(found !== undefined && others.length === 0);
  assert.match(describeDisagreement(found), /all statements of V2__index\.cql are done, and its indexes or views/);
  assert.match(adviseDisagreement(found), /goes on waiting/);
});

test("a person's word records it, and the history says what that word was about", async () => {
  const database = await interruptedDatabase();
  const { context, planOptions } = memoryRunner(database);
  const options = { ...planOptions, migrations: migrationsOf({ ...USERS, ...INDEX }) };
  await settle(context, options, { kind: "applied", version: "2" });
  const last = (await logOf(database)).at(-1);
  assert.deepEqual(
    [last?.kind, last?.version, last?.warnings],
    ["applied", "2", ["recorded by a person's word, from its indexes and views on"]],
  );
});
