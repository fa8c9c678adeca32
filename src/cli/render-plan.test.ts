import assert from "node:assert/strict";
import { test } from "node:test";
import { memoryDatabase } from "../adapters/memory/memory-database.ts";
import { previewMigrate } from "../engine/migrate.ts";
import { type Prediction, predictPlan } from "../engine/predict-plan.ts";
import type { Plan } from "../plan/plan.ts";
import { memoryRunner, migrationsOf } from "../testing/memory-runner.ts";
import { encodePrediction, hasRefusal, renderPlanTable, renderPlanText } from "./render-plan.ts";
import { styleFor } from "./style.ts";

const PLAIN = styleFor(false);
const MESSAGE =
  "the guardrail `tables_fail_threshold` (1) refuses this to roles that are no superuser: the cluster would have 2 tables and views";

async function preview(): Promise<{ readonly plan: Plan; readonly predictions: readonly Prediction[] }> {
  const { context, planOptions } = memoryRunner(memoryDatabase(["shop"]));
  const text = "CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE u (id int PRIMARY KEY);";
  const { plan } = await previewMigrate(context, { ...planOptions, migrations: migrationsOf({ "V1__t.cql": text }) });
  const model = (await context.target.readSchema()).withGuardrails({ tables_fail_threshold: 1 });
  return { plan, predictions: predictPlan(plan, model) };
}

test("a guardrail is shown with its statement, in the text and in the table", async () => {
  const { plan, predictions } = await preview();
  const text = renderPlanText(plan, predictions, PLAIN).split("\n");
  assert.equal(text.filter((line) => line === `-- ${MESSAGE}`).length, 1);
  assert.ok(text.indexOf(`-- ${MESSAGE}`) > text.findIndex((line) => line.startsWith("CREATE TABLE u")));
  const rows = renderPlanTable(plan, predictions, PLAIN).split("\n");
  assert.deepEqual(rows.map((row) => row.includes(MESSAGE)).slice(0, 2), [false, true]);
});

test("it is no refusal, and stands in the JSON", async () => {
  const { predictions } = await preview();
  assert.equal(hasRefusal(predictions), false);
  assert.deepEqual(
    predictions.map((prediction) => encodePrediction(prediction).guardrails),
    [[], [{ guardrail: "tables_fail_threshold", level: "fail", message: MESSAGE }]],
  );
});
