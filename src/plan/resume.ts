// What to do about steps in doubt: their intent is recorded and their outcome is not. Pure.
import type { InDoubt, PlannedMigration, Step } from "./plan.ts";

export type ResumeDecision =
  /** Run from `inDoubt.from` again, with the recorded timestamps. */
  | { readonly kind: "run-again" }
  /** It changes the schema, which shows whether it was carried out. */
  | { readonly kind: "look" }
  /** A person must say whether `step` was carried out. */
  | { readonly kind: "ask"; readonly step: Step };

export function decideResume(migration: PlannedMigration, inDoubt: InDoubt): ResumeDecision {
  const steps = migration.steps.slice(inDoubt.from, inDoubt.to);
  const step = steps.find((candidate) => candidate.onRetry === "ask");
  if (step === undefined) return { kind: "run-again" };
  return step.effect === "schema" ? { kind: "look" } : { kind: "ask", step };
}
