// What `--dry-run` of migrate and rollback prints, and the exit code that it gives.
import { titleOf } from "../config/title-of.ts";
import type { Plan } from "../plan/plan.ts";
import type { Tidemark } from "../tidemark.ts";
import type { CommandRun } from "./command.ts";
import { EXIT } from "./exit-code.ts";

/** @param facts of the command, for the JSON document */
export async function printDryRun(
  run: CommandRun,
  tidemark: Tidemark,
  plan: Plan | undefined,
  facts: Readonly<Record<string, unknown>>,
): Promise<number> {
  if (plan === undefined) return EXIT.done;
  const predictions = await tidemark.predict(plan);
  const reviews = await tidemark.assess(plan, predictions);
  const { encodePlan, encodePrediction, hasRefusal, renderPlanText } = await import("./render-plan.ts");
  const { encodeReview } = await import("./render-review.ts");
  run.print(renderPlanText(plan, predictions, run.style, titleOf(tidemark.config), reviews));
  const known = { predictions: predictions.map(encodePrediction), review: reviews.map(encodeReview) };
  run.printJson({ dryRun: true, plan: encodePlan(plan), ...known, ...facts });
  return hasRefusal(predictions) ? EXIT.failed : EXIT.done;
}
