import assert from "node:assert/strict";
import { test } from "node:test";
import { type MemoryDatabase, memoryDatabase } from "../adapters/memory/memory-database.ts";
import { ToolError } from "../base/errors.ts";
import type { Migration } from "../migration/migration.ts";
import { memoryRunner, migrationsOf } from "../testing/memory-runner.ts";
import { diedAt, finding } from "./in-doubt-fixture.test.ts";
import { TABLE } from "./one-migration-fixture.test.ts";
import type { Target } from "./ports.ts";
import { type PreflightReport, preflight } from "./preflight.ts";

interface World {
  readonly database: MemoryDatabase;
  readonly migrations: readonly Migration[];
  readonly wrap?: (target: Target) => Target;
}

async function look({ database, migrations, wrap = (target): Target => target }: World): Promise<PreflightReport> {
  const { context, planOptions } = memoryRunner(database, { wrap });
  return preflight(context, { ...planOptions, migrations });
}

/** "plan ok: the server would take every statement" */
function found({ checks }: PreflightReport, ...names: readonly string[]): readonly string[] {
  return checks
    .filter(({ name }) => names.includes(name))
    .map(({ name, verdict, finding: text }) => `${name} ${verdict}: ${text}`);
}

const ONE: readonly Migration[] = migrationsOf({ "V1__t.cql": TABLE });
const DROPS = [TABLE, "DROP TABLE t;", "CREATE TABLE t (id text PRIMARY KEY);"];
const ALL_TAKEN = ["plan ok: the server would take every statement"];

test("a plan that the server would take is ready", async () => {
  const report = await look({ database: memoryDatabase(["shop"]), migrations: ONE });
  assert.deepEqual(found(report, "history", "lock", "plan"), [
    "history ok: shop has no migrations; 1 to apply, with 1 statement",
    "lock ok: nobody holds it",
    ...ALL_TAKEN,
  ]);
});

test("a step in doubt that was carried out is done: it is neither looked at nor refused", async () => {
  const asked: string[] = [];
  const report = await look({ ...(await diedAt("DROP", "after", DROPS)), wrap: finding([], asked) });
  assert.deepEqual(found(report, "plan"), ALL_TAKEN);
  assert.deepEqual(asked, ["CREATE TABLE t (id text PRIMARY KEY)"]);
});

test("a step in doubt that was not carried out is still to come", async () => {
  const asked: string[] = [];
  const report = await look({ ...(await diedAt("DROP", "before", DROPS)), wrap: finding([], asked) });
  assert.deepEqual(found(report, "plan"), ALL_TAKEN, "with the table there, the one after it would be refused");
  assert.deepEqual(asked, ["DROP TABLE t", "CREATE TABLE t (id text PRIMARY KEY)"]);
});

async function holdLease(database: MemoryDatabase): Promise<void> {
  const { target } = memoryRunner(database, { name: "other" }).context;
  await target.initialize({ createScope: false });
  const epoch = (await target.store.read())?.epoch ?? 0;
  const holder = { by: "ann", host: "build-7", pid: 4711, command: "migrate", since: 0 };
  assert.ok(await target.store.acquire({ owner: "other", holder, epoch, ttlMs: 600_000 }));
}

test("while another runner is at work nothing is predicted", async () => {
  const database = memoryDatabase(["shop"]);
  await holdLease(database);
  assert.deepEqual(found(await look({ database, migrations: ONE }), "lock", "plan"), [
    "lock warning: ann@build-7 (migrate, process 4711) holds it",
    "plan unknown: another runner is at work on it",
  ]);
});

test("what another runner has begun is not judged before it is done", async () => {
  const died = await diedAt("UPDATE", "after", [
    "CREATE TABLE t (id int PRIMARY KEY, n counter);",
    "UPDATE t SET n = n + 1 WHERE id = 1;",
  ]);
  assert.match(found(await look(died), "history").join(), /^history problem: 1: whether statement 2 of V1__t\.cql/);
  await holdLease(died.database);
  assert.deepEqual(found(await look(died), "history"), ["history unknown: 1: another runner is at work on it"]);
});

test("a schema that cannot be read leaves the plan unknown, and the rest as it is", async () => {
  const wrap = (target: Target): Target => ({
    ...target,
    readSchema: () => Promise.reject(new ToolError("server-failed", "the server says why")),
  });
  const report = await look({ database: memoryDatabase(["shop"]), migrations: ONE, wrap });
  assert.deepEqual(found(report, "history", "plan"), [
    "history ok: shop has no migrations; 1 to apply, with 1 statement",
    "plan unknown: the schema could not be read: the server says why",
  ]);
});

test("where there is no keyspace all is pending; of a history that may not be read nobody knows", async () => {
  const asked: string[] = [];
  const missing = await look({ database: memoryDatabase(), migrations: ONE, wrap: finding([], asked) });
  assert.deepEqual([missing.plan?.migrations.length, asked.length], [1, 1]);

  const wrap = (target: Target): Target => ({
    ...finding([], asked)(target),
    store: { ...target.store, read: () => Promise.reject(new ToolError("permission-denied", "no SELECT")) },
  });
  const hidden = await look({ database: memoryDatabase(["shop"]), migrations: ONE, wrap });
  assert.deepEqual([hidden.plan, asked.length], [undefined, 1]);
  assert.deepEqual(found(hidden, "history", "plan"), ["history problem: no SELECT"]);
});
