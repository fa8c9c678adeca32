import assert from "node:assert/strict";
import { test } from "node:test";
import { memoryDatabase } from "../adapters/memory/memory-database.ts";
import { previewMigrate } from "../engine/migrate.ts";
import { type Prediction, predictPlan, previewTools } from "../engine/predict-plan.ts";
import type { Plan } from "../plan/plan.ts";
import { memoryRunner, migrationsOf } from "../testing/memory-runner.ts";
import { encodePrediction, hasRefusal, renderPlanTable, renderPlanText } from "./render-plan.ts";
import { styleFor } from "./style.ts";

const PLAIN = styleFor(false);
const MESSAGE =
  "the guardrail `tables_fail_threshold` (1) refuses this to roles that are no superuser: the cluster would have 2 tables and views";

interface Preview {
  readonly plan: Plan;
  readonly predictions: readonly Prediction[];
}

async function preview(): Promise<Preview> {
  const { context, planOptions } = memoryRunner(memoryDatabase(["shop"]));
  const text = "CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE u (id int PRIMARY KEY);";
  const { plan } = await previewMigrate(context, { ...planOptions, migrations: migrationsOf({ "V1__t.cql": text }) });
  const model = (await context.target.readSchema()).withGuardrails({ tables_fail_threshold: 1 });
  return { plan, predictions: await predictPlan(plan, model) };
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

const NO_TABLE = "ALTER TABLE nothing ADD v int;";

/** Of a file whose statement would be refused, and of code that throws. */
async function previewRefused(files: Readonly<Record<string, string>>): Promise<Preview> {
  const upgrade = async (): Promise<void> => assert.fail("no");
  const code = { "20260203_001_a.ts": { upgrade, downgrade: upgrade } };
  const { context, planOptions } = memoryRunner(memoryDatabase(["shop"]), { code });
  const planned = await previewMigrate(context, { ...planOptions, migrations: migrationsOf(files) });
  const model = await context.target.readSchema();
  return {
    plan: planned.plan,
    predictions: await predictPlan(planned.plan, model, previewTools(context, planned.code)),
  };
}

test("what would be refused is counted in statements, and in steps when code is among them", async () => {
  for (const [files, refusals] of [
    [{ "V1__t.cql": NO_TABLE }, "1 statement would be refused"],
    [{ "20260203_001_a.ts": "" }, "1 step would be refused"],
    [{ "V1__t.cql": NO_TABLE, "20260203_001_a.ts": "" }, "2 steps would be refused"],
  ] as const) {
    const { plan, predictions } = await previewRefused(files);
    const last = renderPlanText(plan, predictions, PLAIN).split("\n").at(-1);
    assert.equal(last?.split("; ")[1], refusals);
  }
});

test("what was baselined is marked where it would be undone", async () => {
  const { plan, predictions } = await preview();
  const migrations = plan.migrations.map((migration) => ({ ...migration, isBaselined: true }));
  assert.match(
    renderPlanText({ ...plan, migrations }, predictions, PLAIN),
    /^-- 1 t \(V1__t\.cql, baselined: tidemark did not make it\)/,
  );
});
