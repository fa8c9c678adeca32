import assert from "node:assert/strict";
import { test } from "node:test";
import { type MemoryDatabase, memoryDatabase } from "../adapters/memory/memory-database.ts";
import { memoryRunner, migrationsOf } from "../testing/memory-runner.ts";
import { baseline } from "./baseline.ts";
import type { Disagreement } from "./disagreement.ts";
import { migrate } from "./migrate.ts";
import { rollback } from "./rollback.ts";
import { computeStatus, readDisagreements, readHistory, type Status } from "./status.ts";

type Files = Readonly<Record<string, string>>;

const FILES = {
  "V1__users.cql": "CREATE TABLE users (id int PRIMARY KEY);\n-- @down\nDROP TABLE users;",
  "V2__seed.cql": "-- @env dev\nCREATE TABLE seed (id int PRIMARY KEY);",
  "V003__items.cql": "CREATE TABLE items (id int PRIMARY KEY);\n-- @down\nDROP TABLE items;\nDROP TABLE missing;",
} as const;

async function apply(database: MemoryDatabase, files: Files): Promise<void> {
  const { context, planOptions } = memoryRunner(database);
  await migrate(context, { ...planOptions, migrations: migrationsOf(files) });
}

async function statusOf(database: MemoryDatabase, files: Files): Promise<Status> {
  const { context, planOptions } = memoryRunner(database);
  return computeStatus(await context.target.store.read(), migrationsOf(files), planOptions);
}

function disagreements(database: MemoryDatabase, files: Files): Promise<readonly Disagreement[]> {
  const { context, planOptions } = memoryRunner(database);
  return readDisagreements(context.target.store, migrationsOf(files), planOptions);
}

function states({ migrations }: Status): readonly string[] {
  return migrations.map(({ version, state }) => `${version} ${state}`);
}

test("before the first run everything is pending, and nothing is created by looking", async () => {
  const database = memoryDatabase(["shop"]);
  const status = await statusOf(database, FILES);
  assert.deepEqual(states(status), ["1 pending", "2 not-for-profile", "3 pending"]);
  assert.deepEqual([status.isInitialized, status.current, status.pendingVersions], [false, undefined, ["1", "3"]]);
  assert.equal(database.keyspaces.get("shop")?.history, undefined);
});

test("what is applied says when, by whom and from where", async () => {
  const database = memoryDatabase(["shop"]);
  await apply(database, { "V1__users.cql": FILES["V1__users.cql"] });
  const status = await statusOf(database, FILES);
  const [first] = status.migrations;
  assert.deepEqual([first?.state, first?.at, first?.by, first?.host], ["applied", 0, "tester", "runner"]);
  assert.deepEqual([status.current, status.pendingVersions], ["1", ["3"]]);
});

test("the current version is shown as its file writes it", async () => {
  const database = memoryDatabase(["shop"]);
  await apply(database, FILES);
  const { current, currentLabel } = await statusOf(database, FILES);
  assert.deepEqual([current, currentLabel], ["3", "003"]);
});

test("a baselined migration says so", async () => {
  const database = memoryDatabase(["shop"]);
  const { context, planOptions } = memoryRunner(database);
  await baseline(context, { ...planOptions, migrations: migrationsOf(FILES), target: "1" });
  assert.equal((await statusOf(database, FILES)).migrations[0]?.state, "baselined");
});

test("a first statement that failed makes a failed migration, a later one a half-applied one", async () => {
  const failed = { "V1__t.cql": "DROP TABLE missing;" };
  const half = { "V1__t.cql": "CREATE TYPE a (x int);\nDROP TABLE missing;" };
  for (const [files, state] of [
    [failed, "failed"],
    [half, "half-applied"],
  ] as const) {
    const database = memoryDatabase(["shop"]);
    await assert.rejects(apply(database, files));
    const [first] = (await statusOf(database, files)).migrations;
    assert.equal(first?.state, state);
    assert.match(first.error ?? "", /V1__t\.cql:\d: .*doesn't exist/);
  }
});

test("what has no file is shown too: missing below the highest, ahead above it", async () => {
  const database = memoryDatabase(["shop"]);
  await apply(database, { ...FILES, "V9__late.cql": "CREATE TYPE t (a int)" });
  const { migrations } = await statusOf(database, { "V003__items.cql": FILES["V003__items.cql"] });
  assert.deepEqual(
    migrations.map(({ version, disagreement, isAhead }) => [version, disagreement, isAhead]),
    [
      ["1", "missing", false],
      ["3", undefined, false],
      ["9", undefined, true],
    ],
  );
});

test("when all is well nothing disagrees", async () => {
  const database = memoryDatabase(["shop"]);
  await apply(database, FILES);
  assert.deepEqual(await disagreements(database, FILES), []);
});

test("a half-applied migration is among what disagrees, with what is in its way", async () => {
  const database = memoryDatabase(["shop"]);
  const half = { "V1__t.cql": "CREATE TYPE a (x int);\nDROP TABLE missing;" };
  await assert.rejects(apply(database, half));
  for (const [files, kind] of [
    [half, "half-applied"],
    [{ "V1__t.cql": "CREATE TYPE a (y int);\nDROP TABLE missing;" }, "half-applied-edited"],
    [{ "V2__u.cql": "CREATE TYPE b (x int);" }, "half-applied-missing"],
  ] as const) {
    assert.deepEqual(
      (await disagreements(database, files)).map((each) => each.kind),
      [kind],
    );
  }
});

test("a half-rolled-back migration whose text the history kept can go on without its file", async () => {
  const database = memoryDatabase(["shop"]);
  await apply(database, FILES);
  const { context, planOptions } = memoryRunner(database);
  const undoing = rollback(context, {
    ...planOptions,
    migrations: migrationsOf(FILES),
    extent: { kind: "steps", steps: 1 },
  });
  await assert.rejects(undoing, { code: "step-failed" });
  const found = await disagreements(database, { "V1__users.cql": FILES["V1__users.cql"] });
  assert.deepEqual(
    found.map(({ kind, label }) => [kind, label]),
    [["half-applied", "003"]],
  );
});

test("the history is read in order, and is empty before the first run", async () => {
  const database = memoryDatabase(["shop"]);
  const { store } = memoryRunner(database).context.target;
  assert.deepEqual(await readHistory(store), []);
  await apply(database, FILES);
  assert.deepEqual(
    (await readHistory(store)).map(({ version }) => version),
    ["1", "3"],
  );
});
