// What the steps of a plan would change, and which of them the server would refuse, or we for what a guard hides.
import type { Dialect, TableName } from "../dialect/dialect.ts";
import { hiddenByGuard } from "../dialect/hidden-by-guard.ts";
import type { SchemaChange, SchemaModel, Trial } from "../dialect/schema-model.ts";
import type { CodeModule } from "../migration/code-module.ts";
import type { CodeStep, Plan, PlannedMigration, StatementStep, Step } from "../plan/plan.ts";
import type { CodeModules, CodeTools } from "./code/code-tools.ts";
import { openPreviewWorld, type PreviewedStatement, type PreviewWorld, previewCode } from "./code/preview-code.ts";
import type { EngineContext } from "./with-lease.ts";

/** What is known of one step before it is sent. */
export interface Prediction {
  readonly version: string;
  /** Place among the steps of its migration, from 0. */
  readonly step: number;
  readonly outcome: Trial["outcome"];
  readonly changes: readonly SchemaChange[];
  /** Of a statement that changes the schema: the objects that are others behind it, as `SchemaModel.fingerprints` calls them. */
  readonly touches?: readonly string[] | undefined;
  /** Why it would be refused, and what to do. */
  readonly refusal: PredictedRefusal | undefined;
  /** What limits of the operator say to every role that is no superuser: a failure here is no refusal to a superuser. */
  readonly guardrails: readonly PredictedGuardrail[];
  /** Of code: what it would send. */
  readonly preview?: readonly PreviewedStatement[] | undefined;
  /** Of code: what it says by `log`. */
  readonly said?: readonly string[] | undefined;
  /** Of code that a dry run could not follow to its end, for it reads what was not written: why it ended. */
  readonly endedEarly?: string | undefined;
}

export interface PredictedRefusal {
  readonly message: string;
  readonly hint: string | undefined;
  /** "migrations/V002__x.sql:7", where the line is known that the server would complain of. */
  readonly place?: string | undefined;
}

export interface PredictedGuardrail {
  /** Its name in the server's settings: "tables_fail_threshold". */
  readonly guardrail: string;
  /** Whether the statement is carried out with a warning, or refused. */
  readonly level: "warn" | "fail";
  readonly message: string;
}

/** What it takes to carry out code in memory. */
export interface PreviewTools {
  readonly modules: CodeModules;
  readonly code: CodeTools;
  readonly dialect: Dialect;
  readonly signal: AbortSignal;
  readonly historyTable: TableName;
  /** Answers the reads of code from the target. */
  readonly query: PreviewWorld["query"];
}

/** @returns undefined where there are none for code: then nothing is known of it. */
export function previewTools({ target, code, signal }: EngineContext, modules: CodeModules): PreviewTools | undefined {
  if (code === undefined) return undefined;
  const { dialect, historyTable } = target;
  return { modules, code, dialect, historyTable, signal, query: (request) => target.query(request) };
}

/**
 * Of every step that is still to run, in order. After a refusal the rest is predicted as if that statement were not there.
 * @param model as it is: a step in doubt whose effect it holds does nothing more
 * @param tools without them nothing is known of code
 * @throws ToolError "interrupted"
 */
export async function predictPlan(
  plan: Plan,
  model: SchemaModel,
  tools?: PreviewTools,
): Promise<readonly Prediction[]> {
  const hasCode = plan.migrations.some(({ steps }) => steps.some(({ kind }) => kind === "code"));
  const world = tools && hasCode ? await openPreviewWorld(tools.code, tools) : undefined;
  const predictions: Prediction[] = [];
  let now = model;
  for (const migration of plan.migrations) {
    for (const step of migration.steps.slice(migration.doneCount)) {
      const module = tools?.modules.get(migration.version);
      if (step.kind === "code") {
        const { prediction, after } = await predictCode(migration, step, now, module, world);
        predictions.push(prediction);
        now = after;
        continue;
      }
      const { prediction, after } = predictStatement(migration, step, now);
      predictions.push(prediction);
      now = after;
      if (world !== undefined) await markChanged(step, world);
    }
  }
  return predictions;
}

interface Predicted {
  readonly prediction: Prediction;
  readonly after: SchemaModel;
}

function predictStatement(migration: PlannedMigration, step: StatementStep, model: SchemaModel): Predicted {
  const place = { version: migration.version, step: step.index };
  if (isFoundDone(migration, step, model)) {
    return {
      prediction: { ...place, outcome: "nothing", changes: [], refusal: undefined, guardrails: [] },
      after: model,
    };
  }
  const trial = model.tryStatement(step.text, step.keyspace);
  const hidden = trial.outcome === "nothing" ? findHidden(model, step) : undefined;
  const { outcome, changes, refusal, after } =
    hidden === undefined ? trial : { ...trial, outcome: "refused" as const, refusal: hidden };
  const reason = refusal && { message: refusal.message, hint: refusal.hint };
  const touches = outcome === "changes" ? { touches: model.differing(after) } : {};
  const guardrails = hitsOf(trial.guardrails);
  return { prediction: { ...place, outcome, changes, ...touches, refusal: reason, guardrails }, after };
}

function hitsOf(guardrails: Trial["guardrails"]): readonly PredictedGuardrail[] {
  return guardrails.map(({ guardrail, level, message }) => ({ guardrail, level, message }));
}

/** What code after it is not to ask the target for. */
export async function markChanged({ text, keyspace, effect }: StatementStep, world: PreviewWorld): Promise<void> {
  const { dialect, changed, extended } = world;
  world.hasPending ||= effect !== "none";
  const description = await dialect.describe(text);
  for (const { namespace = keyspace, name } of description.writes) changed.add(`${namespace}.${name}`);
  for (const { namespace = keyspace, name } of description.extends) extended.add(`${namespace}.${name}`);
}

async function predictCode(
  { version, finished }: PlannedMigration,
  step: CodeStep,
  model: SchemaModel,
  module: CodeModule | undefined,
  world: PreviewWorld | undefined,
): Promise<Predicted> {
  const place = { version, step: step.index };
  if (module === undefined || world === undefined) {
    const prediction = { ...place, outcome: "unknown", changes: [], refusal: undefined, guardrails: [] } as const;
    return { prediction, after: model };
  }
  const { statements, changes, guardrails, failure, said, after } = await previewCode(
    step,
    module,
    model,
    world,
    finished,
  );
  const message = failure && `line ${failure.line}: ${failure.message}`;
  // Code that had no rows may fail for want of them.
  const isUncertain = failure !== undefined && statements.some(({ isUnanswered }) => isUnanswered);
  const refusal = message === undefined || isUncertain ? undefined : { message, hint: failure?.hint };
  const outcome = refusal !== undefined ? "refused" : changes.length > 0 ? "changes" : "data";
  const endedEarly = isUncertain ? message : undefined;
  const prediction = {
    ...place,
    outcome,
    changes,
    refusal,
    guardrails: hitsOf(guardrails),
    preview: statements,
    said,
    endedEarly,
  } as const;
  return { prediction, after };
}

/** Whether an earlier run announced it, and did not record what became of it. */
export function isInDoubt({ inDoubt }: PlannedMigration, { index }: Step): boolean {
  return inDoubt !== undefined && index >= inDoubt.from && index < inDoubt.to;
}

/** Whether it is in doubt, and was carried out. */
export function isFoundDone(migration: PlannedMigration, step: StatementStep, model: SchemaModel): boolean {
  return isInDoubt(migration, step) && model.look(step.text, step.keyspace).kind === "there";
}

/** What a guard would be silent about, and \`migrate\` is not. */
function findHidden(
  model: SchemaModel,
  step: StatementStep,
): { readonly message: string; readonly hint: string } | undefined {
  if (step.guard === undefined) return undefined;
  const seen = model.look(step.text, step.keyspace);
  return seen.kind === "different" ? hiddenByGuard(seen.differences) : undefined;
}
