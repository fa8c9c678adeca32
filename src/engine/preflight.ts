// Looks before leaping: what stands in the way of a plan, or is worth a word before it runs. Reads only.
import { ToolError } from "../base/errors.ts";
import type { SchemaModel } from "../dialect/schema-model.ts";
import { countSteps, type Plan, type StatementStep, statementsOf } from "../plan/plan.ts";
import { stepsLeft } from "./check-before-run.ts";
import type { CodeModules } from "./code/code-tools.ts";
import { describeHolder } from "./describe-holder.ts";
import {
  adviseDisagreement,
  type Disagreement,
  type DisagreementKind,
  describeDisagreement,
  HistoryError,
} from "./disagreement.ts";
import { loadUnapplied, type MigrateOptions, planFromSnapshot } from "./migrate.ts";
import type { Check, Inspection, Snapshot, Target } from "./ports.ts";
import { isFoundDone, type PredictedGuardrail, type Prediction, predictPlan, previewTools } from "./predict-plan.ts";
import type { EngineContext } from "./with-lease.ts";

const AT_WORK = "another runner is at work on it";
const UNFINISHED: ReadonlySet<DisagreementKind> = new Set(["half-applied", "half-applied-missing", "in-doubt"]);

export interface PreflightOptions extends MigrateOptions {
  /** Limits that hold where the server does not tell its own. */
  readonly guardrails?: Parameters<SchemaModel["withGuardrails"]>[0];
  /** What the steps of a plan would do, where the schema in memory does not tell: it is tried elsewhere. */
  readonly predict?: ((plan: Plan) => Promise<readonly Prediction[]>) | undefined;
}

export interface PreflightReport {
  readonly checks: readonly Check[];
  /** What `migrate` would do; undefined when it would stop before that. */
  readonly plan: Plan | undefined;
}

/** @throws ToolError "connection-failed", "usage" for a target that is none, "migration-files-invalid" */
export async function preflight(context: EngineContext, options: PreflightOptions): Promise<PreflightReport> {
  const { target } = context;
  const { snapshot, missing } = await readSnapshot(context);
  const code = await loadUnapplied(context, snapshot, options);
  const { plan, checks: historyChecks } = checkHistory(snapshot, missing, { ...options, title: target.title }, code);
  const willRun = missing === undefined && plan !== undefined && countSteps(plan) > 0;
  const expected = willRun ? await expectSchema(target, snapshot, options) : NOTHING_EXPECTED;
  const inspection = await target.inspect(plan === undefined ? [] : stepsToInspect(plan, expected.model), "whole");
  const tools = previewTools(context, code);
  const predicted =
    plan === undefined
      ? []
      : await checkPredictions(
          plan,
          expected,
          inspection,
          (model) => options.predict?.(plan) ?? predictPlan(plan, model, tools),
        );
  return { checks: [...inspection.checks, ...historyChecks, ...checkLock(snapshot, missing), ...predicted], plan };
}

/** The schema that the statements of a plan will find; without it nothing is predicted. */
interface Expected {
  readonly model: SchemaModel | undefined;
  /** Why there is none, where that is worth a word. */
  readonly unknown: string | undefined;
}

const NOTHING_EXPECTED: Expected = { model: undefined, unknown: undefined };

async function expectSchema(
  target: Target,
  snapshot: Snapshot | undefined,
  { guardrails }: PreflightOptions,
): Promise<Expected> {
  if (snapshot?.lease !== undefined) return { model: undefined, unknown: AT_WORK };
  try {
    const model = await target.readSchema();
    return { model: model.withGuardrails(guardrails), unknown: undefined };
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    return { model: undefined, unknown: `the schema could not be read: ${error.message}` };
  }
}

/** Steps in doubt are to be looked at when the schema does not show their effect. */
function stepsToInspect(plan: Plan, model: SchemaModel | undefined): readonly StatementStep[] {
  if (model === undefined) return stepsLeft(plan);
  return plan.migrations.flatMap((migration) =>
    statementsOf(migration.steps)
      .slice(migration.doneCount)
      .filter((step) => !isFoundDone(migration, step, model)),
  );
}

interface Read {
  readonly snapshot: Snapshot | undefined;
  /** Why there is no target. */
  readonly missing: ToolError | undefined;
}

async function readSnapshot({ target }: EngineContext): Promise<Read> {
  try {
    return { snapshot: await target.store.read(), missing: undefined };
  } catch (error) {
    // Too few nodes for a serial read, for instance: what the others say is worth all the more.
    if (!(error instanceof ToolError) || error.code === "history-too-new") throw error;
    return { snapshot: undefined, missing: error };
  }
}

function checkHistory(
  snapshot: Snapshot | undefined,
  missing: ToolError | undefined,
  options: MigrateOptions & Pick<Target, "title">,
  code: CodeModules,
): { readonly plan: Plan | undefined; readonly checks: readonly Check[] } {
  const problem = (finding: string, hint: string | undefined): Check => {
    return { name: "history", verdict: "problem", finding, hint };
  };
  const complaint = (each: Disagreement): Check => {
    // What a runner leaves is judged once it is done.
    const isUnderWay = snapshot?.lease !== undefined && UNFINISHED.has(each.kind);
    if (isUnderWay) return { name: "history", verdict: "unknown", finding: `${each.label}: ${AT_WORK}` };
    return problem(describeDisagreement(each), adviseDisagreement(each));
  };
  try {
    const { plan, current, currentLabel } = planFromSnapshot(snapshot, options, code);
    if (missing !== undefined) {
      // Where there is no keyspace all is pending; of a history that may not be read nobody knows.
      const isKnown = missing.code === "target-missing";
      return { plan: isKnown ? plan : undefined, checks: [problem(missing.message, missing.hint)] };
    }
    const at = current === undefined ? "has no migrations" : `is at ${currentLabel ?? current}`;
    const statements = countSteps(plan);
    const pending =
      plan.migrations.length === 0
        ? "nothing is pending"
        : `${plan.migrations.length} to apply, with ${statements === 1 ? "1 statement" : `${statements} statements`}`;
    return { plan, checks: [{ name: "history", verdict: "ok", finding: `${options.title} ${at}; ${pending}` }] };
  } catch (error) {
    if (!(error instanceof HistoryError)) throw error;
    return { plan: undefined, checks: error.disagreements.map(complaint) };
  }
}

function checkLock(snapshot: Snapshot | undefined, missing: ToolError | undefined): readonly Check[] {
  if (missing !== undefined && missing.code !== "target-missing") {
    return [{ name: "lock", verdict: "unknown", finding: "whether another runner is at work could not be read" }];
  }
  const lease = snapshot?.lease;
  if (lease === undefined) return [{ name: "lock", verdict: "ok", finding: "nobody holds it" }];
  const hint = "migrate waits for it; who it is: tidemark lock status";
  return [{ name: "lock", verdict: "warning", finding: `${describeHolder(lease)} holds it`, hint }];
}

async function checkPredictions(
  plan: Plan,
  { model, unknown }: Expected,
  { isSuperuser }: Inspection,
  predict: (model: SchemaModel) => Promise<readonly Prediction[]>,
): Promise<readonly Check[]> {
  if (unknown !== undefined) return [{ name: "plan", verdict: "unknown", finding: unknown }];
  let predictions: readonly Prediction[] = [];
  try {
    if (model !== undefined) predictions = await predict(model);
  } catch (error) {
    // Where the statements are tried may be another server, which does not know all of them.
    if (!(error instanceof ToolError) || error.code !== "unsupported-server") throw error;
    return [{ name: "plan", verdict: "unknown", finding: error.message, hint: error.hint }];
  }
  const checks = predictions.flatMap(({ version, step: index, refusal, guardrails }): readonly Check[] => {
    const step = plan.migrations.find((each) => each.version === version)?.steps[index];
    const where = refusal?.place ?? (step === undefined ? version : `${step.file}:${step.line}`);
    if (refusal !== undefined) {
      const finding = `${where}: the server would refuse it: ${refusal.message}`;
      return [{ name: "plan", verdict: "problem", finding, hint: refusal.hint }];
    }
    return guardrails.map((hit) => ({
      name: "plan",
      finding: `${where}: ${hit.message}`,
      ...judgeLimit(hit, isSuperuser),
    }));
  });
  if (checks.length > 0 || predictions.length === 0) return checks;
  return [{ name: "plan", verdict: "ok", finding: "the server would take every statement" }];
}

/** Limits do not bind superusers: then it works here, and elsewhere perhaps not. */
function judgeLimit({ level }: PredictedGuardrail, isSuperuser: boolean | undefined): Pick<Check, "verdict" | "hint"> {
  if (level === "warn") return { verdict: "warning" };
  if (isSuperuser === true) {
    return {
      verdict: "warning",
      hint: "this role is a superuser, which limits do not bind; where it is none the statement fails",
    };
  }
  const hint = "ask the operator of the cluster for another limit, or change the statement";
  return { verdict: isSuperuser === false ? "problem" : "warning", hint };
}
