// `rollback`: undoes what was applied last, by the history and with the texts that it kept.
import { ToolError } from "../base/errors.ts";
import { foldHistory, type HistoryState } from "../migration/history-state.ts";
import type { Migration } from "../migration/migration.ts";
import { hashPlan, type Plan } from "../plan/plan.ts";
import { checkBeforeRun } from "./check-before-run.ts";
import { type CodeModules, loadCode } from "./code/code-tools.ts";
import { type ExecutedMigration, executePlan, startOf } from "./execute-plan.ts";
import type { PlanOptions } from "./plan-migrate.ts";
import { planRollback, type RollbackExtent, selectRollback } from "./plan-rollback.ts";
import type { Snapshot } from "./ports.ts";
import { type EngineContext, withLease } from "./with-lease.ts";

export interface RollbackOptions extends PlanOptions {
  readonly migrations: readonly Migration[];
  readonly extent: RollbackExtent;
  /** `hashPlan` of the plan that was shown and agreed to; another one is refused. */
  readonly expectedPlan?: string | undefined;
}

export interface RollbackResult {
  readonly executed: readonly ExecutedMigration[];
  /** The highest applied version now. */
  readonly current: string | undefined;
  /** The same as its file writes it. */
  readonly currentLabel: string | undefined;
}

/** @throws HistoryError, LockError, StepError, ToolError; see planRollback, withLease and executePlan. */
export async function rollback(context: EngineContext, options: RollbackOptions): Promise<RollbackResult> {
  let left: HistoryState | undefined;
  const executed = await withLease(
    context,
    "rollback",
    async (snapshot) => {
      left = foldHistory(snapshot.events);
      const planned = await planFromSnapshot(snapshot, context, options);
      return planned.plan.migrations.length === 0 ? undefined : planned;
    },
    async (lease, { plan, code }, snapshot) => {
      if (options.expectedPlan !== undefined && hashPlan(plan) !== options.expectedPlan) throw planChanged();
      await checkBeforeRun(context, plan);
      const undone = await executePlan(plan, context, lease, startOf(snapshot, code));
      const versions = new Set(undone.map(({ migration }) => migration.version));
      left = foldHistory(snapshot.events.filter(({ version }) => !versions.has(version)));
      return undone;
    },
  );
  const current = left?.current;
  const currentLabel = current === undefined ? undefined : left?.applied.get(current)?.label;
  return { executed: executed ?? [], current, currentLabel };
}

/** What `rollback` would do now; reads only. */
export async function previewRollback(context: EngineContext, options: RollbackOptions): Promise<RollbackPlan> {
  return planFromSnapshot(await context.target.store.read(), context, options);
}

export interface RollbackPlan {
  readonly plan: Plan;
  /** Of what it undoes by code. */
  readonly code: CodeModules;
}

async function planFromSnapshot(
  snapshot: Snapshot | undefined,
  { target, code: tools }: EngineContext,
  options: RollbackOptions,
): Promise<RollbackPlan> {
  const { migrations, extent } = options;
  const state = foldHistory(snapshot?.events ?? []);
  const input = { migrations, state, journal: snapshot?.journal, extent };
  const files = new Set(migrations.map(({ version }) => version));
  const selected = selectRollback(input);
  const versions = new Set(selected.map(({ version }) => version));
  const code = await loadCode(migrations, tools, ({ version }) => versions.has(version));
  const withoutFile = selected.filter(({ version }) => !files.has(version));
  const downTexts = await Promise.all(
    withoutFile.map(async ({ version, textSeq }) => [version, await target.store.readDownText(textSeq)] as const),
  );
  return { plan: planRollback({ ...input, code }, new Map(downTexts), options), code };
}

function planChanged(): ToolError {
  return new ToolError("history-diverged", "the target changed since the plan was shown; nothing was done", {
    hint: "run the command again and look at the new plan",
  });
}
