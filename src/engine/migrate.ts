// `migrate`: plans what is pending and carries it out, once, whoever else tries at the same time.
import { foldHistory, type HistoryState, highestVersion } from "../migration/history-state.ts";
import type { Migration } from "../migration/migration.ts";
import { compareVersions } from "../migration/version.ts";
import type { Plan } from "../plan/plan.ts";
import { checkBeforeRun } from "./check-before-run.ts";
import { type CodeModules, loadCode, NO_MODULES } from "./code/code-tools.ts";
import { compareFiles } from "./compare.ts";
import type { Disagreement } from "./disagreement.ts";
import { type ExecutedMigration, executePlan, startOf } from "./execute-plan.ts";
import type { ReviewedPlan, ReviewedStep } from "./plan-document.ts";
import { type PlanOptions, planMigrate } from "./plan-migrate.ts";
import { refuseOtherWords } from "./plan-shown.ts";
import {
  countApplied,
  listRanSince,
  refuseOtherSchema,
  refuseOtherSession,
  refuseOtherSteps,
  refuseOtherTarget,
} from "./plan-stale.ts";
import type { Snapshot } from "./ports.ts";
import { isAheadOf } from "./status.ts";
import { type EngineContext, withLease } from "./with-lease.ts";

export interface MigrateOptions extends PlanOptions {
  readonly migrations: readonly Migration[];
  /** Inclusive: a version, or a prefix of exactly one file's name. */
  readonly target?: string | undefined;
  /** Nothing but this is carried out, or what is left of it; `target` is its own then. */
  readonly reviewed?: ReviewedPlan | undefined;
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
  /** Of a reviewed plan: its steps that have run since it was made, or may have. */
  readonly ranSince?: readonly ReviewedStep[] | undefined;
}

export interface MigratePreview extends MigratePlan {
  /** What it was planned on. */
  readonly snapshot: Snapshot | undefined;
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
    async (lease, planned, snapshot) => {
      const { plan, code } = planned;
      await checkReviewed(context, options, planned);
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
export async function previewMigrate(context: EngineContext, options: MigrateOptions): Promise<MigratePreview> {
  const snapshot = await context.target.store.read();
  const planned = planFromSnapshot(snapshot, options, await loadUnapplied(context, snapshot, options));
  if (planned.plan.migrations.length > 0) {
    await checkReviewed(context, options, planned);
  }
  return { ...planned, snapshot };
}

/** @throws ToolError "plan-stale", "plan-invalid" */
async function checkReviewed(
  { target }: EngineContext,
  { reviewed, dialect, variables }: MigrateOptions,
  { plan, code, ranSince = [] }: MigratePlan,
): Promise<void> {
  if (reviewed === undefined) return;
  await refuseOtherWords(reviewed, plan, { dialect, variables, code });
  refuseOtherSchema(reviewed, ranSince, await target.readSchema(undefined, "scope"));
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

/** @throws what `planMigrate` throws, and ToolError "plan-stale", "plan-invalid" for a reviewed plan that does not fit */
export function planFromSnapshot(
  snapshot: Snapshot | undefined,
  options: MigrateOptions,
  code: CodeModules = NO_MODULES,
): MigratePlan {
  const { reviewed } = options;
  if (reviewed === undefined) return planAll(snapshot, options, code);
  refuseOtherTarget(reviewed, { dialect: options.dialect.name, scope: options.scope });
  const appliedCount = countApplied(reviewed, snapshot);
  // Nothing of it is left: whatever else the files hold is none of its business.
  if (appliedCount === reviewed.migrations.length) return planNone(snapshot, options, code);
  refuseOtherSession(reviewed, options.session ?? {});
  const { until } = reviewed;
  const isThere = options.migrations.some(({ version }) => version === until);
  const { current } = foldHistory(snapshot?.events ?? []);
  const isPassed = until !== null && current !== undefined && compareVersions(until, current) < 0;
  const planned = planAll(
    snapshot,
    { ...options, target: isThere && !isPassed ? (until ?? undefined) : undefined },
    code,
  );
  const migrations = planned.plan.migrations.filter(
    ({ version }) => until === null || compareVersions(version, until) <= 0,
  );
  const plan = { ...planned.plan, migrations };
  refuseOtherSteps(reviewed, appliedCount, plan, options.variables);
  return { ...planned, plan, ranSince: listRanSince(reviewed, appliedCount, plan, snapshot) };
}

function planAll(snapshot: Snapshot | undefined, options: MigrateOptions, code: CodeModules): MigratePlan {
  const { migrations, target } = options;
  const state = foldHistory(snapshot?.events ?? []);
  const plan = planMigrate({ migrations, state, journal: snapshot?.journal, target, code }, options);
  return { ...planNone(snapshot, options, code), plan };
}

function planNone(snapshot: Snapshot | undefined, options: MigrateOptions, code: CodeModules): MigratePlan {
  const { migrations, dialect, scope } = options;
  const state: HistoryState = foldHistory(snapshot?.events ?? []);
  const { ahead, disagreements } = compareFiles(migrations, state, options);
  const notes = disagreements.filter((each) => each.kind === "renamed");
  const { current } = state;
  const currentLabel = current === undefined ? undefined : state.applied.get(current)?.label;
  const journal = snapshot?.journal;
  return {
    plan: { format: 1, operation: "migrate", dialect: dialect.name, scope, migrations: [] },
    code,
    current,
    currentLabel,
    ahead: isAheadOf(migrations, journal) ? [...ahead, journal.version] : ahead,
    notes,
  };
}
