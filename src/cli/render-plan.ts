// A plan for people: the statements themselves, as text that could be run, or a table of steps; each with what it would
// change, or why it would be refused.
import type { MigrationReview, StepReview } from "../engine/plan-review.ts";
import type { Prediction } from "../engine/predict-plan.ts";
import { describeStep, type Plan, type PlannedMigration, type Step } from "../plan/plan.ts";
import { hideSecrets } from "../text/hide-secrets.ts";
import { encodeChange } from "./render-changes.ts";
import { renderClass, renderCost, renderUndo, renderUndos } from "./render-review.ts";
import { type Cell, count, renderColumns, type Style } from "./style.ts";

type Predictions = ReadonlyMap<string, Prediction>;

/** Of what is undone: an earlier tool, or somebody, has made it. */
export const BASELINED = "baselined: tidemark did not make it";

/** Every statement that would run, under a comment that names its migration and before one that says what it does. */
export function renderPlanText(
  plan: Plan,
  predictions: readonly Prediction[],
  style: Style,
  target: string = plan.scope,
  reviews: readonly MigrationReview[] = [],
): string {
  if (plan.migrations.length === 0) return `nothing to do on ${target}`;
  const known = byStep(predictions);
  const parts = plan.migrations.map((migration, at) => {
    const review = reviews[at];
    const steps = migration.steps.slice(migration.doneCount);
    const done = migration.doneCount === 0 ? "" : `, ${count(migration.doneCount, "statement")} already done`;
    const made = migration.isBaselined === true ? `, ${BASELINED}` : "";
    const head = style.dim(`-- ${migration.label} ${migration.description} (${migration.name}${done}${made})`);
    const texts = steps.flatMap((step, index) => {
      const prediction = known.get(keyOf(migration.version, step.index));
      const said = [...renderEffect(prediction, style), ...renderCost(review?.steps[index], prediction, style)];
      return [
        ...renderBoundary(plan, steps[index - 1], step, style),
        ...renderStepText(step, prediction, style),
        ...said.map(({ text, paint = style.dim }) => paint(`-- ${text}`)),
      ];
    });
    const end = isInTransaction(steps.at(-1)) ? [style.dim("-- commit")] : [];
    const undo = renderUndo(review);
    const last = undo === undefined ? [] : [style.dim(`-- undo: ${undo}`)];
    return [head, ...(steps.length === 0 ? [style.dim("-- no statement")] : [...texts, ...end]), ...last].join("\n");
  });
  return [...parts, style.dim(`-- ${summarize(plan, predictions, target)}`)].join("\n\n");
}

/** Where a transaction ends and another one begins, of databases that have them. */
function renderBoundary(plan: Plan, before: Step | undefined, step: Step, style: Style): readonly string[] {
  if (plan.dialect !== "postgres" && plan.dialect !== "cockroach") return [];
  const isContinued = before !== undefined && isInTransaction(before) && isSameTransaction(before, step);
  if (isContinued) return [];
  const end = isInTransaction(before) ? ["-- commit"] : [];
  return [...end, isInTransaction(step) ? "-- begin" : "-- outside of a transaction"].map(style.dim);
}

function isInTransaction(step: Step | undefined): boolean {
  if (step === undefined) return false;
  return step.kind === "code" ? step.isTransaction === true : step.transaction !== undefined;
}

function isSameTransaction(a: Step, b: Step): boolean {
  return a.kind === "execute" && b.kind === "execute" && a.transaction === b.transaction;
}

/** A statement as it is sent; of code, what it would send. */
function renderStepText(step: Step, prediction: Prediction | undefined, style: Style): readonly string[] {
  if (step.kind === "execute") return [`${hideSecrets(step.text)};`];
  const head = style.dim(`-- ${step.call} of ${step.file} would send:`);
  const preview = prediction?.preview ?? [];
  const said = (prediction?.said ?? []).map((line) => style.dim(`-- it says: ${line}`));
  if (preview.length === 0) return [...said, style.dim(`-- ${step.call} of ${step.file} would send nothing`)];
  return [
    ...said,
    head,
    ...preview.flatMap(({ text, count: times, isUnanswered }) => [
      ...(isUnanswered ? [style.warn("-- not asked: it reads what was not written, and had no rows here")] : []),
      ...(times > 1 ? [style.dim(`-- ${times} times, with other values`)] : []),
      `${hideSecrets(text)};`,
    ]),
  ];
}

/** One line a step: where, what, what it costs and changes, and what a retry would do; and one a migration: how it is undone. */
export function renderPlanTable(
  plan: Plan,
  predictions: readonly Prediction[],
  style: Style,
  target: string = plan.scope,
  reviews: readonly MigrationReview[] = [],
): string {
  if (plan.migrations.length === 0) return `nothing to do on ${target}`;
  const known = byStep(predictions);
  const rows = plan.migrations.flatMap((migration, at) => {
    const steps = migration.steps.slice(migration.doneCount);
    if (steps.length === 0) return [[{ text: migration.label, paint: style.bold }, "", "no statement"]];
    return steps.flatMap((step, index) => {
      const prediction = known.get(keyOf(migration.version, step.index));
      const review = reviews[at]?.steps[index];
      return [renderStep(migration, step, { prediction, review }, style), ...renderPreview(prediction, style)];
    });
  });
  const undos = renderUndos(plan, reviews, style);
  const parts = [renderColumns(rows), ...(undos === "" ? [] : [undos]), summarize(plan, predictions, target)];
  return parts.join("\n\n");
}

/** The plan for a JSON document, without the passwords that stand in statements. */
export function encodePlan(plan: Plan): Plan {
  const migrations = plan.migrations.map((migration) => ({
    ...migration,
    ...(migration.downText !== undefined && { downText: hideSecrets(migration.downText) }),
    steps: migration.steps.map((step) => (step.kind === "code" ? step : { ...step, text: hideSecrets(step.text) })),
  }));
  return { ...plan, migrations };
}

/** Whether one of the steps would be refused. */
export function hasRefusal(predictions: readonly Prediction[]): boolean {
  return predictions.some(({ outcome }) => outcome === "refused");
}

export function encodePrediction(prediction: Prediction): Record<string, unknown> {
  const { version, step, outcome, changes, refusal, guardrails, preview, said, endedEarly = null } = prediction;
  const reason = refusal?.message ?? null;
  const known = { version, step: step + 1, outcome, changes: changes.map(encodeChange), refusal: reason, guardrails };
  if (preview === undefined) return known;
  return { ...known, said, endedEarly, preview: preview.map((each) => ({ ...each, text: hideSecrets(each.text) })) };
}

function renderStep(
  migration: PlannedMigration,
  step: Step,
  { prediction, review }: { readonly prediction: Prediction | undefined; readonly review: StepReview | undefined },
  style: Style,
): readonly (Cell | string)[] {
  const retry = retryOf(step);
  return [
    { text: migration.label, paint: style.bold },
    String(step.index + 1),
    describeStep(step),
    renderClass(prediction?.outcome === "refused" ? undefined : review, style),
    { text: retry, paint: retry === "once" ? style.warn : undefined },
    { text: prediction?.refusal?.place ?? `${step.file}:${step.line}`, paint: style.dim },
    summarizeEffect(prediction, style),
  ];
}

/** What code would send, one line a text, under what it changes. */
function renderPreview(prediction: Prediction | undefined, style: Style): readonly (readonly (Cell | string)[])[] {
  const ended = endOf(prediction, style).map((cell) => ["", "", "", "", "", "", cell]);
  const sent = (prediction?.preview ?? []).map(({ text, count: times, isUnanswered }) => {
    const words = hideSecrets(text).trim().split(/\s+/).join(" ");
    const shown = words.length > PREVIEW_WIDTH ? `${words.slice(0, PREVIEW_WIDTH - 2)} …` : words;
    const note = isUnanswered ? " (not asked)" : times > 1 ? ` (${times} times)` : "";
    return ["", "", "", "", "", "", { text: `${shown}${note}`, paint: style.dim }];
  });
  return [...sent, ...ended];
}

const PREVIEW_WIDTH = 72;

/** Of a transaction nothing is left to be repeated: it happens, or it does not. */
function retryOf(step: Step): string {
  const { kind, effect, onRetry } = step;
  if (kind === "code") return step.isTransaction === true ? "transaction" : "restarts";
  if (step.transaction !== undefined) return `transaction ${step.transaction + 1}`;
  if (onRetry !== "ask") return "repeatable";
  return effect === "schema" ? "checked" : "once";
}

/** The same in one line. */
function summarizeEffect(prediction: Prediction | undefined, style: Style): Cell {
  const [first = { text: "" }] = renderChanges(prediction, style);
  const [, ...more] = prediction?.changes ?? [];
  const losses = prediction?.changes.flatMap(({ loss }) => loss ?? []) ?? [];
  const limits = prediction?.guardrails.map(({ message }) => message) ?? [];
  const rest = more.length === 0 ? "" : ` (and ${more.length} more)`;
  const loss = losses.length === 0 ? "" : `; loss: ${losses.join("; ")}`;
  const text = [`${first.text}${rest}${loss}`, ...limits].filter((part) => part !== "").join("; ");
  return { text, paint: losses.length + limits.length === 0 ? first.paint : style.warn };
}

/** Lines on what a step does to the schema, and on the limits that it meets. */
function renderEffect(prediction: Prediction | undefined, style: Style): readonly Cell[] {
  const ended = endOf(prediction, style);
  // A statement that was not tried.
  if (prediction?.endedEarly !== undefined && prediction.preview === undefined) return ended;
  const limits = prediction?.guardrails.map(({ message }): Cell => ({ text: message, paint: style.warn })) ?? [];
  const place = prediction?.refusal?.place;
  const where: readonly Cell[] = place === undefined ? [] : [{ text: `  at ${place}`, paint: style.bad }];
  return [...ended, ...renderChanges(prediction, style), ...where, ...limits];
}

function endOf(prediction: Prediction | undefined, style: Style): readonly Cell[] {
  const { endedEarly, preview } = prediction ?? {};
  if (endedEarly === undefined) return [];
  const text = preview === undefined ? endedEarly : `the dry run could follow it no further: ${endedEarly}`;
  return [{ text, paint: style.warn }];
}

/** None for a step that only changes data. */
function renderChanges(prediction: Prediction | undefined, style: Style): readonly Cell[] {
  switch (prediction?.outcome) {
    case "refused": {
      const hint = prediction.refusal?.hint;
      const lines = [{ text: `would be refused: ${prediction.refusal?.message ?? ""}`, paint: style.bad }];
      return hint === undefined ? lines : [...lines, { text: `  hint: ${hint}`, paint: style.bad }];
    }
    case "nothing":
      return [{ text: "changes nothing: it is so already", paint: style.dim }];
    case "unknown":
      return [{ text: "what it changes is not understood", paint: style.warn }];
    case "changes":
    case "data":
      return prediction.changes.flatMap(({ object, description, loss }): Cell[] => [
        { text: `${object}: ${description}` },
        ...(loss === undefined ? [] : [{ text: `  loss: ${loss}`, paint: style.warn }]),
      ]);
    default:
      return [];
  }
}

function byStep(predictions: readonly Prediction[]): Predictions {
  return new Map(predictions.map((prediction) => [keyOf(prediction.version, prediction.step), prediction]));
}

function keyOf(version: string, stepIndex: number): string {
  return `${version}/${stepIndex}`;
}

function summarize(plan: Plan, predictions: readonly Prediction[], target: string): string {
  const verb = plan.operation === "migrate" ? "would be applied to" : "would be rolled back on";
  const refused = predictions.filter(({ outcome }) => outcome === "refused");
  const unit = refused.some(({ preview }) => preview !== undefined) ? "step" : "statement";
  const refusals = refused.length === 0 ? "" : `; ${count(refused.length, unit)} would be refused`;
  const left = plan.migrations.flatMap(({ steps, doneCount }) => steps.slice(doneCount));
  const codeCount = left.filter(({ kind }) => kind === "code").length;
  const statements = codeCount === left.length && codeCount > 0 ? [] : [count(left.length - codeCount, "statement")];
  const code = codeCount === 0 ? [] : [`${codeCount} in code`];
  const what = [count(plan.migrations.length, "migration"), ...statements, ...code].join(", ");
  return `${what} ${verb} ${target}${refusals}`;
}
