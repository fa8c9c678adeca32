import assert from "node:assert/strict";
import { test } from "node:test";
import { type MemoryDatabase, memoryDatabase } from "../adapters/memory/memory-database.ts";
import { checksumOf } from "../base/checksum.ts";
import { ToolError } from "../base/errors.ts";
import type { Dialect } from "../dialect/dialect.ts";
import { sqlDialect } from "../dialect/sql-dialect.ts";
import type { HistoryEvent } from "../migration/history.ts";
import type { PlannedMigration } from "../plan/plan.ts";
import { reviewInMemory } from "../testing/memory-review.ts";
import { type MemoryRunnerOptions, memoryRunner, migrationsOf } from "../testing/memory-runner.ts";
import { baseline } from "./baseline.ts";
import { type MigrateResult, migrate, previewMigrate } from "./migrate.ts";
import {
  checkPlanDocument,
  parsePlanDocument,
  type ReviewedMigration,
  type ReviewedPlan,
  type ReviewedStep,
  type SessionSettings,
} from "./plan-document.ts";
import { listRanSince } from "./plan-stale.ts";
import { rollback } from "./rollback.ts";

type Files = Readonly<Record<string, string>>;

const USERS = { "V1__users.cql": "CREATE TABLE users (id int PRIMARY KEY);\n-- @down\nDROP TABLE users;" };
const ORDERS = {
  "V2__orders.cql":
    "CREATE TABLE orders (id int PRIMARY KEY);\nALTER TABLE orders ADD note text;\n-- @down\nDROP TABLE orders;",
};
const ITEMS = { "V3__items.cql": "CREATE TABLE items (id int PRIMARY KEY);" };
const BOTH = { ...USERS, ...ORDERS };

const FAILED: HistoryEvent = {
  seq: 1,
  kind: "failed",
  version: "1",
  name: "V1__users.sql",
  checksum: "",
  direction: "up",
  at: 0,
  durationMs: 0,
  by: "tester",
  host: "runner",
  tool: "0.0.0",
  run: "1",
  warnings: [],
};

interface Extent {
  readonly target?: string;
  readonly scope?: string;
  readonly dialect?: Dialect;
}

function review(
  database: MemoryDatabase,
  files: Files,
  { target, scope = "shop", ...options }: Extent = {},
): Promise<ReviewedPlan> {
  const { context, planOptions } = memoryRunner(database, { scope, ...options });
  return reviewInMemory(context, { ...planOptions, migrations: migrationsOf(files), target });
}

function run(database: MemoryDatabase, files: Files, reviewed?: ReviewedPlan, name = "runner"): Promise<MigrateResult> {
  const { context, planOptions } = memoryRunner(database, { name });
  return migrate(context, { ...planOptions, migrations: migrationsOf(files), reviewed });
}

function applied({ executed }: MigrateResult): readonly string[] {
  return executed.map(({ migration }) => migration.version);
}

interface Reasons {
  readonly session: readonly string[];
  readonly files: readonly string[];
  readonly history: readonly string[];
  readonly schema: readonly string[];
}

async function reasonsOf(running: Promise<unknown>): Promise<Reasons> {
  const error = await running.then(
    () => assert.fail("the plan fits"),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof ToolError, String(error));
  assert.equal(error.code, "plan-stale");
  return error.details as unknown as Reasons;
}

async function byHand(database: MemoryDatabase, text: string): Promise<void> {
  database.executions.push({ keyspace: "shop", text, timestampMicros: undefined });
}

test("what was reviewed is carried out", async () => {
  const database = memoryDatabase(["shop"]);
  const reviewed = await review(database, BOTH);
  assert.deepEqual(applied(await run(database, BOTH, reviewed)), ["1", "2"]);
});

test("the same plan gives the same document, and another one another hash", async () => {
  const database = memoryDatabase(["shop"]);
  const reviewed = await review(database, BOTH);
  assert.deepEqual(await review(database, BOTH), reviewed);
  const text = BOTH["V2__orders.cql"].replace("note text", "note int");
  assert.notEqual((await review(database, { ...BOTH, "V2__orders.cql": text })).plan, reviewed.plan);
});

test("ten runners that start with one plan all succeed, and carry it out once", async () => {
  const database = memoryDatabase(["shop"]);
  const reviewed = await review(database, BOTH);
  const runs = await Promise.all(Array.from({ length: 10 }, (_, at) => run(database, BOTH, reviewed, `pod-${at}`)));
  assert.deepEqual(runs.flatMap(applied), ["1", "2"]);
});

test("a plan that is carried out has nothing to do, also once a newer release was here", async () => {
  const database = memoryDatabase(["shop"]);
  const reviewed = await review(database, BOTH);
  await run(database, BOTH, reviewed);
  assert.deepEqual(applied(await run(database, BOTH, reviewed)), []);
  await run(database, { ...BOTH, ...ITEMS });
  const again = await run(database, BOTH, reviewed);
  assert.deepEqual([applied(again), again.ahead], [[], ["3"]]);
});

test("a plan that is carried out has nothing to do, whatever newer files stand beside", async () => {
  const database = memoryDatabase(["shop"]);
  const reviewed = await review(database, BOTH);
  await run(database, BOTH, reviewed);
  assert.deepEqual(applied(await run(database, { ...BOTH, ...ITEMS }, reviewed)), []);
  assert.deepEqual(applied(await run(database, { ...BOTH, "V1_1__late.cql": "SELECT * FROM users" }, reviewed)), []);
});

test("a plan with a target goes so far, whatever else is pending", async () => {
  const database = memoryDatabase(["shop"]);
  const files = { ...BOTH, ...ITEMS };
  const reviewed = await review(database, files, { target: "2" });
  assert.deepEqual(applied(await run(database, files, reviewed)), ["1", "2"]);
  assert.deepEqual(applied(await run(database, files)), ["3"]);
  assert.deepEqual(applied(await run(database, { ...files, "V4__more.cql": "SELECT * FROM items" }, reviewed)), []);
});

test("another runner may have begun the plan, with the same texts", async () => {
  const database = memoryDatabase(["shop"]);
  const reviewed = await review(database, BOTH);
  await run(database, USERS);
  assert.deepEqual(applied(await run(database, BOTH, reviewed)), ["2"]);
});

for (const [title, files, reason] of [
  [
    "an edited statement",
    { ...USERS, "V2__orders.cql": ORDERS["V2__orders.cql"].replace("text", "int") },
    "2: statement 2 of V2__orders.cql was edited",
  ],
  [
    "a statement that is gone",
    { ...USERS, "V2__orders.cql": "CREATE TABLE orders (id int PRIMARY KEY)" },
    "2: statement 2 of V2__orders.cql was taken out",
  ],
  [
    "a statement more",
    { ...ORDERS, "V1__users.cql": `${ITEMS["V3__items.cql"]}` },
    "1: statement 1 of V1__users.cql was edited",
  ],
  [
    "an edited down side",
    { ...ORDERS, "V1__users.cql": "CREATE TABLE users (id int PRIMARY KEY);" },
    "1: the down side, a directive or a comment of V1__users.cql was edited",
  ],
  [
    "another timeout",
    { ...ORDERS, "V1__users.cql": `-- @timeout 10m\n${USERS["V1__users.cql"]}` },
    "1: the down side, a directive or a comment of V1__users.cql was edited",
  ],
  ["a file more", { ...BOTH, ...ITEMS }, "3: V3__items.cql was added"],
  ["a file less", USERS, "2: V2__orders.cql is missing, or not for this profile"],
  [
    "another name",
    { ...USERS, "V2__carts.cql": ORDERS["V2__orders.cql"] },
    "2: V2__orders.cql is called V2__carts.cql now",
  ],
] as const) {
  test(`${title} is refused, and named`, async () => {
    const database = memoryDatabase(["shop"]);
    const reviewed = await review(database, BOTH);
    assert.deepEqual((await reasonsOf(run(database, files, reviewed))).files, [reason]);
    assert.deepEqual(database.executions, []);
  });
}

test("a variable with another value is an edited statement", async () => {
  const files = { "V1__t.cql": "CREATE TABLE $" + "{name} (id int PRIMARY KEY);" };
  const database = memoryDatabase(["shop"]);
  const runner = (name: string): ReturnType<typeof memoryRunner> =>
    memoryRunner(database, { plan: { variables: { name } } });
  const migrations = migrationsOf(files);
  const { context, planOptions } = runner("a");
  const reviewed = await reviewInMemory(context, { ...planOptions, migrations });
  const other = runner("b");
  const running = migrate(other.context, { ...other.planOptions, migrations, reviewed });
  assert.deepEqual((await reasonsOf(running)).files, ["1: statement 1 of V1__t.cql was edited"]);
});

test("a down side whose variable has another value is refused", async () => {
  const files = { "V1__t.cql": "CREATE TABLE t (id int PRIMARY KEY);\n-- @down\nDROP TABLE $" + "{name};" };
  const database = memoryDatabase(["shop"]);
  const migrations = migrationsOf(files);
  const { context, planOptions } = memoryRunner(database, { plan: { variables: { name: "t" } } });
  const reviewed = await reviewInMemory(context, { ...planOptions, migrations });
  const other = memoryRunner(database, { plan: { variables: { name: "users" } } });
  const running = migrate(other.context, { ...other.planOptions, migrations, reviewed });
  const [reason] = (await reasonsOf(running)).files;
  assert.match(reason ?? "", /^1: V1__t\.cql would be carried out, or undone, in another way/);
});

test("a session with other settings is refused, and they are named", async () => {
  const database = memoryDatabase(["shop"]);
  const migrations = migrationsOf(USERS);
  const runner = (session: SessionSettings): ReturnType<typeof memoryRunner> =>
    memoryRunner(database, { plan: { session } });
  const { context, planOptions } = runner({ lock_timeout: "5000", role: "ann" });
  const reviewed = await reviewInMemory(context, { ...planOptions, migrations });
  const other = runner({ lock_timeout: "5000", search_path: "old" });
  const options = { ...other.planOptions, migrations, reviewed };
  assert.deepEqual((await reasonsOf(migrate(other.context, options))).session, ["role", "search_path"]);
  await assert.rejects(previewMigrate(other.context, options), {
    message: /^the settings of the session are others, and nothing was done: role, search_path$/,
  });
  assert.deepEqual(applied(await migrate(context, { ...planOptions, migrations, reviewed })), ["1"]);
  assert.deepEqual(applied(await migrate(other.context, options)), [], "what is carried out needs no settings");
});

test("line ends of Windows make the same plan, and are sent as they are", async () => {
  const database = memoryDatabase(["shop"]);
  const [lf, crlf] = ["\n", "\r\n"].map((end) => ({
    "V1__users.cql": ["CREATE TABLE users (", "id int PRIMARY KEY);", "-- @down", "DROP TABLE", "users;"].join(end),
  })) as unknown as readonly [Files, Files];
  const reviewed = await review(database, lf);
  assert.deepEqual(await review(database, crlf), reviewed);
  assert.deepEqual(applied(await run(database, crlf, reviewed)), ["1"]);
  assert.ok(database.executions.some(({ text }) => text.includes("users (\r\n")));
});

test("what was applied since is refused, and named with whoever did it", async () => {
  const database = memoryDatabase(["shop"]);
  const reviewed = await review(database, { ...USERS, ...ITEMS }, { target: "3" });
  await run(database, BOTH);
  assert.deepEqual((await reasonsOf(run(database, { ...BOTH, ...ITEMS }, reviewed))).history, [
    "2: V2__orders.cql was applied since, by tester@runner",
  ]);
});

test("what was applied since from another text is refused", async () => {
  const database = memoryDatabase(["shop"]);
  const reviewed = await review(database, BOTH);
  const other = { "V1__users.cql": "CREATE TABLE users (id text PRIMARY KEY);" };
  await run(database, other);
  const { history } = await reasonsOf(run(database, BOTH, reviewed));
  assert.deepEqual(history, ["1: V1__users.cql was applied since, by tester@runner"]);
});

test("what was rolled back since, or marked as applied, is refused", async () => {
  const database = memoryDatabase(["shop"]);
  await run(database, BOTH);
  const reviewed = await review(database, { ...BOTH, ...ITEMS });
  const { context, planOptions } = memoryRunner(database);
  await rollback(context, { ...planOptions, migrations: migrationsOf(BOTH), extent: { kind: "steps", steps: 1 } });
  const { history } = await reasonsOf(run(database, { ...BOTH, ...ITEMS }, reviewed));
  assert.deepEqual(history, ["2: V2__orders.cql was rolled back since, by tester@runner"]);

  const marked = memoryDatabase(["shop"]);
  const plan = await review(marked, BOTH);
  const other = memoryRunner(marked);
  await baseline(other.context, { migrations: migrationsOf(BOTH), target: "1", profile: undefined });
  const since = await reasonsOf(run(marked, BOTH, plan));
  assert.deepEqual(since.history, ["1: V1__users.cql was marked as applied since, by tester@runner"]);
});

test("a plan does not apply again what an operator has rolled back", async () => {
  const database = memoryDatabase(["shop"]);
  const reviewed = await review(database, BOTH);
  await run(database, BOTH, reviewed);
  const { context, planOptions } = memoryRunner(database, { name: "operator" });
  const migrations = migrationsOf(BOTH);
  await rollback(context, { ...planOptions, migrations, extent: { kind: "steps", steps: 1 } });
  const reason = "2: V2__orders.cql was rolled back since, by tester@operator";
  assert.deepEqual((await reasonsOf(run(database, BOTH, reviewed))).history, [reason]);
  assert.deepEqual(applied(await run(database, BOTH, await review(database, BOTH))), ["2"], "a new plan does");
});

test("a live schema that was changed by hand is refused, object by object", async () => {
  const database = memoryDatabase(["shop"]);
  await run(database, USERS);
  await byHand(database, "CREATE TABLE old (id int PRIMARY KEY)");
  const reviewed = await review(database, BOTH);
  await byHand(database, "ALTER TABLE users ADD age int");
  await byHand(database, "CREATE TYPE address (street text)");
  await byHand(database, "DROP TABLE old");
  assert.deepEqual((await reasonsOf(run(database, BOTH, reviewed))).schema, [
    "table shop.old is gone",
    "table shop.users differs",
    "type shop.address is new",
  ]);
  const { context, planOptions } = memoryRunner(database);
  const preview = previewMigrate(context, { ...planOptions, migrations: migrationsOf(BOTH), reviewed });
  assert.equal((await reasonsOf(preview)).schema.length, 3);
});

test("after a part of the plan has run, what it did not touch must still be as it was", async () => {
  const database = memoryDatabase(["shop"]);
  await byHand(database, "CREATE TABLE old (id int PRIMARY KEY)");
  const reviewed = await review(database, BOTH);
  await run(database, USERS);
  await byHand(database, "ALTER TABLE old ADD a int");
  assert.deepEqual((await reasonsOf(run(database, BOTH, reviewed))).schema, ["table shop.old differs"]);
});

test("a plan goes on at the statement that failed, and only as it was reviewed", async () => {
  const database = memoryDatabase(["shop"]);
  const reviewed = await review(database, BOTH);
  let isBroken = true;
  const { context, planOptions } = memoryRunner(database, {
    wrap: (target) => ({
      ...target,
      async execute(step, options) {
        if (isBroken && step.text.startsWith("ALTER")) return { kind: "failed", message: "no" };
        return target.execute(step, options);
      },
    }),
  });
  const options = { ...planOptions, migrations: migrationsOf(BOTH), reviewed };
  await assert.rejects(migrate(context, options), { code: "step-failed" });
  isBroken = false;
  const mended = { ...BOTH, "V2__orders.cql": ORDERS["V2__orders.cql"].replace("note text", "note int") };
  const { files } = await reasonsOf(run(database, mended, reviewed));
  assert.deepEqual(files, ["2: statement 2 of V2__orders.cql was edited"]);
  assert.deepEqual(applied(await migrate(context, options)), ["2"]);
});

test("what a statement that failed may have left is no reason to refuse", async () => {
  const database = memoryDatabase(["shop"]);
  const reviewed = await review(database, BOTH);
  const { context, planOptions } = memoryRunner(database, {
    wrap: (target) => ({
      ...target,
      async execute(step, options) {
        if (!step.text.startsWith("CREATE TABLE users")) return target.execute(step, options);
        return { kind: "failed", message: "a part of it is there" };
      },
    }),
  });
  const options = { ...planOptions, migrations: migrationsOf(BOTH), reviewed };
  await assert.rejects(migrate(context, options), { code: "step-failed" });
  await byHand(database, "CREATE TABLE users (id int PRIMARY KEY)");
  await previewMigrate(memoryRunner(database).context, options);
  await byHand(database, "CREATE TABLE other (id int PRIMARY KEY)");
  const preview = previewMigrate(memoryRunner(database).context, options);
  assert.deepEqual((await reasonsOf(preview)).schema, ["table shop.other is new"]);
});

test("what failed in a transaction has left nothing, and excuses nothing", async () => {
  const dialect = sqlDialect("postgres");
  const files = { "V1__users.sql": "CREATE TABLE users (id int);" };
  const database = memoryDatabase(["shop"]);
  const reviewed = await review(database, files, { dialect });
  const { context, planOptions } = memoryRunner(database, { dialect });
  const migrations = migrationsOf(files);
  const { plan, snapshot } = await previewMigrate(context, { ...planOptions, migrations });
  const failed = { ...FAILED, version: "1", seq: reviewed.history.seq + 1 };
  const after = { epoch: 1, lease: undefined, journal: undefined, ...snapshot, events: [failed] };
  assert.deepEqual(listRanSince(reviewed, 0, plan, after), []);
  const alone = plan.migrations.map((each) => ({
    ...each,
    steps: each.steps.map((step) => ({ ...step, transaction: undefined })),
  }));
  assert.equal(listRanSince(reviewed, 0, { ...plan, migrations: alone as PlannedMigration[] }, after).length, 1);
});

test("after code has run, of which nobody knows what it changes, the schema is not compared", async () => {
  const database = memoryDatabase(["shop"]);
  const upgrade = async (): Promise<void> => undefined;
  const files = { "20260203_001_a.ts": "", "20260203_002_t.cql": "CREATE TABLE t (id int PRIMARY KEY);" };
  const options: MemoryRunnerOptions = { code: { "20260203_001_a.ts": { upgrade, downgrade: upgrade } } };
  const { context, planOptions } = memoryRunner(database, options);
  const migrations = migrationsOf(files);
  const reviewed = await reviewInMemory(context, { ...planOptions, migrations });
  await migrate(context, { ...planOptions, migrations, target: "20260203.1" });
  await byHand(database, "CREATE TABLE made_by_code (id int PRIMARY KEY)");
  assert.deepEqual(applied(await migrate(context, { ...planOptions, migrations, reviewed })), ["20260203.2"]);
});

test("while another runner is at work, what it has done so far makes no plan stale", async () => {
  const database = memoryDatabase(["shop"]);
  const reviewed = await review(database, { ...USERS, ...ITEMS });
  await run(database, { "V2__orders.cql": ORDERS["V2__orders.cql"] });
  const { store } = memoryRunner(database, { name: "other" }).context.target;
  const epoch = (await store.read())?.epoch ?? 0;
  const holder = { by: "ann", host: "build-7", pid: 4711, command: "rollback", since: 0 };
  assert.ok(await store.acquire({ owner: "other", holder, epoch, ttlMs: 600_000 }));
  const { context, planOptions } = memoryRunner(database, { lockWaitMs: 0 });
  const options = { ...planOptions, migrations: migrationsOf({ ...BOTH, ...ITEMS }), reviewed };
  await assert.rejects(migrate(context, options), { code: "lock-held" });
});

test("a plan of another keyspace is refused", async () => {
  const database = memoryDatabase(["shop", "billing"]);
  const reviewed = await review(database, USERS, { scope: "billing" });
  await assert.rejects(run(database, USERS, reviewed), { code: "plan-invalid", message: /billing/ });
});

test("a document that was edited, or is none, is refused", async () => {
  const reviewed = await review(memoryDatabase(["shop"]), USERS);
  assert.deepEqual(parsePlanDocument(JSON.stringify(reviewed, null, 2), "plan.json"), reviewed);
  const edited = { ...reviewed, until: "1" };
  for (const [text, message] of [
    [JSON.stringify(edited), /plan\.json was edited after it was written/],
    ["{", /plan\.json is no JSON/],
    ["[]", /plan\.json is no plan of tidemark/],
    [JSON.stringify({ ...reviewed, format: 2 }), /plan\.json has format 2, and this tidemark reads 1/],
  ] as const) {
    assert.throws(() => parsePlanDocument(text, "plan.json"), { code: "plan-invalid", message });
  }
  assert.throws(() => checkPlanDocument(null, "the plan"), { code: "plan-invalid" });
});

test("a document without a key, or with something else in it, is refused and the key is named", async () => {
  const { checksum: _checksum, ...content } = await review(memoryDatabase(["shop"]), USERS);
  const { migrations, ...rest } = content;
  const [migration] = migrations;
  for (const [edited, key] of [
    [rest, "migrations"],
    [{ ...content, migrations: null }, "migrations"],
    [{ ...content, migrations: [{ ...migration, steps: [{}] }] }, "migrations\\.0\\.steps\\.0\\.step"],
    [{ ...content, history: {} }, "history\\.current"],
    [{ ...content, schema: "none" }, "schema"],
    [{ ...content, session: undefined }, "session"],
  ] as const) {
    const text = JSON.stringify(signed(edited));
    assert.throws(() => parsePlanDocument(text, "plan.json"), {
      code: "plan-invalid",
      message: new RegExp(`^plan\\.json has no \`${key}\`, or`),
    });
  }
});

test("a byte order mark is no part of the document", async () => {
  const reviewed = await review(memoryDatabase(["shop"]), USERS);
  assert.deepEqual(parsePlanDocument(`\uFEFF${JSON.stringify(reviewed)}`, "plan.json"), reviewed);
});

const SHOWN: readonly (readonly [string, (migration: ReviewedMigration, step: ReviewedStep) => object])[] = [
  ["the text of statement 1", ({ steps: [, ...more] }, step) => ({ steps: [{ ...step, text: "SELECT 1" }, ...more] })],
  ["the class of statement 1", ({ steps: [, ...more] }, step) => ({ steps: [{ ...step, class: "none" }, ...more] })],
  ["how many statements it has", ({ steps }) => ({ steps: steps.slice(0, -1) })],
  ["how it would be undone", () => ({ undo: { kind: "none" } })],
  ["what is left of it when it fails", () => ({ leavesOnFailure: "nothing" })],
  ["its description", () => ({ description: "nothing to see" })],
];

for (const [what, change] of SHOWN) {
  test(`a document that shows something else than what it would run is refused: ${what}`, async () => {
    const database = memoryDatabase(["shop"]);
    const { checksum: _checksum, ...content } = await review(database, ORDERS);
    const [migration] = content.migrations;
    const [step] = migration?.steps ?? [];
    assert.ok(migration !== undefined && step !== undefined);
    const forged = signed({ ...content, migrations: [{ ...migration, ...change(migration, step) }] });
    const reviewed = checkPlanDocument(forged, "plan.json");
    await assert.rejects(run(database, ORDERS, reviewed), {
      code: "plan-invalid",
      message: `what the file shows is not what it would run: 2: ${what}; nothing was done`,
    });
    assert.deepEqual(database.executions, []);
  });
}

/** As whoever edits it on purpose can. */
function signed(content: object): unknown {
  return { ...content, checksum: checksumOf(JSON.stringify(content)) };
}

test("a document holds no password", async () => {
  const files = { "V1__role.cql": "CREATE ROLE ann WITH PASSWORD = 'secret-word';" };
  const reviewed = await review(memoryDatabase(["shop"]), files);
  assert.ok(!JSON.stringify(reviewed).includes("secret-word"));
});
