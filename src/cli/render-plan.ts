// A plan for people: the statements themselves, as text that could be run, or a table of steps; each with what it would
// change, or why it would be refused.
import type { Prediction } from "../engine/predict-plan.ts";
import { countSteps, describeStep, type Plan, type PlannedMigration, type Step } from "../plan/plan.ts";
import { hideSecrets } from "../text/hide-secrets.ts";
import { encodeChange } from "./render-changes.ts";
import { type Cell, count, renderColumns, type Style } from "./style.ts";

type Predictions = ReadonlyMap<string, Prediction>;

/** Every statement that would run, under a comment that names its migration and before one that says what it does. */
export function renderPlanText(plan: Plan, predictions: readonly Prediction[], style: Style): string {
  if (plan.migrations.length === 0) return `nothing to do on ${plan.scope}`;
  const known = byStep(predictions);
  const parts = plan.migrations.map((migration) => {
    const steps = migration.steps.slice(migration.doneCount);
    const done = migration.doneCount === 0 ? "" : `, ${count(migration.doneCount, "statement")} already done`;
    const head = style.dim(`-- ${migration.label} ${migration.description} (${migration.name}${done})`);
    const texts = steps.flatMap((step) => [
      `${hideSecrets(step.text)};`,
      ...renderEffect(known.get(keyOf(migration.version, step.index)), style).map(({ text, paint = style.dim }) =>
        paint(`-- ${text}`),
      ),
    ]);
    return [head, ...(steps.length === 0 ? [style.dim("-- no statement")] : texts)].join("\n");
  });
  return [...parts, style.dim(`-- ${summarize(plan, predictions)}`)].join("\n\n");
}

/** One line a step: where, what, what it changes, and what a retry would do. */
export function renderPlanTable(plan: Plan, predictions: readonly Prediction[], style: Style): string {
  if (plan.migrations.length === 0) return `nothing to do on ${plan.scope}`;
  const known = byStep(predictions);
  const rows = plan.migrations.flatMap((migration) => {
    const steps = migration.steps.slice(migration.doneCount);
    if (steps.length === 0) return [[{ text: migration.label, paint: style.bold }, "", "no statement"]];
    return steps.map((step) => renderStep(migration, step, known.get(keyOf(migration.version, step.index)), style));
  });
  return [renderColumns(rows), "", summarize(plan, predictions)].join("\n");
}

/** The plan for a JSON document, without the passwords that stand in statements. */
export function encodePlan(plan: Plan): Plan {
  const migrations = plan.migrations.map((migration) => ({
    ...migration,
    ...(migration.downText !== undefined && { downText: hideSecrets(migration.downText) }),
    steps: migration.steps.map((step) => ({ ...step, text: hideSecrets(step.text) })),
  }));
  return { ...plan, migrations };
}

/** Whether one of the steps would be refused. */
export function hasRefusal(predictions: readonly Prediction[]): boolean {
  return predictions.some(({ outcome }) => outcome === "refused");
}

export function encodePrediction(prediction: Prediction): Record<string, unknown> {
  const { version, step, outcome, changes, refusal, guardrails } = prediction;
  const reason = refusal?.message ?? null;
  return { version, step: step + 1, outcome, changes: changes.map(encodeChange), refusal: reason, guardrails };
}

function renderStep(
  migration: PlannedMigration,
  step: Step,
  prediction: Prediction | undefined,
  style: Style,
): readonly (Cell | string)[] {
  const retry = retryOf(step);
  return [
    { text: migration.label, paint: style.bold },
    String(step.index + 1),
    describeStep(step),
    { text: retry, paint: retry === "once" ? style.warn : undefined },
    { text: `${step.file}:${step.line}`, paint: style.dim },
    summarizeEffect(prediction, style),
  ];
}

function retryOf({ effect, onRetry }: Step): "repeatable" | "checked" | "once" {
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
  const limits = prediction?.guardrails.map(({ message }): Cell => ({ text: message, paint: style.warn })) ?? [];
  return [...renderChanges(prediction, style), ...limits];
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

function summarize(plan: Plan, predictions: readonly Prediction[]): string {
  const verb = plan.operation === "migrate" ? "would be applied to" : "would be rolled back on";
  const refused = predictions.filter(({ outcome }) => outcome === "refused").length;
  const refusals = refused === 0 ? "" : `; ${count(refused, "statement")} would be refused`;
  const what = `${count(plan.migrations.length, "migration")}, ${count(countSteps(plan), "statement")}`;
  return `${what} ${verb} ${plan.scope}${refusals}`;
}
