// What carrying out a step costs a database and its rows, as a class that a reviewer can weigh. Pure.

/**
 * "none": it reads, or concerns the session alone. "metadata": the definition alone changes. "data": it writes rows. "build":
 * something is made from the rows that are there. "rewrite": rows that are there are written anew. "unknown": its words do not
 * tell. "loss": data is gone, and what undoes the step does not bring it back.
 */
export type StepClass = "none" | "metadata" | "data" | "build" | "rewrite" | "unknown" | "loss";

export interface StepCost {
  readonly class: StepClass;
  /** What to think of, in a few words; undefined where the class says it all. */
  readonly why?: string | undefined;
}

/** From what nobody has to think about to what cannot be taken back. */
export const STEP_CLASSES: readonly StepClass[] = ["none", "metadata", "data", "build", "rewrite", "unknown", "loss"];

export const NO_COST: StepCost = { class: "none" };
export const METADATA: StepCost = { class: "metadata" };

/** Of parts of one statement the one to think about; the first of several of one class that says why. */
export function worstOf(costs: readonly StepCost[]): StepCost {
  let worst = costs[0] ?? NO_COST;
  for (const cost of costs) {
    const isWorse = rank(cost) > rank(worst) || (rank(cost) === rank(worst) && worst.why === undefined);
    if (isWorse) worst = cost;
  }
  return worst;
}

function rank(cost: StepCost): number {
  return STEP_CLASSES.indexOf(cost.class);
}
