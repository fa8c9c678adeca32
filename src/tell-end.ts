// Tells whoever listens how a call ended that changes a target: once, after everything else, the lock given back.
import type { Operation } from "./engine/event.ts";
import type { ExecutedMigration } from "./engine/execute-plan.ts";
import type { RunOptions } from "./tidemark-calls.ts";

/** What is told of what a call returns. */
type Report =
  | { readonly executed: readonly ExecutedMigration[]; readonly current: string | undefined }
  | { readonly statements: readonly string[] };

/** A dry run is none of those calls. */
export async function tellEnd<Result extends Report>(
  operation: Operation,
  { onEvent, dryRun }: RunOptions & { readonly dryRun?: boolean | undefined },
  run: () => Promise<Result>,
): Promise<Result> {
  if (onEvent === undefined || dryRun === true) return run();
  const startedMs = performance.now();
  const took = (): number => performance.now() - startedMs;
  let report: Result;
  try {
    report = await run();
  } catch (error) {
    onEvent({ kind: "run-failed", operation, error, durationMs: took() });
    throw error;
  }
  onEvent({ kind: "run-finished", operation, ...summarize(report), durationMs: took() });
  return report;
}

function summarize(report: Report): {
  readonly versions: readonly string[];
  readonly stepCount: number;
  readonly current: string | undefined;
} {
  if (!("executed" in report)) return { versions: [], stepCount: report.statements.length, current: undefined };
  const migrations = report.executed.map(({ migration }) => migration);
  const stepCount = migrations.reduce((sum, { steps, doneCount }) => sum + steps.length - doneCount, 0);
  return { versions: migrations.map(({ version }) => version), stepCount, current: report.current };
}
