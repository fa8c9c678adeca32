import assert from "node:assert/strict";
import { test } from "node:test";
import { type MemoryDatabase, memoryDatabase } from "../adapters/memory/memory-database.ts";
import type { HistoryEvent } from "../migration/history.ts";
import { statementsOf } from "../plan/plan.ts";
import { memoryRunner, migrationsOf } from "../testing/memory-runner.ts";
import type { Disagreement } from "./disagreement.ts";
import { migrate } from "./migrate.ts";
import type { StepOutcome, Target } from "./ports.ts";
import { repair, type Settled, settle, type Verdict } from "./repair.ts";
import { previewRollback } from "./rollback.ts";

type Files = Readonly<Record<string, string>>;

const FILES = {
  "V1__users.cql": "CREATE TABLE users (id int PRIMARY KEY);\n-- @down\nDROP TABLE users;",
  "V2__orders.cql": "CREATE TABLE orders (id int PRIMARY KEY);",
} as const;

async function apply(database: MemoryDatabase, files: Files, wrap?: (target: Target) => Target): Promise<number> {
  const { context, planOptions } = memoryRunner(database, wrap === undefined ? {} : { wrap });
  return (await migrate(context, { ...planOptions, migrations: migrationsOf(files) })).executed.length;
}

async function applied(files: Files): Promise<MemoryDatabase> {
  const database = memoryDatabase(["shop"]);
  await apply(database, files);
  return database;
}

function mend(database: MemoryDatabase, files: Files): Promise<readonly Disagreement[]> {
  const { context, planOptions } = memoryRunner(database);
  return repair(context, { ...planOptions, migrations: migrationsOf(files) });
}

async function logOf(database: MemoryDatabase): Promise<readonly HistoryEvent[]> {
  return (await memoryRunner(database).context.target.store.read())?.events ?? [];
}

for (const [kind, files] of [
  ["edited", { ...FILES, "V1__users.cql": "CREATE TABLE users (id bigint PRIMARY KEY);" }],
  ["renamed", { "V1__people.cql": FILES["V1__users.cql"], "V2__orders.cql": FILES["V2__orders.cql"] }],
  ["missing", { "V2__orders.cql": FILES["V2__orders.cql"] }],
] as const) {
  test(`what is ${kind} is accepted as it stands, once, and nothing is run`, async () => {
    const database = await applied(FILES);
    const executions = database.executions.length;
    assert.deepEqual(
      (await mend(database, files)).map((each) => [each.kind, each.version]),
      [[kind, "1"]],
    );
    assert.deepEqual(await mend(database, files), []);
    assert.equal(await apply(database, files), 0);
    assert.equal(database.executions.length, executions);
  });
}

test("all that one repair accepts is of one run", async () => {
  const database = await applied(FILES);
  await mend(database, {
    "V1__users.cql": "CREATE TABLE users (id bigint PRIMARY KEY);",
    "V2__ordered.cql": FILES["V2__orders.cql"],
  });
  const accepted = (await logOf(database)).filter(({ kind }) => kind === "repaired");
  assert.equal(accepted.length, 2);
  assert.equal(new Set(accepted.map(({ run }) => run)).size, 1);
  assert.deepEqual(
    accepted.map(({ seq }) => seq),
    [3, 4],
  );
});

test("a deleted file that was accepted can still be rolled back", async () => {
  const database = await applied({
    ...FILES,
    "V2__orders.cql": `${FILES["V2__orders.cql"]}\n-- @down\nDROP TABLE orders;`,
  });
  const files = { "V2__orders.cql": `${FILES["V2__orders.cql"]}\n-- @down\nDROP TABLE orders;` };
  await mend(database, files);
  const { context, planOptions } = memoryRunner(database);
  const extent = { kind: "target", target: "0" } as const;
  const { plan } = await previewRollback(context, { ...planOptions, migrations: migrationsOf(files), extent });
  assert.deepEqual(
    plan.migrations.map(({ steps }) => statementsOf(steps).map(({ text }) => text)),
    [["DROP TABLE orders"], ["DROP TABLE users"]],
  );
});

test("a late file is not accepted by repair", async () => {
  const database = await applied({ "V2__orders.cql": FILES["V2__orders.cql"] });
  assert.deepEqual(await mend(database, FILES), []);
});

test("a repair leaves an unfinished migration as it is", async () => {
  const database = await applied({ "V1__users.cql": FILES["V1__users.cql"] });
  const half = { "V1__people.cql": FILES["V1__users.cql"], ...TWO };
  await assert.rejects(apply(database, half, loseAnswerTo("CREATE TYPE b")), { code: "connection-failed" });
  const before = (await memoryRunner(database).context.target.store.read())?.journal;
  await mend(database, half);
  assert.deepEqual((await memoryRunner(database).context.target.store.read())?.journal, before);
});

const TWO = {
  "V3__types.cql":
    "CREATE TYPE a (x int);\nCREATE TYPE b (x int);\nCREATE TYPE c (x int);\n-- @down\nDROP TYPE a;\nDROP TYPE b;",
} as const;

function loseAnswerTo(start: string): (target: Target) => Target {
  return (target) => ({
    ...target,
    async execute(step, options): Promise<StepOutcome> {
      if (step.text.startsWith(start)) return { kind: "unknown", message: "no answer in time" };
      return target.execute(step, options);
    },
  });
}

async function inDoubt(): Promise<MemoryDatabase> {
  const database = memoryDatabase(["shop"]);
  await assert.rejects(apply(database, TWO, loseAnswerTo("CREATE TYPE b")), { code: "connection-failed" });
  return database;
}

function judge(database: MemoryDatabase, verdict: Verdict, files: Files = TWO): Promise<Settled> {
  const { context, planOptions } = memoryRunner(database);
  return settle(context, { ...planOptions, migrations: migrationsOf(files) }, verdict);
}

function texts(database: MemoryDatabase): readonly string[] {
  return database.executions.map(({ text }) => text.slice(0, "CREATE TYPE a".length));
}

test("a statement that was not carried out is run by the next run", async () => {
  const database = await inDoubt();
  const { doneCount, isFinished } = await judge(database, { version: "V3", kind: "retry" });
  assert.deepEqual([doneCount, isFinished], [1, false]);
  await apply(database, TWO);
  assert.deepEqual(texts(database), ["CREATE TYPE a", "CREATE TYPE b", "CREATE TYPE c"]);
});

test("a statement that was carried out is not run again, and the next run goes on after it", async () => {
  const database = await inDoubt();
  const { doneCount, isFinished } = await judge(database, { version: "3", kind: "applied", statementNumber: 2 });
  assert.deepEqual([doneCount, isFinished], [2, false]);
  await apply(database, TWO);
  assert.deepEqual(texts(database), ["CREATE TYPE a", "CREATE TYPE c"]);
});

test("a migration whose last statement was carried out is applied", async () => {
  const database = await inDoubt();
  assert.equal(
    (await judge(database, { version: "3", kind: "applied", statementNumber: 3, skipsUnsent: true })).isFinished,
    true,
  );
  assert.deepEqual(
    (await logOf(database)).map(({ kind, version }) => [kind, version]),
    [["applied", "3"]],
  );
  assert.equal(await apply(database, TWO), 0);
});

test("a migration that was carried out whole is applied as its file stands, with its down text", async () => {
  const database = await inDoubt();
  const edited = { "V3__types.cql": TWO["V3__types.cql"].replace("TYPE c (x", "TYPE c (y") };
  assert.equal((await judge(database, { version: "3", kind: "applied", skipsUnsent: true }, edited)).isFinished, true);
  assert.equal(await apply(database, edited), 0);
  assert.match((await memoryRunner(database).context.target.store.readDownText(1)) ?? "", /DROP TYPE b/);
});

test("a verdict on a first statement that was not carried out leaves nothing under way", async () => {
  const database = memoryDatabase(["shop"]);
  await assert.rejects(apply(database, TWO, loseAnswerTo("CREATE TYPE a")), { code: "connection-failed" });
  await judge(database, { version: "3", kind: "retry" });
  assert.equal((await memoryRunner(database).context.target.store.read())?.journal, undefined);
});

test("statements that were never sent count as carried out only when that is meant", async () => {
  const database = await inDoubt();
  for (const statementNumber of [undefined, 3]) {
    await assert.rejects(judge(database, { version: "3", kind: "applied", statementNumber }), {
      code: "usage",
      message: "statement 3 of V3__types.cql was never sent",
      hint: /--statement 2; .*add --yes/,
    });
  }
});

test("a statement that is done, or that the file does not have, cannot be marked", async () => {
  const database = await inDoubt();
  for (const statementNumber of [0, 1, 4]) {
    await assert.rejects(judge(database, { version: "3", kind: "applied", statementNumber }), {
      code: "usage",
      message: /expected 2 to 3/,
    });
  }
});

test("a verdict on a migration that is not under way is refused", async () => {
  await assert.rejects(judge(await inDoubt(), { version: "2", kind: "retry" }), { code: "usage", hint: /V3__types/ });
  await assert.rejects(judge(await applied(FILES), { version: "1", kind: "retry" }), {
    code: "usage",
    hint: /baseline/,
  });
});

test("a statement that was marked counts as carried out: editing it is noticed", async () => {
  const files = { "V3__types.cql": ["a", "b", "c", "d"].map((name) => `CREATE TYPE ${name} (x int);`).join("\n") };
  const database = memoryDatabase(["shop"]);
  await assert.rejects(apply(database, files, loseAnswerTo("CREATE TYPE b")), { code: "connection-failed" });
  await judge(database, { version: "3", kind: "applied", statementNumber: 3, skipsUnsent: true }, files);
  const edited = { "V3__types.cql": files["V3__types.cql"].replace("TYPE c (x", "TYPE c (y") };
  await assert.rejects(apply(database, edited), { code: "history-diverged", message: /statement 3 \(line 3\)/ });
  await apply(database, files);
  assert.deepEqual(texts(database), ["CREATE TYPE a", "CREATE TYPE d"]);
});

test("a migration that failed at its first statement can be said to be carried out up to one", async () => {
  const database = memoryDatabase(["shop"]);
  const once = { "V1__t.cql": "CREATE TABLE t (id int PRIMARY KEY);" };
  const twice = {
    "V1__t.cql": once["V1__t.cql"],
    "V2__t.cql": "CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE u (id int PRIMARY KEY);",
  };
  await assert.rejects(apply(database, twice), { code: "step-failed" });
  const { context, planOptions } = memoryRunner(database);
  const options = { ...planOptions, migrations: migrationsOf(twice) };
  await settle(context, options, { kind: "applied", version: "2", statementNumber: 1 });
  assert.equal(await apply(database, twice), 1);
  assert.equal(database.executions.at(-1)?.text, "CREATE TABLE u (id int PRIMARY KEY)");
});
