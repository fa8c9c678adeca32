// A plan on a database in memory, as it would be written for review.
import { type MigrateOptions, previewMigrate } from "../engine/migrate.ts";
import { composePlanDocument, type ReviewedPlan } from "../engine/plan-document.ts";
import { reviewPlan } from "../engine/plan-review.ts";
import { predictPlan, previewTools } from "../engine/predict-plan.ts";
import type { EngineContext } from "../engine/with-lease.ts";

/** @param options `target` in its canonical form */
export async function reviewInMemory(context: EngineContext, options: MigrateOptions): Promise<ReviewedPlan> {
  const { plan, code, snapshot } = await previewMigrate(context, options);
  const live = await context.target.readSchema();
  const predictions = await predictPlan(plan, live, previewTools(context, code));
  const { dialect, variables, session = {} } = options;
  const reviews = await reviewPlan(plan, predictions, { dialect, variables, code });
  const until = options.target;
  const facts = { tool: "0.0.0", server: undefined, session, variables, until, snapshot, live, predictions, reviews };
  return composePlanDocument(plan, facts);
}
