import assert from "node:assert/strict";
import { test } from "node:test";
import { describeEffect, type MemoryDatabase, memoryDatabase } from "../adapters/memory/memory-database.ts";
import type { HistoryEvent } from "../migration/history.ts";
import { statementsOf } from "../plan/plan.ts";
import { type MemoryRunner, type MemoryRunnerOptions, memoryRunner, migrationsOf } from "../testing/memory-runner.ts";
import { HistoryError } from "./disagreement.ts";
import { type MigrateResult, migrate, previewMigrate } from "./migrate.ts";
import { rollback } from "./rollback.ts";

type Files = Readonly<Record<string, string>>;

const USERS = { "V1__users.cql": "CREATE TABLE users (id int PRIMARY KEY);\n-- @down\nDROP TABLE users;" };
const ORDERS = { "V2__orders.cql": "CREATE TABLE orders (id int PRIMARY KEY);\n-- @down\nDROP TABLE orders;" };
const ITEMS = { "V3__items.cql": "CREATE TABLE items (id int PRIMARY KEY);\n-- @down\nDROP TABLE items;" };

function run(
  database: MemoryDatabase,
  files: Files,
  options: MemoryRunnerOptions & { readonly target?: string } = {},
): Promise<MigrateResult> {
  const { context, planOptions } = memoryRunner(database, options);
  return migrate(context, { ...planOptions, migrations: migrationsOf(files), target: options.target });
}

function applied({ executed }: MigrateResult): readonly string[] {
  return executed.map(({ migration }) => migration.version);
}

async function logOf(database: MemoryDatabase): Promise<readonly HistoryEvent[]> {
  return (await memoryRunner(database).context.target.store.read())?.events ?? [];
}

function tables(database: MemoryDatabase): readonly string[] {
  return [...(database.keyspaces.get("shop")?.objects.keys() ?? [])].sort();
}

async function disagreementOf(running: Promise<unknown>): Promise<Record<string, unknown>> {
  const error = await running.then(
    () => assert.fail("nothing disagrees"),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof HistoryError, String(error));
  assert.equal(error.code, "history-diverged");
  assert.equal(error.disagreements.length, 1);
  return { ...error.disagreements[0] };
}

test("all that is pending is applied, in the order of versions", async () => {
  const database = memoryDatabase(["shop"]);
  const result = await run(database, { ...ITEMS, ...USERS, "V10__last.cql": "CREATE TYPE t (a int)", ...ORDERS });
  assert.deepEqual(applied(result), ["1", "2", "3", "10"]);
  assert.equal(result.current, "10");
  assert.deepEqual(
    database.executions.map(({ text }) => text),
    [
      "CREATE TABLE users (id int PRIMARY KEY)",
      "CREATE TABLE orders (id int PRIMARY KEY)",
      "CREATE TABLE items (id int PRIMARY KEY)",
      "CREATE TYPE t (a int)",
    ],
  );
});

test("the history records who applied what, from which text, and the text that undoes it", async () => {
  const database = memoryDatabase(["shop"]);
  await run(database, USERS);
  const [event, ...rest] = await logOf(database);
  const [migration] = migrationsOf(USERS);
  assert.deepEqual(rest, []);
  assert.deepEqual(event, {
    seq: 1,
    kind: "applied",
    version: "1",
    name: "V1__users.cql",
    checksum: migration?.checksum,
    direction: "up",
    at: 0,
    durationMs: 0,
    by: "tester",
    host: "runner",
    tool: "0.0.0",
    run: event?.run,
    warnings: [],
  });
  assert.equal(await memoryRunner(database).context.target.store.readDownText(1), "\nDROP TABLE users;");
});

test("a second run finds nothing to do and never takes the lease", async () => {
  const database = memoryDatabase(["shop"]);
  await run(database, USERS);
  const epoch = (await memoryRunner(database).context.target.store.read())?.epoch;
  const again = await run(database, USERS);
  assert.deepEqual(again.executed, []);
  assert.equal(again.current, "1");
  assert.equal((await memoryRunner(database).context.target.store.read())?.epoch, epoch);
});

test("without files nothing is created", async () => {
  const database = memoryDatabase(["shop"]);
  const result = await run(database, {});
  assert.deepEqual([result.executed, result.current], [[], undefined]);
  assert.equal(database.keyspaces.get("shop")?.history, undefined);
});

test("a keyspace that does not exist is said to be missing", async () => {
  await assert.rejects(run(memoryDatabase(), USERS), { code: "target-missing" });
});

test("a preview says what would run, and creates nothing", async () => {
  const database = memoryDatabase(["shop"]);
  const { context, planOptions } = memoryRunner(database);
  const { plan } = await previewMigrate(context, { ...planOptions, migrations: migrationsOf(USERS) });
  assert.deepEqual(
    plan.migrations.map(({ version, steps }) => [version, statementsOf(steps).map(({ text }) => text)]),
    [["1", ["CREATE TABLE users (id int PRIMARY KEY)"]]],
  );
  assert.equal(database.keyspaces.get("shop")?.history, undefined);
});

test("a migration without a statement is recorded like any other", async () => {
  const database = memoryDatabase(["shop"]);
  assert.deepEqual(applied(await run(database, { "V1__nothing.cql": "-- to come\n", ...ORDERS })), ["1", "2"]);
  assert.deepEqual(
    (await logOf(database)).map(({ version, kind }) => [version, kind]),
    [
      ["1", "applied"],
      ["2", "applied"],
    ],
  );
});

test("a migration that was rolled back is pending again", async () => {
  const database = memoryDatabase(["shop"]);
  await run(database, { ...USERS, ...ORDERS });
  const { context, planOptions } = memoryRunner(database);
  const migrations = migrationsOf({ ...USERS, ...ORDERS });
  await rollback(context, { ...planOptions, migrations, extent: { kind: "steps", steps: 1 } });
  assert.deepEqual(applied(await run(database, { ...USERS, ...ORDERS })), ["2"]);
});

test("a target is inclusive, and named by version or by a prefix of one file's name", async () => {
  for (const target of ["2", "V2", "002", "V2__ord"]) {
    const database = memoryDatabase(["shop"]);
    const result = await run(database, { ...USERS, ...ORDERS, ...ITEMS }, { target });
    assert.deepEqual(applied(result), ["1", "2"], target);
  }
});

test("a target that no file or more than one file has is refused before anything is created", async () => {
  const database = memoryDatabase(["shop"]);
  for (const target of ["7", "V", ""])
    await assert.rejects(run(database, { ...USERS, ...ORDERS }, { target }), { code: "usage" });
  assert.equal(database.keyspaces.get("shop")?.history, undefined);
});

test("a target below the current version is refused and names rollback", async () => {
  const database = memoryDatabase(["shop"]);
  await run(database, { ...USERS, ...ORDERS });
  await assert.rejects(run(database, { ...USERS, ...ORDERS }, { target: "1" }), {
    code: "usage",
    message: "the target 1 is below the current version 2",
    hint: /tidemark rollback --target 1/,
  });
});

test("the current version as target has nothing to do", async () => {
  const database = memoryDatabase(["shop"]);
  await run(database, USERS);
  assert.deepEqual((await run(database, { ...USERS, ...ORDERS }, { target: "1" })).executed, []);
});

test("an edited file stops the run before anything is done, and says what to do", async () => {
  const database = memoryDatabase(["shop"]);
  await run(database, USERS);
  const edited = { "V1__users.cql": "CREATE TABLE users (id bigint PRIMARY KEY)" };
  const disagreement = await disagreementOf(run(database, { ...edited, ...ORDERS }));
  assert.deepEqual([disagreement.kind, disagreement.version, disagreement.name], ["edited", "1", "V1__users.cql"]);
  assert.deepEqual(tables(database), ["table users"]);
  await assert.rejects(run(database, edited), { hint: /tidemark repair/ });
});

test("a missing file stops the run", async () => {
  const database = memoryDatabase(["shop"]);
  await run(database, { ...USERS, ...ORDERS });
  const disagreement = await disagreementOf(run(database, { ...ORDERS, ...ITEMS }));
  assert.deepEqual([disagreement.kind, disagreement.name], ["missing", "V1__users.cql"]);
});

test("all that disagrees is reported at once", async () => {
  const database = memoryDatabase(["shop"]);
  await run(database, { ...USERS, ...ITEMS });
  await assert.rejects(run(database, { "V3__items.cql": "CREATE TYPE items (a int)", ...ORDERS }), (error) => {
    assert.ok(error instanceof HistoryError);
    assert.deepEqual(
      error.disagreements.map(({ kind, version }) => [kind, version]),
      [
        ["missing", "1"],
        ["late", "2"],
        ["edited", "3"],
      ],
    );
    return true;
  });
});

test("a renamed file is a note, not a reason to stop", async () => {
  const database = memoryDatabase(["shop"]);
  await run(database, USERS);
  const result = await run(database, { "V1__people.cql": USERS["V1__users.cql"], ...ORDERS });
  assert.deepEqual(applied(result), ["2"]);
  assert.deepEqual(
    result.notes.map(({ kind }) => kind),
    ["renamed"],
  );
});

test("a version above the highest file is ahead, and no reason to stop", async () => {
  const database = memoryDatabase(["shop"]);
  await run(database, { ...USERS, ...ORDERS, ...ITEMS });
  const result = await run(database, USERS);
  assert.deepEqual([result.executed, result.ahead, result.current], [[], ["2", "3"], "3"]);
});

test("a late file is refused, and never skipped in silence", async () => {
  const database = memoryDatabase(["shop"]);
  await run(database, { ...USERS, ...ITEMS });
  const disagreement = await disagreementOf(run(database, { ...USERS, ...ORDERS, ...ITEMS }));
  assert.deepEqual([disagreement.kind, disagreement.version, disagreement.current], ["late", "2", "3"]);
  assert.deepEqual(tables(database), ["table items", "table users"]);
});

test("a late file is applied where the configuration allows it", async () => {
  const database = memoryDatabase(["shop"]);
  await run(database, { ...USERS, ...ITEMS });
  const result = await run(database, { ...USERS, ...ORDERS, ...ITEMS }, { plan: { isOutOfOrderAllowed: true } });
  assert.deepEqual([applied(result), result.current], [["2"], "3"]);
});

test("a file for other profiles is neither applied nor recorded", async () => {
  const seed = { "V2__seed.cql": "-- @env dev, staging\nCREATE TABLE seed (id int PRIMARY KEY);" };
  for (const [profile, expected] of [
    ["dev", ["1", "2", "3"]],
    ["prod", ["1", "3"]],
    [undefined, ["1", "3"]],
  ] as const) {
    const database = memoryDatabase(["shop"]);
    const result = await run(database, { ...USERS, ...seed, ...ITEMS }, { plan: { profile } });
    assert.deepEqual(applied(result), expected, String(profile));
    assert.equal((await logOf(database)).length, expected.length);
  }
});

test("variables stand in the statements that are sent", async () => {
  const database = memoryDatabase(["shop"]);
  const files = { "V1__t.cql": "CREATE TABLE t (a int PRIMARY KEY) WITH comment = '${team} ${other}'" };
  await run(database, files, { plan: { variables: { team: "red" } } });
  assert.match(database.executions[0]?.text ?? "", /'red \$\{other\}'/);
});

test("USE moves the statements that follow it, and no other migration", async () => {
  const database = memoryDatabase(["shop", "audit"]);
  const use = { "V1__audit.cql": 'USE "audit"; CREATE TABLE log (a int PRIMARY KEY);' };
  await run(database, { ...use, ...ORDERS });
  assert.deepEqual(
    database.executions.map(({ keyspace }) => keyspace),
    ["audit", "shop"],
  );
  assert.deepEqual([...(database.keyspaces.get("audit")?.objects.keys() ?? [])], ["table log"]);
});

test("a file that does not split into statements stops the run before anything is done", async () => {
  const database = memoryDatabase(["shop"]);
  const broken = { "V2__broken.cql": "CREATE TABLE t (a int PRIMARY KEY);\nINSERT INTO t (a) VALUES (?);" };
  await assert.rejects(run(database, { ...USERS, ...broken }), {
    code: "migration-files-invalid",
    message: /V2__broken\.cql:2:/,
  });
  assert.equal(database.keyspaces.get("shop")?.history, undefined);
});

const HALF = {
  "V1__half.cql": [
    "CREATE TABLE a (id int PRIMARY KEY);",
    "CREATE TABLE b (id int PRIMARY KEY);",
    "ALTER TABLE missing ADD x int;",
    "CREATE TABLE c (id int PRIMARY KEY);",
  ].join("\n"),
};
const HALF_MENDED = { "V1__half.cql": HALF["V1__half.cql"].replace("ALTER TABLE missing", "ALTER TABLE a") };

test("a failed statement is reported with file, line and number, and recorded", async () => {
  const database = memoryDatabase(["shop"]);
  await assert.rejects(run(database, HALF), {
    code: "step-failed",
    message: /^migrations\/V1__half\.cql:3: statement 3 \(ALTER TABLE missing\) failed: .*doesn't exist/,
    hint: /tidemark migrate/,
    stepIndex: 2,
  });
  const [event] = await logOf(database);
  assert.deepEqual([event?.kind, event?.version], ["failed", "1"]);
  assert.match(event?.error ?? "", /^migrations\/V1__half\.cql:3: /);
});

test("the next run goes on at the failed statement, which may have been edited", async () => {
  const database = memoryDatabase(["shop"]);
  await assert.rejects(run(database, HALF), { code: "step-failed" });
  assert.deepEqual(applied(await run(database, HALF_MENDED)), ["1"]);
  assert.deepEqual(
    database.executions.map(({ text }) => text.slice(0, 14)),
    ["CREATE TABLE a", "CREATE TABLE b", "ALTER TABLE a ", "CREATE TABLE c"],
  );
  assert.deepEqual(
    (await logOf(database)).map(({ kind }) => kind),
    ["failed", "applied"],
  );
});

test("a statement that was carried out and edited since is refused with its number and line", async () => {
  const database = memoryDatabase(["shop"]);
  await assert.rejects(run(database, HALF), { code: "step-failed" });
  const edited = { "V1__half.cql": HALF_MENDED["V1__half.cql"].replace("TABLE b (id int", "TABLE b (id text") };
  const disagreement = await disagreementOf(run(database, edited));
  assert.deepEqual([disagreement.kind, disagreement.statementNumber, disagreement.line], ["half-applied-edited", 2, 2]);
  const shortened = { "V1__half.cql": "CREATE TABLE a (id int PRIMARY KEY);" };
  assert.equal((await disagreementOf(run(database, shortened))).statementNumber, 2);
});

test("the failed statement may be removed: what is left is nothing, and the migration is applied", async () => {
  const database = memoryDatabase(["shop"]);
  await assert.rejects(run(database, HALF), { code: "step-failed" });
  const text = HALF["V1__half.cql"].split("\n").slice(0, 2).join("\n");
  assert.deepEqual(applied(await run(database, { "V1__half.cql": text })), ["1"]);
  assert.deepEqual(tables(database), ["table a", "table b"]);
});

test("a migration whose first statement failed is as if it had not begun", async () => {
  const database = memoryDatabase(["shop"]);
  await assert.rejects(run(database, { "V1__t.cql": "DROP TABLE missing" }), { code: "step-failed" });
  assert.deepEqual(applied(await run(database, { "V1__t.cql": "CREATE TABLE t (a int PRIMARY KEY)" })), ["1"]);
});

test("what is half applied is finished before anything else, even before a late file", async () => {
  const database = memoryDatabase(["shop"]);
  const second = { "V2__half.cql": HALF["V1__half.cql"] };
  const mended = { "V2__half.cql": HALF_MENDED["V1__half.cql"] };
  await assert.rejects(run(database, second), { code: "step-failed" });
  assert.deepEqual(applied(await run(database, { ...USERS, ...mended })), ["2", "1"]);
});

test("a half-applied migration whose file is gone stops the run", async () => {
  const database = memoryDatabase(["shop"]);
  await assert.rejects(run(database, HALF), { code: "step-failed" });
  const disagreement = await disagreementOf(run(database, ORDERS));
  assert.deepEqual([disagreement.kind, disagreement.name], ["half-applied-missing", "V1__half.cql"]);
});

test("a half-applied migration that the target leaves out is named half applied, not missing", async () => {
  const database = memoryDatabase(["shop"]);
  const third = { "V3__half.cql": HALF["V1__half.cql"] };
  await assert.rejects(run(database, { ...USERS, ...third }), { code: "step-failed" });
  const disagreement = await disagreementOf(run(database, { ...USERS, ...third }, { target: "1" }));
  assert.deepEqual([disagreement.kind, disagreement.version, disagreement.doneCount], ["half-applied", "3", 2]);
});

test("a half-applied migration is not rolled back", async () => {
  const database = memoryDatabase(["shop"]);
  await run(database, USERS);
  const second = { "V2__half.cql": HALF["V1__half.cql"] };
  await assert.rejects(run(database, { ...USERS, ...second }), { code: "step-failed" });
  const { context, planOptions }: MemoryRunner = memoryRunner(database);
  const migrations = migrationsOf({ ...USERS, ...second });
  const disagreement = await disagreementOf(
    rollback(context, { ...planOptions, migrations, extent: { kind: "steps", steps: 1 } }),
  );
  assert.deepEqual([disagreement.kind, disagreement.direction], ["half-applied", "up"]);
  assert.ok(tables(database).includes("table users"));
});

test("neighbouring statements of data have client timestamps that grow by one", async () => {
  const database = memoryDatabase(["shop"]);
  const inserts = [1, 2, 3].map((id) => `INSERT INTO t (id) VALUES (${id});`).join("\n");
  await run(database, { "V1__t.cql": `CREATE TABLE t (id int PRIMARY KEY);\n${inserts}` });
  const [, first, second, third] = database.executions.map(({ timestampMicros }) => timestampMicros);
  assert.ok(first !== undefined);
  assert.deepEqual([second, third], [first + 1, first + 2]);
});

test("the same files on the same database always have the same effect", async () => {
  const files = { ...USERS, ...ORDERS, ...ITEMS };
  const [one, other] = [memoryDatabase(["shop"]), memoryDatabase(["shop"])];
  await run(one, files);
  for (const target of ["1", "2", "3"]) await run(other, files, { target });
  assert.deepEqual(describeEffect(one), describeEffect(other));
});
