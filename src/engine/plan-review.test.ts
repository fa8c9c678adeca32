import assert from "node:assert/strict";
import { test } from "node:test";
import { memoryDatabase } from "../adapters/memory/memory-database.ts";
import { sqlDialect } from "../dialect/sql-dialect.ts";
import { type MemoryRunnerOptions, memoryRunner, migrationsOf } from "../testing/memory-runner.ts";
import { migrate, previewMigrate } from "./migrate.ts";
import { type MigrationReview, reviewPlan } from "./plan-review.ts";
import { predictPlan, previewTools } from "./predict-plan.ts";
import { previewRollback } from "./rollback.ts";

async function reviewOf(
  files: Readonly<Record<string, string>>,
  options: MemoryRunnerOptions = {},
): Promise<readonly MigrationReview[]> {
  const { context, planOptions } = memoryRunner(memoryDatabase(["shop"]), options);
  const { plan, code } = await previewMigrate(context, { ...planOptions, migrations: migrationsOf(files) });
  const predictions = await predictPlan(plan, await context.target.readSchema(), previewTools(context, code));
  return reviewPlan(plan, predictions, { dialect: planOptions.dialect, variables: {}, code });
}

test("each step has its class, and the objects that it touches", async () => {
  const [review] = await reviewOf({
    "V1__t.cql":
      "CREATE TABLE t (id int PRIMARY KEY, a int); CREATE INDEX i ON t (a); INSERT INTO t (id) VALUES (1); ALTER TABLE t ADD b int; DROP TABLE t; FROBNICATE;",
  });
  assert.deepEqual(
    review?.steps.map(({ class: name, touches }) => [name, touches]),
    [
      ["metadata", ["table shop.t"]],
      ["metadata", ["table shop.t"]],
      ["data", []],
      ["metadata", ["table shop.t"]],
      ["loss", ["table shop.t"]],
      ["unknown", undefined],
    ],
  );
});

test("an index is built of a table that was there before the plan, and of none that the plan makes", async () => {
  const database = memoryDatabase(["shop"]);
  const { context, planOptions } = memoryRunner(database, {});
  const first = { "V1__t.cql": "CREATE TABLE t (id int PRIMARY KEY, a int);" };
  await migrate(context, { ...planOptions, migrations: migrationsOf(first) });
  const files = {
    ...first,
    "V2__i.cql": "CREATE TABLE u (id int PRIMARY KEY, a int); CREATE INDEX i ON t (a); CREATE INDEX j ON u (a);",
  };
  const { plan, code } = await previewMigrate(context, { ...planOptions, migrations: migrationsOf(files) });
  const predictions = await predictPlan(plan, await context.target.readSchema(), previewTools(context, code));
  const [review] = await reviewPlan(plan, predictions, { dialect: planOptions.dialect, variables: {}, code });
  assert.deepEqual(
    review?.steps.map(({ class: name }) => name),
    ["metadata", "build", "metadata"],
  );
});

test("what is so already costs nothing", async () => {
  const [review] = await reviewOf({
    "V1__t.cql": "CREATE TABLE t (id int PRIMARY KEY); DROP TABLE IF EXISTS u;",
  });
  assert.equal(review?.steps[1]?.class, "none");
});

test("how a migration would be undone is told by its down side", async () => {
  const table = "CREATE TABLE t (id int PRIMARY KEY);";
  const reviews = await reviewOf({
    "V1__a.cql": `${table}\n-- @down\nDROP TABLE t; DROP TYPE IF EXISTS u;`,
    "V2__b.cql": "SELECT * FROM t;",
  });
  assert.deepEqual(
    reviews.map(({ undo }) => undo),
    [{ kind: "down-side", statementCount: 2 }, { kind: "none" }],
  );
});

test("code is not known, but for what the dry run sees it lose", async () => {
  const upgrade = async (): Promise<void> => undefined;
  const code = {
    "20260203_001_a.ts": { upgrade, downgrade: upgrade },
    "20260203_002_b.ts": {
      reversible: false,
      allowDestructive: true,
      upgrade: async (ctx: { execute(text: string): Promise<unknown> }): Promise<void> => {
        await ctx.execute("DROP TABLE t");
      },
    },
  };
  const reviews = await reviewOf(
    { "1_t.cql": "CREATE TABLE t (id int PRIMARY KEY);", "20260203_001_a.ts": "", "20260203_002_b.ts": "" },
    { code: code as unknown as NonNullable<MemoryRunnerOptions["code"]> },
  );
  assert.deepEqual(
    reviews.slice(1).map(({ undo, steps }) => [undo?.kind, steps[0]?.class, steps[0]?.touches]),
    [
      ["code", "unknown", undefined],
      ["none", "loss", undefined],
    ],
  );
});

test("one transaction leaves nothing when it fails, several leave what is done", async () => {
  const reviews = await reviewOf(
    {
      "V1__a.sql": "CREATE TABLE t (id int); INSERT INTO t VALUES (1);",
      "V2__b.sql": "CREATE TABLE u (id int); CREATE INDEX CONCURRENTLY i ON u (id);",
    },
    { dialect: sqlDialect("postgres") },
  );
  assert.deepEqual(
    reviews.map(({ leavesOnFailure }) => leavesOnFailure),
    ["nothing", "what-is-done"],
  );
});

test("of a rollback it is told what is lost, and not how it is undone", async () => {
  const { context, planOptions } = memoryRunner(memoryDatabase(["shop"]));
  const migrations = migrationsOf({ "V1__t.cql": "CREATE TABLE t (id int PRIMARY KEY);\n-- @down\nDROP TABLE t;" });
  await migrate(context, { ...planOptions, migrations });
  const { plan, code } = await previewRollback(context, {
    ...{ ...planOptions, migrations },
    extent: { kind: "steps", steps: 1 },
  });
  const predictions = await predictPlan(plan, await context.target.readSchema());
  const [review] = await reviewPlan(plan, predictions, { dialect: planOptions.dialect, variables: {}, code });
  assert.deepEqual([review?.undo, review?.steps[0]?.class], [undefined, "loss"]);
});
