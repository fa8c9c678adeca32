// Asks the database, before the first statement of a run, for what it is sure to refuse.
import { ToolError } from "../base/errors.ts";
import type { Plan, Step } from "../plan/plan.ts";
import type { EngineContext } from "./with-lease.ts";

/**
 * Warnings are told, and a problem ends the run before anything is touched.
 * @throws ToolError "preflight-failed", "connection-failed"
 */
export async function checkBeforeRun({ target, emit, skipsPreflight }: EngineContext, plan: Plan): Promise<void> {
  const steps = stepsLeft(plan);
  if (skipsPreflight === true || steps.length === 0) return;
  const { checks } = await target.inspect(steps, "steps");
  for (const { finding, hint } of checks.filter(({ verdict }) => verdict === "warning")) {
    emit({ kind: "warning", message: hint === undefined ? finding : `${finding}: ${hint}` });
  }
  const problems = checks.filter(({ verdict }) => verdict === "problem");
  if (problems.length === 0) return;
  const found = problems.map(({ name, finding }) => `${name}: ${finding}`);
  const hints = problems.flatMap(({ hint }) => hint ?? []);
  throw new ToolError(
    "preflight-failed",
    found.length === 1 ? found.join() : ["nothing was run:", ...found].join("\n  "),
    {
      hint: [...new Set(hints), "tidemark preflight looks at everything; --no-preflight runs without looking"].join(
        "\n",
      ),
      details: { checks: problems },
    },
  );
}

/** The steps that are still to run. */
export function stepsLeft({ migrations }: Plan): readonly Step[] {
  return migrations.flatMap(({ steps, doneCount }) => steps.slice(doneCount));
}
