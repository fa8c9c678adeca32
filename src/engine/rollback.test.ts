import assert from "node:assert/strict";
import { test } from "node:test";
import { type MemoryDatabase, memoryDatabase } from "../adapters/memory/memory-database.ts";
import { hashPlan } from "../plan/plan.ts";
import { memoryRunner, migrationsOf } from "../testing/memory-runner.ts";
import { baseline } from "./baseline.ts";
import { HistoryError } from "./disagreement.ts";
import { migrate } from "./migrate.ts";
import type { RollbackExtent } from "./plan-rollback.ts";
import { repair } from "./repair.ts";
import { previewRollback, type RollbackOptions, type RollbackResult, rollback } from "./rollback.ts";

type Files = Readonly<Record<string, string>>;

const FILES = {
  "V1__users.cql": "CREATE TABLE users (id int PRIMARY KEY);\n-- @down\nDROP TABLE users;",
  "V2__orders.cql": "CREATE TABLE orders (id int PRIMARY KEY);\n-- @down\nDROP TABLE orders;",
  "V3__items.cql": "CREATE TABLE items (id int PRIMARY KEY);\n-- @down\nDROP TABLE items;",
} as const;

async function applied(files: Files): Promise<MemoryDatabase> {
  const database = memoryDatabase(["shop"]);
  await apply(database, files);
  return database;
}

async function apply(database: MemoryDatabase, files: Files): Promise<void> {
  const { context, planOptions } = memoryRunner(database, { plan: { isOutOfOrderAllowed: true } });
  await migrate(context, { ...planOptions, migrations: migrationsOf(files) });
}

function undo(
  database: MemoryDatabase,
  files: Files,
  extent: RollbackExtent = { kind: "steps", steps: 1 },
  options: Partial<RollbackOptions> = {},
): Promise<RollbackResult> {
  const { context, planOptions } = memoryRunner(database);
  return rollback(context, { ...planOptions, migrations: migrationsOf(files), extent, ...options });
}

function undone({ executed }: RollbackResult): readonly string[] {
  return executed.map(({ migration }) => migration.version);
}

function tables(database: MemoryDatabase): readonly string[] {
  return [...(database.keyspaces.get("shop")?.objects.keys() ?? [])].sort();
}

function without(files: Files, ...names: readonly string[]): Files {
  return Object.fromEntries(Object.entries(files).filter(([name]) => !names.includes(name)));
}

async function disagreementsOf(running: Promise<unknown>): Promise<readonly (readonly [string, string])[]> {
  const error: unknown = await running.then(
    () => assert.fail("nothing disagrees"),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof HistoryError, String(error));
  return error.disagreements.map(({ kind, version }) => [kind, version]);
}

test("the latest applied is undone", async () => {
  const database = await applied(FILES);
  const result = await undo(database, FILES);
  assert.deepEqual([undone(result), result.current], [["3"], "2"]);
  assert.deepEqual(tables(database), ["table orders", "table users"]);
});

test("as many as asked for are undone, the latest first, and no more than there are", async () => {
  assert.deepEqual(undone(await undo(await applied(FILES), FILES, { kind: "steps", steps: 2 })), ["3", "2"]);
  const database = await applied(FILES);
  const result = await undo(database, FILES, { kind: "steps", steps: 9 });
  assert.deepEqual([undone(result), result.current, tables(database)], [["3", "2", "1"], undefined, []]);
});

test("the latest is by the history, not by the version", async () => {
  const database = await applied(without(FILES, "V2__orders.cql"));
  await apply(database, FILES);
  const result = await undo(database, FILES);
  assert.deepEqual([undone(result), result.current], [["2"], "3"]);
});

test("a target stays applied", async () => {
  for (const target of ["1", "V1__users"]) {
    const result = await undo(await applied(FILES), FILES, { kind: "target", target });
    assert.deepEqual([undone(result), result.current], [["3", "2"], "1"]);
  }
});

test("the target 0 leaves nothing", async () => {
  const database = await applied(FILES);
  const result = await undo(database, FILES, { kind: "target", target: "0" });
  assert.deepEqual([result.current, tables(database)], [undefined, []]);
});

test("a target that is not applied is refused", async () => {
  const database = await applied(without(FILES, "V3__items.cql"));
  for (const target of ["3", "9"]) {
    await assert.rejects(undo(database, FILES, { kind: "target", target }), { code: "usage" });
  }
});

test("with nothing applied there is nothing to do, and nothing is created", async () => {
  const database = memoryDatabase(["shop"]);
  assert.deepEqual((await undo(database, FILES)).executed, []);
  assert.equal(database.keyspaces.get("shop")?.history, undefined);
});

test("a missing down side stops it before anything is undone", async () => {
  const files = { ...FILES, "V2__orders.cql": "CREATE TABLE orders (id int PRIMARY KEY);" };
  const database = await applied(files);
  await assert.rejects(undo(database, files, { kind: "target", target: "0" }), {
    code: "no-down-side",
    message: /V2__orders\.cql/,
    details: { versions: ["2"] },
  });
  assert.equal(tables(database).length, 3);
});

test("a file that is gone is undone with the text that the history kept", async () => {
  const database = await applied(FILES);
  assert.deepEqual(undone(await undo(database, without(FILES, "V3__items.cql"))), ["3"]);
  assert.deepEqual(tables(database), ["table orders", "table users"]);
});

test("an older checkout rolls back what a newer one applied", async () => {
  const database = await applied(FILES);
  const old = without(FILES, "V2__orders.cql", "V3__items.cql");
  assert.deepEqual(undone(await undo(database, old, { kind: "target", target: "1" })), ["3", "2"]);
});

test("the text that the history kept is that of the last repair", async () => {
  const database = await applied(FILES);
  const edited = { ...FILES, "V3__items.cql": FILES["V3__items.cql"].replace("DROP TABLE", "DROP TABLE IF EXISTS") };
  const { context, planOptions } = memoryRunner(database);
  await repair(context, { ...planOptions, migrations: migrationsOf(edited) });
  await undo(database, without(FILES, "V3__items.cql"));
  assert.equal(database.executions.at(-1)?.text, "DROP TABLE IF EXISTS items");
});

test("an edited file is not rolled back", async () => {
  const database = await applied(FILES);
  const edited = {
    ...FILES,
    "V3__items.cql": "CREATE TABLE items (id text PRIMARY KEY);\n-- @down\nDROP TABLE items;",
  };
  assert.deepEqual(await disagreementsOf(undo(database, edited)), [["edited", "3"]]);
  assert.equal(tables(database).length, 3);
});

test("the plan that was agreed to is carried out", async () => {
  const database = await applied(FILES);
  const { context, planOptions } = memoryRunner(database);
  const options = { ...planOptions, migrations: migrationsOf(FILES), extent: { kind: "steps", steps: 1 } } as const;
  const { plan } = await previewRollback(context, options);
  assert.deepEqual(undone(await rollback(context, { ...options, expectedPlan: hashPlan(plan) })), ["3"]);
});

test("another plan than the one that was agreed to is refused", async () => {
  const database = await applied(without(FILES, "V3__items.cql"));
  const { context, planOptions } = memoryRunner(database);
  const options = { ...planOptions, migrations: migrationsOf(FILES), extent: { kind: "steps", steps: 1 } } as const;
  const expectedPlan = hashPlan((await previewRollback(context, options)).plan);
  await apply(database, FILES);
  await assert.rejects(rollback(context, { ...options, expectedPlan }), { code: "history-diverged" });
  assert.equal(tables(database).length, 3);
});

const HALF = {
  "V1__users.cql": FILES["V1__users.cql"],
  "V2__pair.cql":
    "CREATE TABLE a (id int PRIMARY KEY);\nCREATE TABLE b (id int PRIMARY KEY);\n-- @down\nDROP TABLE b;\nDROP TABLE missing;\nDROP TABLE a;",
} as const;
const MENDED = { ...HALF, "V2__pair.cql": HALF["V2__pair.cql"].replace("DROP TABLE missing;\n", "") };

test("a rollback that failed half way goes on, once its mended file is accepted", async () => {
  const database = await applied(HALF);
  await assert.rejects(undo(database, HALF), { code: "step-failed", hint: /tidemark rollback/ });
  assert.deepEqual(tables(database), ["table a", "table users"]);
  assert.deepEqual(await disagreementsOf(undo(database, MENDED)), [["edited", "2"]]);
  const { context, planOptions } = memoryRunner(database);
  await repair(context, { ...planOptions, migrations: migrationsOf(MENDED) });
  const result = await undo(database, MENDED);
  assert.deepEqual([undone(result), tables(database)], [["2"], ["table users"]]);
});

test("what is half rolled back is neither migrated nor left out", async () => {
  const database = await applied(HALF);
  await assert.rejects(undo(database, HALF), { code: "step-failed" });
  assert.deepEqual(await disagreementsOf(apply(database, HALF)), [["half-applied", "2"]]);
  const leftOut = undo(database, HALF, { kind: "target", target: "2" });
  assert.deepEqual(await disagreementsOf(leftOut), [["half-applied", "2"]]);
});

test("what is half rolled back is finished before the latest applied", async () => {
  const database = await applied({ "V2__pair.cql": HALF["V2__pair.cql"] });
  await assert.rejects(undo(database, { "V2__pair.cql": HALF["V2__pair.cql"] }), { code: "step-failed" });
  database.keyspaces.get("shop")?.objects.set("table missing", { columns: new Map() });
  const result = await undo(database, { "V2__pair.cql": HALF["V2__pair.cql"] }, { kind: "steps", steps: 1 });
  assert.deepEqual([undone(result), tables(database)], [["2"], []]);
});

test("what is half rolled back goes on with the text that the history kept when its file is gone", async () => {
  const database = await applied(HALF);
  await assert.rejects(undo(database, HALF), { code: "step-failed" });
  database.keyspaces.get("shop")?.objects.set("table missing", { columns: new Map() });
  const result = await undo(database, { "V1__users.cql": HALF["V1__users.cql"] });
  assert.deepEqual([undone(result), tables(database)], [["2"], ["table users"]]);
});

test("the time of a down file's own directive holds for its statements", async () => {
  const files = {
    "1_t.up.cql": "-- @timeout 10m\nCREATE TABLE t (id int PRIMARY KEY)",
    "1_t.down.cql": "-- @timeout 20m\nDROP TABLE t",
  };
  const { context, planOptions } = memoryRunner(await applied(files));
  const extent = { kind: "steps", steps: 1 } as const;
  const { plan } = await previewRollback(context, { ...planOptions, migrations: migrationsOf(files), extent });
  assert.equal(plan.migrations[0]?.steps[0]?.timeoutMs, 1_200_000);
});

test("the plan marks what was baselined, and nothing else", async () => {
  const database = memoryDatabase(["shop"]);
  const { context, planOptions } = memoryRunner(database);
  await baseline(context, { ...planOptions, migrations: migrationsOf(FILES), target: "1" });
  await apply(database, FILES);
  const extent = { kind: "steps", steps: 3 } as const;
  const { plan } = await previewRollback(context, { ...planOptions, migrations: migrationsOf(FILES), extent });
  assert.deepEqual(
    plan.migrations.map(({ version, isBaselined }) => [version, isBaselined === true]),
    [
      ["3", false],
      ["2", false],
      ["1", true],
    ],
  );
});
