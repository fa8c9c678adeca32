// What the steps of a plan would change in a SQL database, and which of them it would refuse: each is carried out on a shadow
// that was made like the live schema. It has no rows, so of what depends on rows nothing is said.
import type { SqlFailure } from "../adapters/sql/connection.ts";
import { stepFailure } from "../adapters/sql/failure.ts";
import type { Dialect } from "../dialect/dialect.ts";
import { hiddenByGuard } from "../dialect/hidden-by-guard.ts";
import type { SchemaChange, SchemaModel } from "../dialect/schema-model.ts";
import { SqlSchemaModel } from "../dialect/sql-schema-model.ts";
import { openPreviewWorld, type PreviewWorld, previewCode } from "../engine/code/preview-code.ts";
import { isFoundDone, markChanged, type Prediction, type PreviewTools } from "../engine/predict-plan.ts";
import type { CodeStep, Plan, PlannedMigration, StatementStep, Step } from "../plan/plan.ts";
import { createStatements } from "../sql/print/print-schema.ts";
import { refuseEmbeddedShadow } from "./refuse-embedded-shadow.ts";
import { NOT_TRIED, type ShadowOptions, type SqlShadow, withShadow } from "./sql-shadow.ts";

/**
 * Of every step that is still to run, in order. After a refusal the rest is predicted as if that statement were not there.
 * @param live as it is: a step in doubt whose effect it holds does nothing more
 * @param tools for code; without them nothing is known of it
 * @throws ToolError "unsupported-server" when only a real server can tell
 */
export function predictOnShadow(
  plan: Plan,
  live: SchemaModel,
  place: ShadowOptions,
  options: Pick<Predictor, "dialect" | "tools">,
): Promise<readonly Prediction[]> {
  return withShadow(place, (shadow) => predictPlan(plan, live, shadow, options));
}

async function predictPlan(
  plan: Plan,
  live: SchemaModel,
  shadow: SqlShadow,
  options: Pick<Predictor, "dialect" | "tools">,
): Promise<readonly Prediction[]> {
  const isWhole = await equip(shadow, live);
  let model = await shadow.read();
  const predictions: Prediction[] = [];
  const world = options.tools && (await openPreviewWorld(options.tools.code, options.tools));
  const predictor: Predictor = { ...options, shadow, live, isWhole, world };
  for (const migration of plan.migrations) {
    const steps = migration.steps.slice(migration.doneCount);
    for (const [index, step] of steps.entries()) {
      const transaction = transactionOf(step);
      if (transaction !== undefined && transaction !== transactionOf(steps[index - 1])) await shadow.begin();
      const { prediction, after } = await predictStep(migration, step, model, predictor);
      predictions.push(prediction);
      model = after;
      if (world !== undefined && step.kind === "execute") await markChanged(step, world);
      if (transaction === undefined || transaction === transactionOf(steps[index + 1])) continue;
      const failure = await shadow.commit();
      if (failure === undefined) continue;
      // A deferred constraint, say: told of the last statement, and nothing of the transaction is there.
      predictions.pop();
      predictions.push({ ...prediction, outcome: "refused", changes: [], refusal: reasonOf(failure) });
      model = await shadow.read();
    }
  }
  return predictions;
}

/** Makes the shadow like the live schema. @returns whether it takes all of it: it may lack an extension, or a role */
async function equip(shadow: SqlShadow, live: SchemaModel): Promise<boolean> {
  if (!(live instanceof SqlSchemaModel)) return false;
  const failures = await shadow.runAll([...createStatements(live.schema), "RESET check_function_bodies"]);
  return failures.every((failure) => failure === undefined);
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0] ?? text;
}

function transactionOf(step: Step | undefined): number | undefined {
  return step?.kind === "execute" ? step.transaction : undefined;
}

interface Predictor {
  readonly shadow: SqlShadow;
  readonly dialect: Dialect;
  readonly tools: PreviewTools | undefined;
  readonly live: SchemaModel;
  /** Whether the shadow is all that is there when the step is sent. */
  isWhole: boolean;
  readonly world: PreviewWorld | undefined;
}

interface Predicted {
  readonly prediction: Prediction;
  readonly after: SchemaModel;
}

function predictStep(
  migration: PlannedMigration,
  step: Step,
  model: SchemaModel,
  predictor: Predictor,
): Promise<Predicted> {
  return step.kind === "code"
    ? predictCode(migration, step, model, predictor)
    : predictStatement(migration, step, model, predictor);
}

async function predictStatement(
  migration: PlannedMigration,
  step: StatementStep,
  model: SchemaModel,
  predictor: Predictor,
): Promise<Predicted> {
  const { shadow, dialect, live } = predictor;
  const base = { version: migration.version, step: step.index, refusal: undefined, guardrails: [] };
  const nothing: Prediction = { ...base, outcome: "nothing", changes: [] };
  if (isFoundDone(migration, step, live)) return { prediction: nothing, after: model };
  const failure = await shadow.run(step.text);
  if (failure === NOT_TRIED) {
    // What follows may need it.
    predictor.isWhole = false;
    return { prediction: { ...base, outcome: "unknown", changes: [], endedEarly: NOT_TRIED.message }, after: model };
  }
  if (failure !== undefined) {
    refuseEmbeddedShadow(shadow, failure, dialect.name, `${step.file}:${step.line}`);
    const isSchema = step.effect === "schema";
    if (isCertain(failure) && predictor.isWhole) {
      return {
        prediction: { ...base, outcome: "refused", changes: [], refusal: reasonOf(failure, step) },
        after: model,
      };
    }
    return { prediction: { ...base, outcome: isSchema ? "unknown" : "data", changes: [] }, after: model };
  }
  if (step.statementKind === "truncate") {
    return { prediction: { ...base, outcome: "data", changes: [truncation(step)] }, after: model };
  }
  if (!MAY_CHANGE_SCHEMA.test(step.statementKind) && step.effect !== "schema") {
    return { prediction: { ...base, outcome: "data", changes: [] }, after: model };
  }
  const after = await shadow.read();
  const { changes } = model.compare(after);
  if (changes.length > 0) {
    return { prediction: { ...base, outcome: "changes", changes, touches: model.differing(after) }, after };
  }
  const hidden = predictor.isWhole ? await readHidden(step, model, predictor) : [];
  if (hidden.length > 0) {
    return { prediction: { ...base, outcome: "refused", changes: [], refusal: hiddenByGuard(hidden) }, after };
  }
  // What it does elsewhere, or what a schema does not hold, is not seen here.
  return { prediction: step.guard === undefined ? { ...base, outcome: "data", changes } : nothing, after };
}

/** Of a statement that changed nothing. Of CockroachDB's the schema tells it, as when it is carried out. */
async function readHidden(
  { text, guard, keyspace }: StatementStep,
  model: SchemaModel,
  { shadow, dialect }: Predictor,
): Promise<readonly string[]> {
  if (guard !== "if-not-exists") return [];
  if (dialect.name === "postgres") return shadow.readHidden(text);
  const seen = model.look(text, keyspace);
  return seen.kind === "different" ? seen.differences : [];
}

const MAY_CHANGE_SCHEMA = /^(do|call|select|with|opaque)$/;

/** Whether rows could not have made it another way: they are not here. */
function isCertain({ code = "" }: SqlFailure): boolean {
  // Data exceptions, violated constraints, and what code raises.
  return !/^(22|23|P0|44)/.test(code);
}

/** @param step whose text the database was given; left out where it complains of more than one */
function reasonOf(failure: SqlFailure, step?: StatementStep): NonNullable<Prediction["refusal"]> {
  const { message, hint } = failure;
  if (step === undefined) return { message, hint };
  const { lineOffset = 0 } = stepFailure(failure, step.text);
  return { message, hint, place: `${step.file}:${step.line + lineOffset}` };
}

function truncation({ object = "?" }: StatementStep): SchemaChange {
  const loss = `every row of table \`${object}\` is lost`;
  return { kind: "truncate", object: `table ${object}`, description: "remove all rows", loss, isInPlace: true };
}

/** What it would send is recorded first, and then carried out on the shadow. */
async function predictCode(
  migration: PlannedMigration,
  step: CodeStep,
  model: SchemaModel,
  predictor: Predictor,
): Promise<Predicted> {
  const { shadow, dialect, tools, world } = predictor;
  const base = { version: migration.version, step: step.index, guardrails: [] };
  const module = tools?.modules.get(migration.version);
  if (world === undefined || module === undefined) {
    return { prediction: { ...base, outcome: "unknown", changes: [], refusal: undefined }, after: model };
  }
  const { statements, schemaTexts, failure, said } = await previewCode(step, module, model, world, migration.finished);
  let refusal: Prediction["refusal"];
  for (const text of schemaTexts) {
    const refused = await shadow.run(text);
    if (refused === undefined) continue;
    if (refused === NOT_TRIED) predictor.isWhole = false;
    if (!predictor.isWhole) continue;
    refuseEmbeddedShadow(shadow, refused, dialect.name, step.file);
    if (isCertain(refused)) refusal ??= { message: `${firstLine(text)}: ${refused.message}`, hint: refused.hint };
  }
  const message = failure && `line ${failure.line}: ${failure.message}`;
  // Code that had no rows may fail for want of them.
  const isUncertain = failure !== undefined && statements.some(({ isUnanswered }) => isUnanswered);
  if (message !== undefined && !isUncertain) refusal ??= { message, hint: failure?.hint };
  const after = await shadow.read();
  const { changes } = model.compare(after);
  const outcome = refusal !== undefined ? "refused" : changes.length > 0 ? "changes" : "data";
  const endedEarly = isUncertain ? message : undefined;
  return { prediction: { ...base, outcome, changes, refusal, preview: statements, said, endedEarly }, after };
}
