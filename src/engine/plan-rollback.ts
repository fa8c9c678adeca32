// Computes what `rollback` would do from files, state and the recorded down texts. Pure.
import { ToolError } from "../base/errors.ts";
import type { CodeModule } from "../migration/code-module.ts";
import { findMigration } from "../migration/find.ts";
import { type AppliedMigration, describeName, type HistoryState } from "../migration/history-state.ts";
import type { Migration, Side } from "../migration/migration.ts";
import { compareVersions, parseVersion } from "../migration/version.ts";
import type { Plan, PlannedMigration } from "../plan/plan.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { buildCodeStep, buildSteps } from "./build-steps.ts";
import type { CodeModules } from "./code/code-tools.ts";
import { type Disagreement, HistoryError } from "./disagreement.ts";
import { type PlanOptions, throwOnMistakes } from "./plan-migrate.ts";
import type { Journal } from "./ports.ts";
import { resumeFirst } from "./resume.ts";

/** How far to go back: the latest `steps`, or until `target` is the highest applied ("0": nothing is). */
export type RollbackExtent =
  | { readonly kind: "steps"; readonly steps: number }
  | { readonly kind: "target"; readonly target: string };

export interface RollbackInput {
  readonly migrations: readonly Migration[];
  readonly state: HistoryState;
  readonly journal: Journal | undefined;
  readonly extent: RollbackExtent;
  /** As for `planMigrate`. */
  readonly code?: CodeModules | undefined;
}

/**
 * The migrations that a rollback undoes, the latest applied first.
 * @throws ToolError "usage" for an unknown target.
 */
export function selectRollback(input: RollbackInput): readonly AppliedMigration[] {
  const { state, extent } = input;
  const latestFirst = [...state.applied.values()].sort((a, b) => b.appliedSeq - a.appliedSeq);
  // A rollback that stopped in the middle is finished before anything else is undone.
  const half = latestFirst.find(({ version }) => version === input.journal?.version);
  if (half !== undefined) latestFirst.splice(latestFirst.indexOf(half), 1);
  const ordered = half === undefined ? latestFirst : [half, ...latestFirst];
  if (extent.kind === "steps") return ordered.slice(0, extent.steps);
  const target = settleTarget(extent.target, input);
  return ordered.filter(({ version }) => target === undefined || compareVersions(version, target) > 0);
}

/**
 * @param downTexts what the history recorded, by version, for all that `selectRollback` names.
 * @throws HistoryError when an edited file or an unfinished migration is in the way; ToolError "no-down-side" when one of
 * them cannot be undone: nothing is, then.
 */
export function planRollback(
  input: RollbackInput,
  downTexts: ReadonlyMap<string, string | undefined>,
  options: PlanOptions,
): Plan {
  const files = new Map(input.migrations.map((migration) => [migration.version, migration]));
  const blockers: Disagreement[] = [];
  const mistakes: Diagnostic[] = [];
  const withoutDown: AppliedMigration[] = [];
  const planned: PlannedMigration[] = [];
  const selected = selectRollback(input);
  for (const applied of selected) {
    const file = files.get(applied.version);
    if (file !== undefined && file.checksum !== applied.checksum) blockers.push(editedFile(applied, file));
    if (file?.format === "code") {
      const module = input.code?.get(applied.version);
      if (module !== undefined && (!module.reversible || module.downgrade === undefined)) withoutDown.push(applied);
      else planned.push({ ...undoByCode(applied, file, module, options), ...markBaseline(applied) });
      continue;
    }
    const side = file?.down ?? recordedSide(applied, downTexts.get(applied.version));
    if (side === undefined) {
      withoutDown.push(applied);
      continue;
    }
    const timeoutMs = file?.directives.downTimeoutMs ?? file?.directives.timeoutMs;
    const isTransactionWanted = file?.directives.transaction ?? true;
    const { steps, diagnostics } = buildSteps(side, { ...options, timeoutMs, isTransactionWanted });
    mistakes.push(...diagnostics);
    const { version, label, name, checksum } = applied;
    const description = file?.description ?? describeName(name);
    const what = { version, label, name, description, checksum, ...markBaseline(applied) };
    planned.push({ ...what, direction: "down", steps, doneCount: 0 });
  }
  const { journal, state } = input;
  if (journal !== undefined) {
    const applied = state.applied.get(journal.version);
    const isLeftOut = applied !== undefined && !selected.includes(applied);
    const unplanned = { label: applied?.label ?? journal.version, isLeftOut };
    const halves = resumeFirst(planned, journal, "down", unplanned);
    blockers.push(...halves.map((each) => (each.kind === "half-applied" ? { ...each, isToBeUndone: true } : each)));
  }
  if (blockers.length > 0) throw new HistoryError(blockers);
  throwOnMistakes(mistakes);
  throwOnMissingDown(withoutDown, input);
  return { format: 1, operation: "rollback", dialect: options.dialect.name, scope: options.scope, migrations: planned };
}

function markBaseline({ isBaseline }: AppliedMigration): Pick<PlannedMigration, "isBaselined"> {
  return isBaseline ? { isBaselined: true } : {};
}

function undoByCode(
  { version, label, name, checksum }: AppliedMigration,
  file: Migration,
  module: CodeModule | undefined,
  { dialect, scope }: PlanOptions,
): PlannedMigration {
  const step = buildCodeStep(file, { dialect, scope, direction: "down", timeoutMs: file.directives.timeoutMs, module });
  const { description } = file;
  return { version, label, name, description, direction: "down", checksum, steps: [step], doneCount: 0 };
}

function settleTarget(target: string, { migrations, state }: RollbackInput): string | undefined {
  if (target === "0") return undefined;
  const exact = parseVersion(target);
  const version = exact !== undefined && state.applied.has(exact) ? exact : findFile(target, migrations);
  if (!state.applied.has(version)) {
    throw new ToolError("usage", `the target ${target} is not applied`, {
      hint: "tidemark status lists what is; 0 undoes everything",
    });
  }
  return version;
}

function findFile(target: string, migrations: readonly Migration[]): string {
  const found = findMigration(migrations, target);
  if (found.kind === "found") return found.migration.version;
  throw new ToolError("usage", found.diagnostic.message, { hint: found.diagnostic.hint });
}

function editedFile(applied: AppliedMigration, file: Migration): Disagreement {
  const { version, label, name, checksum } = file;
  return { kind: "edited", version, label, name, recordedChecksum: applied.checksum, checksum };
}

/** The down side as the history kept it, for a checkout that does not have the file. */
function recordedSide(applied: AppliedMigration, text: string | undefined): Side | undefined {
  if (text === undefined) return undefined;
  return { source: { name: `${applied.name} (from the history)`, text }, span: { start: 0, end: text.length } };
}

function throwOnMissingDown(withoutDown: readonly AppliedMigration[], { code }: RollbackInput): void {
  const [first] = withoutDown;
  if (first === undefined) return;
  const names = withoutDown.map(({ name }) => name).join(", ");
  const isSaid = withoutDown.every(({ version }) => code?.get(version)?.reversible === false);
  const reason = isSaid ? "it says so itself (reversible: false)" : "there is no down side";
  throw new ToolError("no-down-side", `${names} cannot be undone: ${reason}; nothing was rolled back`, {
    hint: `write a new migration that undoes it, or ${adviseDown(first, code?.get(first.version))}`,
    details: { versions: withoutDown.map(({ version }) => version) },
  });
}

function adviseDown({ name }: AppliedMigration, module: CodeModule | undefined): string {
  if (module?.reversible === false) return `make ${name} reversible: it says that it is not (reversible: false)`;
  if (/\.[mc]?[jt]s$/.test(name)) return `bring back ${name} with a downgrade, and accept it: tidemark repair`;
  return `add a down side to ${name} (-- @down) and accept it: tidemark repair`;
}
