// What the steps of a plan would change: simulated for CQL, tried on a shadow for SQL.
import type { Dialect } from "./dialect/dialect.ts";
import type { SchemaModel } from "./dialect/schema-model.ts";
import { type Prediction, type PreviewTools, predictPlan } from "./engine/predict-plan.ts";
import type { Plan } from "./plan/plan.ts";
import type { ShadowOptions } from "./shadow/sql-shadow.ts";

export interface PredictOptions {
  readonly dialect: Dialect;
  /** For migrations in code: without them nothing is known of those. */
  readonly tools: PreviewTools | undefined;
  readonly guardrails: Parameters<SchemaModel["withGuardrails"]>[0];
  readonly shadow: ShadowOptions;
}

/** @param live as it is. @throws ToolError "unsupported-server" when only a real server can tell */
export async function predictChanges(
  plan: Plan,
  live: SchemaModel,
  { dialect, tools, guardrails, shadow }: PredictOptions,
): Promise<readonly Prediction[]> {
  if (dialect.family === "cql") return predictPlan(plan, live.withGuardrails(guardrails), tools);
  const { predictOnShadow } = await import("./shadow/predict-on-shadow.ts");
  return predictOnShadow(plan, live, shadow, { dialect, tools });
}
