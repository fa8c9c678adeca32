// What the steps of a plan cost, and how its migrations would be undone, in words and as JSON.
import type { MigrationReview, StepReview } from "../engine/plan-review.ts";
import type { Prediction } from "../engine/predict-plan.ts";
import type { Plan } from "../plan/plan.ts";
import type { StepClass } from "../plan/step-cost.ts";
import { type Cell, count, renderColumns, type Style } from "./style.ts";

/** The class of a step, as a word. */
export function renderClass(review: StepReview | undefined, style: Style): Cell {
  if (review === undefined) return { text: "" };
  return { text: review.class, paint: paintOf(review.class, style) };
}

/** One line, for what there is more to say of than its class; none where the loss stands there already. */
export function renderCost(
  review: StepReview | undefined,
  prediction: Prediction | undefined,
  style: Style,
): readonly Cell[] {
  if (review?.why === undefined || prediction?.outcome === "nothing" || prediction?.outcome === "refused") return [];
  const isSaid = review.class === "loss" && prediction?.changes.some(({ loss }) => loss !== undefined) === true;
  return isSaid ? [] : [{ text: `${review.class}: ${review.why}`, paint: paintOf(review.class, style) }];
}

/** "undo: its down side, 2 statements; what is lost does not come back"; undefined for what is a rollback itself. */
export function renderUndo(review: MigrationReview | undefined): string | undefined {
  const how = review && howOf(review);
  if (review === undefined || how === undefined) return undefined;
  const hasLoss = review.steps.some((step) => step.class === "loss");
  return hasLoss && review.undo?.kind !== "none" ? `${how}; what is lost does not come back` : how;
}

function howOf({ undo }: MigrationReview): string | undefined {
  switch (undo?.kind) {
    case "down-side":
      return undo.statementCount === 0
        ? "its down side has no statement"
        : `its down side, ${count(undo.statementCount, "statement")}`;
    case "code":
      return "its downgrade";
    case "none":
      return "nothing: rollback stops here";
    default:
      return undefined;
  }
}

/** One line a migration, under a table of steps. */
export function renderUndos(plan: Plan, reviews: readonly MigrationReview[], style: Style): string {
  const rows = plan.migrations.flatMap(({ label }, index) => {
    const review = reviews[index];
    const undo = renderUndo(review);
    if (review === undefined || undo === undefined) return [];
    const failure = review.leavesOnFailure === "nothing" ? "; if it fails, nothing of it stays" : "";
    const paint = review.undo?.kind === "none" ? style.warn : style.dim;
    return [
      [
        { text: "undo", paint: style.dim },
        { text: label, paint: style.bold },
        { text: `${undo}${failure}`, paint },
      ],
    ];
  });
  return renderColumns(rows);
}

export function encodeReview({ version, undo, leavesOnFailure, steps }: MigrationReview): Record<string, unknown> {
  return {
    version,
    undo: undo ?? null,
    leavesOnFailure,
    steps: steps.map(({ step, class: name, why = null }) => ({ step: step + 1, class: name, why })),
  };
}

function paintOf(name: StepClass, style: Style): Cell["paint"] {
  switch (name) {
    case "loss":
      return style.bad;
    case "rewrite":
    case "unknown":
      return style.warn;
    case "build":
    case "data":
      return undefined;
    default:
      return style.dim;
  }
}
