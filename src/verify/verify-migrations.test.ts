import assert from "node:assert/strict";
import { test } from "node:test";
import { cqlDialect } from "../dialect/cql-dialect.ts";
import { modelFactory } from "../dialect/model-factory.ts";
import type { CodeMigration } from "../migration/code-migration.ts";
import type { Direction } from "../plan/plan.ts";
import { codeToolsOf, migrationsOf } from "../testing/memory-runner.ts";
import { positionOf } from "../text/source.ts";
import type { Scratch } from "./scratch.ts";
import { simulatedScratch } from "./simulated-scratch.ts";
import { verifyMigrations } from "./verify-migrations.ts";
import type { VerifiedMigration, VerifyFault, VerifyProgress } from "./verify-report.ts";

interface World {
  readonly code?: Readonly<Record<string, CodeMigration>>;
  readonly signal?: AbortSignal;
  readonly server?: string;
  readonly onProgress?: (progress: VerifyProgress) => void;
  /** What stands around the scratch. */
  readonly wrap?: (scratch: Scratch) => Scratch;
}

async function verify(
  files: Readonly<Record<string, string>>,
  { code = {}, signal = new AbortController().signal, server, onProgress, wrap = (scratch) => scratch }: World = {},
): Promise<readonly VerifiedMigration[]> {
  const dialect = cqlDialect("cassandra");
  const start = (await modelFactory(dialect, { server })).empty("shop");
  const migrations = migrationsOf(files);
  const options = { dialect, scope: "shop", variables: {}, code: codeToolsOf(code) };
  const scratch = await simulatedScratch(migrations, start, options);
  return verifyMigrations(migrations, wrap(scratch), { signal, onProgress });
}

function verdicts(verified: readonly VerifiedMigration[]): readonly string[] {
  return verified.map(({ verdict }) => verdict);
}

/** In words: where it is refused, or what differs. */
function faultsOf(migration: VerifiedMigration | undefined): readonly string[] {
  return (migration?.faults ?? []).map(faultText);
}

function faultText(fault: VerifyFault): string {
  if (fault.kind !== "refused") {
    return `${fault.kind}: ${fault.changes.map(({ object, description }) => `${object} ${description}`).join("; ")}`;
  }
  const { source, span, message } = fault.diagnostic;
  assert.ok(source !== undefined && span !== undefined);
  return `${fault.stage} at ${source.name}:${positionOf(source, span.start).line}: ${message}`;
}

const USERS = "CREATE TABLE users (id int PRIMARY KEY, name text);\n-- @down\nDROP TABLE users;\n";

test("migrations whose down sides undo them hold, each on what those before it have made", async () => {
  const verified = await verify({
    "V1__users.cql": USERS,
    "V2__age.cql": "ALTER TABLE users ADD age int;\n-- @down\nALTER TABLE users DROP age;\n",
    "V3__index.cql": "CREATE INDEX by_age ON users (age);\n-- @down\nDROP INDEX by_age;\n",
  });
  assert.deepEqual(verdicts(verified), ["holds", "holds", "holds"]);
  assert.deepEqual(
    verified.flatMap(({ notes }) => notes),
    [],
  );
});

test("what a down side leaves is told, and only of the migration that it is of", async () => {
  const verified = await verify({
    "V1__users.cql": USERS,
    "V2__two.cql":
      "CREATE TABLE IF NOT EXISTS a (id int PRIMARY KEY);\nCREATE TABLE IF NOT EXISTS b (id int PRIMARY KEY);\n-- @down\nDROP TABLE b;\n",
    "V3__three.cql": "CREATE TABLE c (id int PRIMARY KEY);\n-- @down\nDROP TABLE c;\n",
  });
  assert.deepEqual(verdicts(verified), ["holds", "fails", "holds"]);
  assert.deepEqual(faultsOf(verified[1]), ["not-undone: table shop.a only after the down side"]);
});

test("what a down side takes with it is told", async () => {
  const verified = await verify({
    "V1__users.cql": USERS,
    "V2__two.cql": "CREATE TABLE a (id int PRIMARY KEY);\n-- @down\nDROP TABLE a;\nALTER TABLE users DROP name;\n",
  });
  assert.deepEqual(faultsOf(verified[1]), [
    "not-undone: table shop.users column name text only before",
    "not-repeated: table shop.users column name text only after the up side",
  ]);
});

test("an up side that is refused after the down side is told with its place", async () => {
  const verified = await verify({
    "V1__users.cql": USERS,
    "V2__age.cql": "ALTER TABLE users ADD age int;\n-- @down\nSELECT id FROM users;\n",
    "V3__after.cql": "ALTER TABLE users DROP age;\n-- @down\nALTER TABLE users ADD age int;\n",
  });
  assert.deepEqual(verdicts(verified), ["holds", "fails", "holds"]);
  assert.deepEqual(faultsOf(verified[1]), [
    "not-undone: table shop.users column age int only after the down side",
    "up-again at migrations/V2__age.cql:1: table `shop.users` has a column `age` already",
  ]);
});

test("a counter that cannot come back is found by the second up side", async () => {
  const verified = await verify({
    "V1__hits.cql": "CREATE TABLE hits (id int PRIMARY KEY, a counter);\n-- @down\nDROP TABLE hits;\n",
    "V2__b.cql": "ALTER TABLE hits ADD b counter;\n-- @down\nALTER TABLE hits DROP b;\n",
  });
  const [fault] = faultsOf(verified[1]);
  assert.match(fault ?? "", /^up-again at migrations\/V2__b\.cql:1: /);
});

test("an up side that makes something else after the down side is told as that", async () => {
  const verified = await verify({
    "V1__a.cql":
      "CREATE TABLE IF NOT EXISTS a (id int PRIMARY KEY);\n-- @down\nDROP TABLE a;\nCREATE TABLE a (id int PRIMARY KEY, more text);\n",
    "V2__use.cql": "ALTER TABLE a ADD more text;\n-- @down\nALTER TABLE a DROP more;\n",
  });
  assert.deepEqual(faultsOf(verified[0]), [
    "not-undone: table shop.a only after the down side",
    "not-repeated: table shop.a column more text only after it was carried out again",
  ]);
  // It stands on what the up side makes by itself.
  assert.equal(verified[1]?.verdict, "holds");
});

test("a statement that a down side is refused is told, and what follows stands on the up sides", async () => {
  const verified = await verify({
    "V1__users.cql": "CREATE TABLE users (id int PRIMARY KEY, name text);\n\n-- @down\nDROP TABLE user;\n",
    "V2__age.cql": "ALTER TABLE users ADD age int;\n-- @down\nALTER TABLE users DROP age;\n",
  });
  assert.deepEqual(verdicts(verified), ["fails", "holds"]);
  assert.deepEqual(faultsOf(verified[0]), ["down at migrations/V1__users.cql:4: table `shop.user` does not exist"]);
});

test("rows that no table takes are refused as well as a schema", async () => {
  const [first] = await verify({ "V1__rows.cql": "INSERT INTO nobody (a) VALUES (1);\n" });
  assert.deepEqual(faultsOf(first), ["up at migrations/V1__rows.cql:1: table `shop.nobody` does not exist"]);
});

test("a migration without a down side is carried out, and is no failure", async () => {
  const verified = await verify({
    "V1__users.cql": "CREATE TABLE users (id int PRIMARY KEY);\n",
    "V2__age.cql": "ALTER TABLE users ADD age int;\n-- @down\nALTER TABLE users DROP age;\n",
  });
  assert.deepEqual(verdicts(verified), ["no-down-side", "holds"]);
});

test("what a file says it cannot undo is accepted with its reason; a refused down side is not", async () => {
  const ignore = "-- @lint-ignore down-incomplete: a type loses no field\n";
  const add = "CREATE TYPE address (street text);\n";
  const verified = await verify({
    "V1__type.cql": `${add}-- @down\nDROP TYPE address;\n`,
    "V2__zip.cql": `${ignore}ALTER TYPE address ADD zip text;\n-- @down\nUSE shop;\n`,
    "V3__no.cql": `${ignore}ALTER TYPE address ADD town text;\n-- @down\nDROP TYPE adress;\n`,
  });
  assert.deepEqual(verdicts(verified), ["holds", "accepted", "fails"]);
  assert.equal(verified[1]?.reason, "a type loses no field");
});

test("the rules are those of the server that is named", async () => {
  const files = {
    "V1__users.cql": USERS,
    "V2__mask.cql":
      "ALTER TABLE users ALTER name MASKED WITH DEFAULT;\n-- @down\nALTER TABLE users ALTER name DROP MASKED;\n",
  };
  assert.deepEqual(verdicts(await verify(files)), ["holds", "holds"]);
  assert.deepEqual(verdicts(await verify(files, { server: "cassandra:4.1" })), ["holds", "fails"]);
});

const SET = "ALTER KEYSPACE shop WITH durable_writes = false;\n-- @down\n";
const REPLICATE = "ALTER KEYSPACE shop WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': 3};\n-- @down\n";

test("options of the managed keyspace that a down side leaves as they are set are told", async () => {
  const verified = await verify({ "V1__writes.cql": `${SET}USE shop;\n`, "V2__rf.cql": `${REPLICATE}USE shop;\n` });
  assert.deepEqual(verified.map(faultsOf), [
    ["not-undone: keyspace shop durable_writes = false is set by the up side, and is left"],
    [
      "not-undone: keyspace shop replication = {'class': 'NetworkTopologyStrategy', 'dc1': '3'} is set by the up side, and is left",
    ],
  ]);
});

test("options of the managed keyspace that a down side sets anew are taken for what they were", async () => {
  const verified = await verify({
    "V1__writes.cql": `${SET}ALTER KEYSPACE shop WITH durable_writes = true;\n`,
    "V2__rf.cql": `${REPLICATE}ALTER KEYSPACE shop WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': 2};\n`,
    "V3__users.cql": USERS,
  });
  assert.deepEqual(verdicts(verified), ["holds", "holds", "holds"]);
});

test("what is about a keyspace that no file makes is left out, with a note, and is no part of what holds", async () => {
  const [first] = await verify({
    "V1__other.cql": "CREATE TABLE other.x (a int PRIMARY KEY);\n-- @down\nDROP TABLE other.x;\n",
  });
  assert.equal(first?.verdict, "in-part");
  assert.match(
    first.notes[0]?.message ?? "",
    /^left out, for no file makes what it needs in another keyspace: .*other/,
  );
});

const CODE = { "20260101_001_x.ts": "" };

test("code is carried out in memory, and back", async () => {
  const x: CodeMigration = {
    description: "x",
    upgrade: async (context) => void (await context.execute("CREATE TABLE x (id int PRIMARY KEY)")),
    downgrade: async (context) => void (await context.execute("DROP TABLE y")),
  };
  const [wrong] = await verify(CODE, { code: { "20260101_001_x.ts": x } });
  assert.deepEqual([wrong?.verdict, wrong?.faults.length], ["fails", 1]);
  const right: CodeMigration = { ...x, downgrade: async (context) => void (await context.execute("DROP TABLE x")) };
  assert.deepEqual(verdicts(await verify(CODE, { code: { "20260101_001_x.ts": right } })), ["holds"]);
  const oneWay: CodeMigration = { ...x, reversible: false };
  assert.deepEqual(verdicts(await verify(CODE, { code: { "20260101_001_x.ts": oneWay } })), ["no-down-side"]);
});

test("code that ends for want of rows is skipped, with the reason", async () => {
  const x: CodeMigration = {
    description: "x",
    async upgrade(context) {
      const first = await context.query("SELECT id FROM users").first();
      if (first === undefined) throw new Error("no users");
    },
  };
  const verified = await verify({ "V1__users.cql": USERS, ...CODE }, { code: { "20260101_001_x.ts": x } });
  assert.deepEqual(verdicts(verified), ["holds", "skipped"]);
  assert.match(verified[1]?.reason ?? "", /reads rows.*no users/);
});

test("where nothing follows a refused up side, the rest is named as not reached", async () => {
  const wrap = (scratch: Scratch): Scratch => ({ ...scratch, goesOnAfterRefusal: false });
  const files = { "V1__no.cql": "DROP TABLE nobody;\n", "V2__users.cql": USERS };
  const verified = await verify(files, { wrap });
  assert.deepEqual(verdicts(verified), ["fails", "not-reached"]);
  assert.equal(verified[1]?.reason, "V1__no.cql was refused");
});

test("each is carried out three times, and the scratch is restored only after it went astray", async () => {
  const calls: string[] = [];
  const wrap = (scratch: Scratch): Scratch => ({
    ...scratch,
    carryOut(migration, direction: Direction) {
      calls.push(`${direction} ${migration.version}`);
      return scratch.carryOut(migration, direction);
    },
    restore(applied, schema) {
      calls.push(`restore ${applied.map(({ version }) => version).join()}`);
      return scratch.restore(applied, schema);
    },
  });
  const files = {
    "V1__users.cql": USERS,
    "V2__no.cql": "CREATE TABLE a (id int PRIMARY KEY);\n-- @down\nDROP TABLE b;\n",
    "V3__c.cql": "CREATE TABLE c (id int PRIMARY KEY);\n-- @down\nDROP TABLE c;\n",
  };
  await verify(files, { wrap });
  assert.deepEqual(calls, ["up 1", "down 1", "up 1", "up 2", "down 2", "restore 1,2", "up 3", "down 3", "up 3"]);
});

test("it says how far it is, and ends between two migrations when it is told to", async () => {
  const controller = new AbortController();
  const told: VerifyProgress[] = [];
  const onProgress = (progress: VerifyProgress): void => {
    told.push(progress);
    controller.abort();
  };
  const files = { "V1__users.cql": USERS, "V2__more.cql": "SELECT id FROM users;\n" };
  await assert.rejects(verify(files, { signal: controller.signal, onProgress }), { code: "interrupted" });
  assert.deepEqual(told, [{ kind: "trying", done: 0, total: 2, label: "1" }]);
});
