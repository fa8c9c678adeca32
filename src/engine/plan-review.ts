// What a reviewer wants to know of a plan beside its steps: what each costs, what it touches, and how each migration would be undone.
import type { Dialect } from "../dialect/dialect.ts";
import type { Side } from "../migration/migration.ts";
import { substituteVariables } from "../migration/substitute-variables.ts";
import type { Plan, PlannedMigration, Step } from "../plan/plan.ts";
import { METADATA, type StepCost, worstOf } from "../plan/step-cost.ts";
import type { CodeModules } from "./code/code-tools.ts";
import type { Prediction } from "./predict-plan.ts";
import { splitSide } from "./split-side.ts";

export interface ReviewOptions {
  readonly dialect: Dialect;
  readonly variables: Readonly<Record<string, string>>;
  /** Of the migrations in code. */
  readonly code: CodeModules;
}

export interface MigrationReview {
  readonly version: string;
  /** How `rollback` undoes it; undefined for what is a rollback itself. */
  readonly undo: Undo | undefined;
  /** What is left of it when a step fails: "nothing", as all of it is one transaction; "what-is-done". */
  readonly leavesOnFailure: "nothing" | "what-is-done";
  /** Those that are still to run. */
  readonly steps: readonly StepReview[];
}

export type Undo =
  | { readonly kind: "down-side"; readonly statementCount: number }
  /** Its `downgrade`. */
  | { readonly kind: "code" }
  /** Rollback stops here. */
  | { readonly kind: "none" };

export interface StepReview extends StepCost {
  /** Place among the steps of its migration, from 0. */
  readonly step: number;
  /** Objects of the schema that it makes, changes or takes away; undefined: they may be any. */
  readonly touches: readonly string[] | undefined;
}

export async function reviewPlan(
  plan: Plan,
  predictions: readonly Prediction[],
  options: ReviewOptions,
): Promise<readonly MigrationReview[]> {
  const known = new Map(predictions.map((each) => [`${each.version}/${each.step}`, each]));
  const reviews: MigrationReview[] = [];
  /** Tables without rows: the plan makes them, and has written nothing since. */
  const made = new Set<string>();
  for (const migration of plan.migrations) {
    const steps: StepReview[] = [];
    for (const step of migration.steps.slice(migration.doneCount)) {
      const prediction = known.get(`${migration.version}/${step.index}`);
      const review = await reviewStep(step, prediction, options.dialect);
      steps.push(isOfNewTable(review, made) ? { ...review, ...METADATA, why: undefined } : review);
      if (review.class === "data" || review.class === "unknown") made.clear();
      for (const { kind, object } of prediction?.changes ?? []) if (kind === "create-table") made.add(object);
    }
    const { version } = migration;
    reviews.push({ version, undo: undoOf(migration, options), leavesOnFailure: leftOf(migration), steps });
  }
  return reviews;
}

/** What is built of a table without rows, or rewrites it, costs nothing. */
function isOfNewTable({ class: name, touches = [] }: StepReview, made: ReadonlySet<string>): boolean {
  return (name === "build" || name === "rewrite") && touches.length > 0 && touches.every((each) => made.has(each));
}

async function reviewStep(step: Step, prediction: Prediction | undefined, dialect: Dialect): Promise<StepReview> {
  const cost = await costOf(step, prediction, dialect);
  return { step: step.index, ...cost, touches: touchesOf(step, cost, prediction) };
}

async function costOf(step: Step, prediction: Prediction | undefined, dialect: Dialect): Promise<StepCost> {
  if (prediction?.outcome === "nothing") return { class: "none", why: "it is so already" };
  const losses = prediction?.changes.flatMap(({ kind, loss }) =>
    loss !== undefined && TAKES_DATA.test(kind) ? loss : [],
  );
  const predicted: readonly StepCost[] = (losses ?? []).slice(0, 1).map((why) => ({ class: "loss", why }));
  if (step.kind === "execute") return worstOf([await dialect.costOf(step.text), ...predicted]);
  const previewed = await Promise.all((prediction?.preview ?? []).map(({ text }) => dialect.costOf(text)));
  // A dry run does not see all that code sends: what it has seen may only be worse than that.
  return worstOf([{ class: "unknown", why: "it is code" }, ...previewed, ...predicted]);
}

/** Changes whose `loss` is one of rows or values; of others it may be of rights. */
const TAKES_DATA = /^(?:drop-|truncate$|alter-keyspace$|rebuild-)/;

function touchesOf(step: Step, cost: StepCost, prediction: Prediction | undefined): readonly string[] | undefined {
  if (step.kind === "code" || cost.class === "unknown") return undefined;
  switch (prediction?.outcome) {
    case "changes":
      return prediction.touches;
    case "nothing":
    case "data":
      return [];
    default:
      return undefined;
  }
}

export function undoOf(migration: PlannedMigration, { dialect, variables, code }: ReviewOptions): Undo | undefined {
  const { version, direction, downText, steps } = migration;
  if (direction === "down") return undefined;
  if (steps.some(({ kind }) => kind === "code")) {
    const module = code.get(version);
    const isReversible = module?.reversible === true && module.downgrade !== undefined;
    return isReversible ? { kind: "code" } : { kind: "none" };
  }
  if (downText === undefined) return { kind: "none" };
  const side = downSideOf(migration.name, downText);
  return { kind: "down-side", statementCount: splitSide(side, { dialect, variables }).statements.length };
}

/** With the values of the variables in it; undefined where there is none. */
export function resolveDownText(
  { name, downText }: PlannedMigration,
  variables: ReviewOptions["variables"],
): string | undefined {
  return downText === undefined ? undefined : substituteVariables(downSideOf(name, downText), variables).text;
}

function downSideOf(name: string, text: string): Side {
  return { source: { name, text }, span: { start: 0, end: text.length } };
}

export function leftOf({
  steps,
  doneCount,
}: Pick<PlannedMigration, "steps" | "doneCount">): MigrationReview["leavesOnFailure"] {
  const [first, ...others] = steps.slice(doneCount).map(transactionOf);
  const isOne = doneCount === 0 && first !== undefined && others.every((transaction) => transaction === first);
  return isOne ? "nothing" : "what-is-done";
}

/** Undefined: it runs outside of any. */
export function transactionOf(step: Step): number | undefined {
  if (step.kind === "code") return step.isTransaction === true ? 0 : undefined;
  return step.transaction;
}
