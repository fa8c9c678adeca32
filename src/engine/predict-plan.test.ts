import assert from "node:assert/strict";
import { test } from "node:test";
import { memoryDatabase } from "../adapters/memory/memory-database.ts";
import { memoryRunner, migrationsOf } from "../testing/memory-runner.ts";
import { previewMigrate } from "./migrate.ts";
import { type Prediction, predictPlan } from "./predict-plan.ts";

/** Of the last statement. */
async function predictLast(...statements: readonly string[]): Promise<Prediction | undefined> {
  const { context, planOptions } = memoryRunner(memoryDatabase(["shop"]));
  const migrations = migrationsOf({ "V1__t.cql": statements.join("\n") });
  const { plan } = await previewMigrate(context, { ...planOptions, migrations });
  return (await predictPlan(plan, await context.target.readSchema())).at(-1);
}

const TABLE = "CREATE TABLE t (id int PRIMARY KEY, a int);";

test("a guard that finds what the statement makes changes nothing", async () => {
  const guarded = "CREATE TABLE IF NOT EXISTS t (id int PRIMARY KEY, a int);";
  assert.equal((await predictLast(TABLE, guarded))?.outcome, "nothing");
});

for (const guarded of [
  "CREATE TABLE IF NOT EXISTS t (id int PRIMARY KEY, a text);",
  "ALTER TABLE t ADD IF NOT EXISTS a text;",
]) {
  test(`a guard that hides something else is refused, as it will be: ${guarded}`, async () => {
    const prediction = await predictLast(TABLE, guarded);
    assert.equal(prediction?.outcome, "refused");
    assert.match(prediction.refusal?.message ?? "", /its guard left what is there as it is.*a/);
  });
}

test("a guardrail is said beside what the statement does, and refuses nothing", async () => {
  const { context, planOptions } = memoryRunner(memoryDatabase(["shop"]));
  const { plan } = await previewMigrate(context, { ...planOptions, migrations: migrationsOf({ "V1__t.cql": TABLE }) });
  const model = (await context.target.readSchema()).withGuardrails({ columns_per_table_fail_threshold: 1 });
  const [prediction] = await predictPlan(plan, model);
  assert.equal(prediction?.outcome, "changes");
  assert.deepEqual(
    prediction.guardrails.map(({ guardrail, level }) => `${guardrail} ${level}`),
    ["columns_per_table_fail_threshold fail"],
  );
});
