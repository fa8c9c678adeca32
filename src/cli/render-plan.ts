// A plan for people: the statements themselves, as text that could be run, or a table of steps.
import { countSteps, describeStep, type Plan, type PlannedMigration, type Step } from "../plan/plan.ts";
import { count, renderColumns, type Style } from "./style.ts";

/** Every statement that would run, under a comment that names its migration. */
export function renderPlanText(plan: Plan, style: Style): string {
  if (plan.migrations.length === 0) return `nothing to do on ${plan.scope}`;
  const parts = plan.migrations.map((migration) => {
    const steps = migration.steps.slice(migration.doneCount);
    const done = migration.doneCount === 0 ? "" : `, ${count(migration.doneCount, "statement")} already done`;
    const head = style.dim(`-- ${migration.label} ${migration.description} (${migration.name}${done})`);
    const texts = steps.length === 0 ? [style.dim("-- no statement")] : steps.map(({ text }) => `${text};`);
    return [head, ...texts].join("\n");
  });
  return [...parts, style.dim(`-- ${summarize(plan)}`)].join("\n\n");
}

/** One line a step: where, what, and what a retry would do. */
export function renderPlanTable(plan: Plan, style: Style): string {
  if (plan.migrations.length === 0) return `nothing to do on ${plan.scope}`;
  const rows = plan.migrations.flatMap((migration) => {
    const steps = migration.steps.slice(migration.doneCount);
    if (steps.length === 0) return [[{ text: migration.label, paint: style.bold }, "", "no statement"]];
    return steps.map((step) => renderStep(migration, step, style));
  });
  return [renderColumns(rows), "", summarize(plan)].join("\n");
}

function renderStep(migration: PlannedMigration, step: Step, style: Style): ReturnType<typeof rowOf> {
  const retry = { safe: "repeatable", "same-timestamp": "repeatable", ask: "once" }[step.onRetry];
  return rowOf(migration.label, String(step.index + 1), describeStep(step), retry, `${step.file}:${step.line}`, style);
}

function rowOf(label: string, number: string, what: string, retry: string, place: string, style: Style) {
  const paint = retry === "once" ? style.warn : undefined;
  return [{ text: label, paint: style.bold }, number, what, { text: retry, paint }, { text: place, paint: style.dim }];
}

function summarize(plan: Plan): string {
  const verb = plan.operation === "migrate" ? "would be applied to" : "would be rolled back on";
  return `${count(plan.migrations.length, "migration")}, ${count(countSteps(plan), "statement")} ${verb} ${plan.scope}`;
}
