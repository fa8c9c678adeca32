// Asks the database, before the first statement of a run, for what it is sure to refuse.
import { ToolError } from "../base/errors.ts";
import { type Plan, type PlannedMigration, type StatementStep, type Step, statementsOf } from "../plan/plan.ts";
import type { Check } from "./ports.ts";
import { isInDoubt } from "./predict-plan.ts";
import { type EngineContext, throwIfInterrupted } from "./with-lease.ts";

/**
 * Warnings are told, and a problem ends the run before anything is touched. What cannot be looked at ends nothing.
 * @throws ToolError "preflight-failed", "config-invalid", "interrupted", "unsupported-server"
 */
export async function checkBeforeRun(context: EngineContext, plan: Plan): Promise<void> {
  const hasCode = plan.migrations.some(({ steps }) => steps.some(({ kind }) => kind === "code"));
  await checkSteps(context, stepsLeft(plan), {
    hasCode,
    lookAt: LOOK_AT[plan.operation],
    // Later statements were judged by the schema as it is, and what is in doubt may change it yet.
    isFinal: !mayChangeYet(plan),
  });
}

export interface CheckStepsOptions {
  /** Where more is to be seen, with what divides it from the rest of a hint; may be empty. */
  readonly lookAt: string;
  /** Whether a problem ends the run; otherwise it is told. */
  readonly isFinal: boolean;
  /** Whether there is code beside the steps, which is not looked at, and runs with the same settings. */
  readonly hasCode?: boolean;
}

/** @throws ToolError, see `checkBeforeRun` */
export async function checkSteps(
  context: EngineContext,
  steps: readonly StatementStep[],
  { lookAt, isFinal, hasCode = false }: CheckStepsOptions,
): Promise<void> {
  const { emit, skipsPreflight, target } = context;
  const isNothing = steps.length === 0 && !(hasCode && target.dialect.family === "sql");
  if (skipsPreflight === true || isNothing) return;
  const checks = await inspectSteps(context, steps);
  const problems = isFinal ? checks.filter(({ verdict }) => verdict === "problem") : [];
  for (const check of checks) {
    const isTold = check.verdict === "warning" || check.verdict === "problem";
    if (isTold && !problems.includes(check)) emit({ kind: "warning", message: describeCheck(check) });
  }
  if (problems.length === 0) return;
  const [settings] = problems.filter(({ name }) => name === "settings");
  if (settings !== undefined) throw new ToolError("config-invalid", settings.finding, { hint: settings.hint });
  const found = problems.map(({ name, finding }) => `${name}: ${finding}`);
  const hints = problems.flatMap(({ hint }) => hint ?? []);
  throw new ToolError(
    "preflight-failed",
    found.length === 1 ? found.join() : ["nothing was run:", ...found].join("\n  "),
    {
      hint: [...new Set(hints), `${lookAt}--no-preflight runs without looking`].join("\n"),
      details: { checks: problems },
    },
  );
}

/** What preflight looks at is what migrate would run. */
const LOOK_AT: Readonly<Record<Plan["operation"], string>> = {
  migrate: "tidemark preflight looks at everything; ",
  rollback: "",
};

/** The statements that are still to run, without those in doubt: the run finds out what became of them. */
export function stepsLeft({ migrations }: Plan): readonly StatementStep[] {
  return migrations.flatMap((migration) =>
    statementsOf(migration.steps)
      .slice(migration.doneCount)
      .filter((step) => !isInDoubt(migration, step)),
  );
}

function mayChangeYet({ migrations }: Plan): boolean {
  const inDoubt = (migration: PlannedMigration): readonly Step[] =>
    migration.steps.filter((step) => isInDoubt(migration, step));
  return migrations.flatMap(inDoubt).some(({ effect }) => effect !== "data");
}

async function inspectSteps(context: EngineContext, steps: readonly StatementStep[]): Promise<readonly Check[]> {
  const { target, emit, signal } = context;
  throwIfInterrupted(signal);
  try {
    const inspection = await untilAborted(target.inspect(steps, "steps"), signal);
    throwIfInterrupted(signal);
    return inspection?.checks ?? [];
  } catch (error) {
    const isUnseen = error instanceof ToolError && !["interrupted", "unsupported-server"].includes(error.code);
    if (!isUnseen) throw error;
    emit({ kind: "warning", message: `could not look beforehand: ${error.message}` });
    return [];
  }
}

/** @returns undefined when the signal was first. */
async function untilAborted<Result>(result: Promise<Result>, signal: AbortSignal): Promise<Result | undefined> {
  const settled = new AbortController();
  const aborted = new Promise<undefined>((resolve) => {
    signal.addEventListener("abort", () => resolve(undefined), { once: true, signal: settled.signal });
  });
  try {
    return await Promise.race([result, aborted]);
  } finally {
    settled.abort();
  }
}

function describeCheck({ finding, hint }: Check): string {
  return hint === undefined ? finding : `${finding}: ${hint}`;
}
