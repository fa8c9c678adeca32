// Computes what `migrate` would do from files and state. Pure.
import { ToolError } from "../base/errors.ts";
import type { Dialect, TableName } from "../dialect/dialect.ts";
import { findMigration } from "../migration/find.ts";
import type { HistoryState } from "../migration/history-state.ts";
import { type Migration, textOfSide } from "../migration/migration.ts";
import { compareVersions } from "../migration/version.ts";
import type { Plan, PlannedMigration } from "../plan/plan.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { DiagnosticsError } from "../text/diagnostics-error.ts";
import { buildCodeStep, buildSteps } from "./build-steps.ts";
import { type CodeModules, NO_MODULES } from "./code/code-tools.ts";
import { type CompareOptions, compareFiles } from "./compare.ts";
import { type Disagreement, HistoryError } from "./disagreement.ts";
import type { SessionSettings } from "./plan-document.ts";
import type { Journal } from "./ports.ts";
import { resumeFirst } from "./resume.ts";

export interface PlanOptions extends CompareOptions {
  readonly dialect: Dialect;
  readonly scope: string;
  readonly variables: Readonly<Record<string, string>>;
  /** What the configuration has a session set, which a reviewed plan is held to. */
  readonly session?: SessionSettings | undefined;
  /** Tidemark's own, which migrations leave alone. */
  readonly historyTable?: TableName | undefined;
}

export interface MigrateInput {
  readonly migrations: readonly Migration[];
  readonly state: HistoryState;
  readonly journal: Journal | undefined;
  /** Of those that are code; one that is missing is planned without what only its module says. */
  readonly code?: CodeModules | undefined;
  /** As the user wrote it; the plan ends with it. */
  readonly target?: string | undefined;
}

/**
 * @throws ToolError "usage" for a target that is unknown or below the current version; HistoryError when files and
 * history disagree; "migration-files-invalid" when a pending file does not split into statements.
 */
export function planMigrate(input: MigrateInput, options: PlanOptions): Plan {
  const { migrations, state, journal } = input;
  const target = input.target === undefined ? undefined : settleTarget(input.target, migrations, state);
  const { pending, disagreements } = compareFiles(migrations, state, options);
  const blockers = disagreements.filter((each) => each.kind !== "renamed" && !isBeyond(each, target));
  const wanted = pending.filter(({ version }) => target === undefined || compareVersions(version, target) <= 0);
  const planned = buildMigrations(orderForResume(wanted, journal), options, input.code);
  if (journal !== undefined) {
    const file = migrations.find(({ version }) => version === journal.version);
    const unplanned = { label: file?.label ?? journal.version, isLeftOut: file !== undefined };
    blockers.push(...resumeFirst(planned, journal, "up", unplanned));
  }
  if (blockers.length > 0) throw new HistoryError(blockers);
  return { format: 1, operation: "migrate", dialect: options.dialect.name, scope: options.scope, migrations: planned };
}

function settleTarget(target: string, migrations: readonly Migration[], state: HistoryState): string {
  const found = findMigration(migrations, target);
  if (found.kind === "not-found") {
    const { message, hint } = found.diagnostic;
    throw new ToolError("usage", message, { hint });
  }
  const { version, label } = found.migration;
  if (state.current !== undefined && compareVersions(version, state.current) < 0) {
    const current = state.applied.get(state.current)?.label ?? state.current;
    throw new ToolError("usage", `the target ${label} is below the current version ${current}`, {
      hint: `to go back: tidemark rollback --target ${label}`,
    });
  }
  return version;
}

/** A late file above the target does not stop a run that ends below it. */
function isBeyond(disagreement: Disagreement, target: string | undefined): boolean {
  return disagreement.kind === "late" && target !== undefined && compareVersions(disagreement.version, target) > 0;
}

/** What is half done comes first, whatever its version: the journal has room for one migration. */
function orderForResume(wanted: readonly Migration[], journal: Journal | undefined): readonly Migration[] {
  const half = wanted.find(({ version }) => version === journal?.version);
  return half === undefined ? wanted : [half, ...wanted.filter((each) => each !== half)];
}

function buildMigrations(
  migrations: readonly Migration[],
  options: PlanOptions,
  code: CodeModules = NO_MODULES,
): PlannedMigration[] {
  const mistakes: Diagnostic[] = [];
  const planned = migrations.map((migration): PlannedMigration => {
    const { timeoutMs, transaction: isTransactionWanted } = migration.directives;
    const { version, label, name, description, checksum } = migration;
    if (migration.format === "code") {
      const step = buildCodeStep(migration, { ...options, direction: "up", timeoutMs, module: code.get(version) });
      return { version, label, name, description, direction: "up", checksum, steps: [step], doneCount: 0 };
    }
    const { steps, diagnostics } = buildSteps(migration.up, { ...options, timeoutMs, isTransactionWanted });
    mistakes.push(...diagnostics);
    const downText = migration.down === undefined ? undefined : textOfSide(migration.down);
    return { version, label, name, description, direction: "up", checksum, downText, steps, doneCount: 0 };
  });
  throwOnMistakes(mistakes);
  return planned;
}

/** @throws DiagnosticsError "migration-files-invalid" with all of the mistakes, when there are any. */
export function throwOnMistakes(diagnostics: readonly Diagnostic[]): void {
  if (diagnostics.length === 0) return;
  const summary = `the migration files have ${diagnostics.length} mistakes`;
  throw new DiagnosticsError("migration-files-invalid", summary, diagnostics);
}
