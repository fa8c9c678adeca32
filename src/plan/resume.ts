// What to do about steps in doubt: their intent is recorded and their outcome is not. Pure.
import type { InDoubt, PlannedMigration, Step } from "./plan.ts";

export type ResumeDecision =
  /** Run from `inDoubt.from` again, with the recorded timestamps. */
  | { readonly kind: "run-again" }
  /** A person must say whether `step` was carried out. */
  | { readonly kind: "ask"; readonly step: Step };

export function decideResume(migration: PlannedMigration, inDoubt: InDoubt): ResumeDecision {
  const steps = migration.steps.slice(inDoubt.from, inDoubt.to);
  const step = steps.find((candidate) => candidate.onRetry === "ask");
  return step === undefined ? { kind: "run-again" } : { kind: "ask", step };
}
