// What to do about steps in doubt: their intent is recorded and their outcome is not. Pure.
import { type InDoubt, type PlannedMigration, type StatementStep, statementsOf } from "./plan.ts";

export type ResumeDecision =
  /** Run from `inDoubt.from` again, with the recorded timestamps. */
  | { readonly kind: "run-again" }
  /** It changes the schema, which shows whether it was carried out. */
  | { readonly kind: "look" }
  /** A person must say whether `step` was carried out. */
  | { readonly kind: "ask"; readonly step: StatementStep };

export function decideResume(migration: PlannedMigration, inDoubt: InDoubt): ResumeDecision {
  // Code starts again.
  const steps = statementsOf(migration.steps.slice(inDoubt.from, inDoubt.to));
  const step = steps.find((candidate) => candidate.onRetry === "ask");
  if (step === undefined) return { kind: "run-again" };
  return step.effect === "schema" ? { kind: "look" } : { kind: "ask", step };
}
