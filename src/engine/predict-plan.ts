// What the steps of a plan would change, and which of them the server would refuse, or we for what a guard hides. Pure.
import type { SchemaChange, SchemaModel, Trial } from "../dialect/schema-model.ts";
import type { Plan, PlannedMigration, Step } from "../plan/plan.ts";
import { hiddenByGuard } from "./hidden-by-guard.ts";

/** What is known of one step before it is sent. */
export interface Prediction {
  readonly version: string;
  /** Place among the steps of its migration, from 0. */
  readonly step: number;
  readonly outcome: Trial["outcome"];
  readonly changes: readonly SchemaChange[];
  /** Why it would be refused, and what to do. */
  readonly refusal: { readonly message: string; readonly hint: string | undefined } | undefined;
  /** What limits of the operator say to every role that is no superuser: a failure here is no refusal to a superuser. */
  readonly guardrails: readonly PredictedGuardrail[];
}

export interface PredictedGuardrail {
  /** Its name in the server's settings: "tables_fail_threshold". */
  readonly guardrail: string;
  /** Whether the statement is carried out with a warning, or refused. */
  readonly level: "warn" | "fail";
  readonly message: string;
}

/**
 * Of every step that is still to run, in order. After a refusal the rest is predicted as if that statement were not there.
 * @param model as it is: a step in doubt whose effect it holds does nothing more
 */
export function predictPlan(plan: Plan, model: SchemaModel): readonly Prediction[] {
  let now = model;
  return plan.migrations.flatMap((migration) => {
    const { version, steps, doneCount } = migration;
    return steps.slice(doneCount).map((step): Prediction => {
      if (isFoundDone(migration, step, now)) {
        return { version, step: step.index, outcome: "nothing", changes: [], refusal: undefined, guardrails: [] };
      }
      const trial = now.tryStatement(step.text, step.keyspace);
      const hidden = trial.outcome === "nothing" ? findHidden(now, step) : undefined;
      const { outcome, changes, refusal, after } =
        hidden === undefined ? trial : { ...trial, outcome: "refused" as const, refusal: hidden };
      now = after;
      const reason = refusal && { message: refusal.message, hint: refusal.hint };
      const guardrails = trial.guardrails.map(({ guardrail, level, message }) => ({ guardrail, level, message }));
      return { version, step: step.index, outcome, changes, refusal: reason, guardrails };
    });
  });
}

/** Whether an earlier run announced it, and did not record what became of it. */
export function isInDoubt({ inDoubt }: PlannedMigration, { index }: Step): boolean {
  return inDoubt !== undefined && index >= inDoubt.from && index < inDoubt.to;
}

/** Whether it is in doubt, and was carried out. */
export function isFoundDone(migration: PlannedMigration, step: Step, model: SchemaModel): boolean {
  return isInDoubt(migration, step) && model.look(step.text, step.keyspace).kind === "there";
}

/** What a guard would be silent about, and \`migrate\` is not. */
function findHidden(model: SchemaModel, step: Step): { readonly message: string; readonly hint: string } | undefined {
  if (step.guard === undefined) return undefined;
  const seen = model.look(step.text, step.keyspace);
  return seen.kind === "different" ? hiddenByGuard(seen.differences) : undefined;
}
