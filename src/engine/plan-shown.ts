// Holds what a reviewed plan shows of its migrations against what would run: a reader has agreed to words, and hashes are what runs. Pure.
import type { Plan, PlannedMigration, Step } from "../plan/plan.ts";
import { identifyStep } from "../plan/plan-identity.ts";
import { STEP_CLASSES, type StepClass } from "../plan/step-cost.ts";
import { hideSecrets } from "../text/hide-secrets.ts";
import {
  invalidPlan,
  type ReviewedMigration,
  type ReviewedPlan,
  type ReviewedStep,
  showStep,
} from "./plan-document.ts";
import { leftOf, type ReviewOptions, undoOf } from "./plan-review.ts";

/**
 * Text, `undo` and `leavesOnFailure` are as they would be written now; a class is none that the words of its statement rule out.
 * @param plan what is left of it, by the same steps
 * @throws ToolError "plan-invalid"
 */
export async function refuseOtherWords(reviewed: ReviewedPlan, plan: Plan, options: ReviewOptions): Promise<void> {
  const shown = new Map(reviewed.migrations.map((each) => [each.version, each]));
  const wrong: string[] = [];
  for (const migration of plan.migrations) {
    const before = shown.get(migration.version);
    if (before !== undefined) wrong.push(...(await describeWrong(before, migration, options)));
  }
  if (wrong.length === 0) return;
  throw invalidPlan("what the file shows", `is not what it would run: ${wrong.join(", ")}`);
}

async function describeWrong(
  shown: ReviewedMigration,
  migration: PlannedMigration,
  options: ReviewOptions,
): Promise<readonly string[]> {
  const { label } = migration;
  const steps = migration.steps.slice(shown.done);
  const undo = undoOf(migration, options) ?? { kind: "none" };
  const wrong: string[] = [];
  if (shown.label !== label || shown.description !== migration.description) wrong.push(`${label}: its description`);
  if (!isSame(shown.undo, undo)) wrong.push(`${label}: how it would be undone`);
  if (shown.leavesOnFailure !== leftOf({ steps: migration.steps, doneCount: shown.done })) {
    wrong.push(`${label}: what is left of it when it fails`);
  }
  if (shown.steps.length !== steps.length) wrong.push(`${label}: how many statements it has`);
  for (const [at, step] of steps.entries()) {
    const before = shown.steps[at];
    if (before === undefined) break;
    const problem = isOtherText(before, step)
      ? "text"
      : (await isOtherClass(before, step, options))
        ? "class"
        : undefined;
    if (problem !== undefined) wrong.push(`${label}: the ${problem} of statement ${step.index + 1}`);
  }
  return wrong;
}

function isSame(one: ReviewedMigration["undo"], other: ReviewedMigration["undo"]): boolean {
  if (one.kind !== other.kind) return false;
  return one.kind !== "down-side" || other.kind !== "down-side" || one.statementCount === other.statementCount;
}

function isOtherText(shown: ReviewedStep, step: Step): boolean {
  if (shown.step !== step.index + 1 || shown.line !== step.line || shown.hash !== identifyStep(step)) return true;
  // A version of tidemark that hides more than the one which wrote it reads it all the same.
  return hideSecrets(shown.text) !== showStep(step);
}

/** It may be less than the words say of what finds all as it should be, and of what is built of a table without rows. */
async function isOtherClass(shown: ReviewedStep, step: Step, { dialect }: ReviewOptions): Promise<boolean> {
  const { class: words } = step.kind === "code" ? { class: "unknown" as const } : await dialect.costOf(step.text);
  if (rank(shown.class) >= rank(words)) return false;
  const isSoAlready = shown.class === "none" && shown.changes.length === 0 && shown.touches?.length === 0;
  const isOfNewTable = shown.class === "metadata" && (words === "build" || words === "rewrite");
  return !isSoAlready && !isOfNewTable;
}

function rank(name: StepClass): number {
  return STEP_CLASSES.indexOf(name);
}
