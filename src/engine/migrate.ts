// `migrate`: plans what is pending and carries it out, once, whoever else tries at the same time.
import { foldHistory, type HistoryState, highestVersion } from "../migration/history-state.ts";
import type { Migration } from "../migration/migration.ts";
import type { Plan } from "../plan/plan.ts";
import { checkBeforeRun } from "./check-before-run.ts";
import { type CodeModules, loadCode, NO_MODULES } from "./code/code-tools.ts";
import { compareFiles } from "./compare.ts";
import type { Disagreement } from "./disagreement.ts";
import { type ExecutedMigration, executePlan, startOf } from "./execute-plan.ts";
import { type PlanOptions, planMigrate } from "./plan-migrate.ts";
import type { Snapshot } from "./ports.ts";
import { isAheadOf } from "./status.ts";
import { type EngineContext, withLease } from "./with-lease.ts";

export interface MigrateOptions extends PlanOptions {
  readonly migrations: readonly Migration[];
  /** Inclusive: a version, or a prefix of exactly one file's name. */
  readonly target?: string | undefined;
}

export interface MigrateResult {
  readonly executed: readonly ExecutedMigration[];
  /** The highest applied version now. */
  readonly current: string | undefined;
  /** The same as its file writes it. */
  readonly currentLabel: string | undefined;
  /** Versions applied above the highest file. */
  readonly ahead: readonly string[];
  /** Renamed files: no reason to stop, worth a word. */
  readonly notes: readonly Disagreement[];
}

export interface MigratePlan extends Omit<MigrateResult, "executed"> {
  readonly plan: Plan;
  /** Of the migrations in code that are not applied. */
  readonly code: CodeModules;
}

/**
 * @throws HistoryError, LockError, StepError, ToolError; see planMigrate, withLease and executePlan. Nothing is touched
 * by an error of the first.
 */
export async function migrate(context: EngineContext, options: MigrateOptions): Promise<MigrateResult> {
  let last: MigratePlan | undefined;
  const executed = await withLease(
    context,
    "migrate",
    async (snapshot) => {
      last = planFromSnapshot(snapshot, options, await loadUnapplied(context, snapshot, options));
      return last.plan.migrations.length === 0 ? undefined : last;
    },
    async (lease, { plan, code }, snapshot) => {
      await checkBeforeRun(context, plan);
      return executePlan(plan, context, lease, startOf(snapshot, code));
    },
  );
  const { plan: _plan, code: _code, ...facts } = last ?? planFromSnapshot(undefined, options);
  if (executed === undefined) return { ...facts, executed: [] };
  const labels = new Map(executed.map(({ migration }) => [migration.version, migration.label]));
  if (facts.current !== undefined) labels.set(facts.current, facts.currentLabel ?? facts.current);
  const current = highestVersion(labels.keys());
  return { ...facts, executed, current, currentLabel: current === undefined ? undefined : labels.get(current) };
}

/** What `migrate` would do now; reads only. */
export async function previewMigrate(context: EngineContext, options: MigrateOptions): Promise<MigratePlan> {
  const snapshot = await context.target.store.read();
  return planFromSnapshot(snapshot, options, await loadUnapplied(context, snapshot, options));
}

/** @throws DiagnosticsError "migration-files-invalid": nothing was touched. */
export function loadUnapplied(
  { code }: EngineContext,
  snapshot: Snapshot | undefined,
  { migrations }: MigrateOptions,
): Promise<CodeModules> {
  const { applied } = foldHistory(snapshot?.events ?? []);
  return loadCode(migrations, code, ({ version }) => !applied.has(version));
}

export function planFromSnapshot(
  snapshot: Snapshot | undefined,
  options: MigrateOptions,
  code: CodeModules = NO_MODULES,
): MigratePlan {
  const { migrations, target } = options;
  const state: HistoryState = foldHistory(snapshot?.events ?? []);
  const plan = planMigrate({ migrations, state, journal: snapshot?.journal, target, code }, options);
  const { ahead, disagreements } = compareFiles(migrations, state, options);
  const notes = disagreements.filter((each) => each.kind === "renamed");
  const { current } = state;
  const currentLabel = current === undefined ? undefined : state.applied.get(current)?.label;
  const journal = snapshot?.journal;
  return {
    plan,
    code,
    current,
    currentLabel,
    ahead: isAheadOf(migrations, journal) ? [...ahead, journal.version] : ahead,
    notes,
  };
}
