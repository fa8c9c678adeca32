// `status`, `validate` and `pending`: what is applied, what is not, and what is wrong. Reads only.

import type { HistoryEvent } from "../migration/history.ts";
import { describeName, foldHistory, type HistoryState } from "../migration/history-state.ts";
import type { Migration } from "../migration/migration.ts";
import { compareVersions } from "../migration/version.ts";
import { type CompareOptions, compareFiles } from "./compare.ts";
import { type Disagreement, HistoryError } from "./disagreement.ts";
import { type PlanOptions, planMigrate } from "./plan-migrate.ts";
import { planRollback } from "./plan-rollback.ts";
import type { HistoryStore, Journal, LeaseHeld, Snapshot } from "./ports.ts";

export type MigrationState =
  | "applied"
  | "baselined"
  | "pending"
  | "failed" // nothing of it is done
  | "half-applied" // a run died or failed in the middle
  | "running" // another runner is at work on it
  | "not-for-profile";

export interface MigrationStatus {
  readonly version: string;
  readonly label: string;
  readonly name: string;
  readonly description: string;
  readonly state: MigrationState;
  readonly at?: number | undefined;
  readonly durationMs?: number | undefined;
  readonly by?: string | undefined;
  readonly host?: string | undefined;
  readonly error?: string | undefined;
  /** Something is wrong with it: "edited", "missing", "late" … */
  readonly disagreement?: Disagreement["kind"] | undefined;
  /** Applied, and above the highest file. */
  readonly isAhead: boolean;
}

export interface Status {
  readonly isInitialized: boolean;
  /** There is no history, and the server takes no writes that would make one. */
  readonly isReadOnly?: boolean | undefined;
  readonly current: string | undefined;
  readonly currentLabel: string | undefined;
  /** In order. */
  readonly pendingVersions: readonly string[];
  /** Every version that has a file or is applied, in order. */
  readonly migrations: readonly MigrationStatus[];
  readonly disagreements: readonly Disagreement[];
  readonly lease: LeaseHeld | undefined;
}

/** Pure. */
export function computeStatus(
  snapshot: Snapshot | undefined,
  migrations: readonly Migration[],
  options: CompareOptions,
  /** What `findUnfinished` found. */
  unfinished: readonly Disagreement[] = [],
): Status {
  const state = foldHistory(snapshot?.events ?? []);
  const { pending, ahead, disagreements: compared } = compareFiles(migrations, state, options);
  const half = snapshot?.journal;
  // While a runner is at work its migration is not half applied but under way.
  const isRunning = snapshot?.lease !== undefined;
  const disagreements = [...unfinished, ...compared];
  const pendingVersions = new Set(pending.map(({ version }) => version));
  const problems = new Map(disagreements.map((each) => [each.version, each.kind]));
  const aheadVersions = new Set(ahead);
  const fromFiles = migrations.map((migration): MigrationStatus => {
    const { version, label, name, description } = migration;
    const facts = factsOf(version, state, half, { isRunning, isPending: pendingVersions.has(version) });
    return { version, label, name, description, ...facts, disagreement: problems.get(version), isAhead: false };
  });
  const files = new Set(migrations.map(({ version }) => version));
  const withoutFile = [...state.applied.values()].filter(({ version }) => !files.has(version));
  const fromHistory = withoutFile.map((applied): MigrationStatus => {
    const { version, label, name } = applied;
    const description = describeName(name);
    const facts = factsOf(version, state, half, { isRunning, isPending: false });
    const isAhead = aheadVersions.has(version);
    return { version, label, name, description, ...facts, disagreement: problems.get(version), isAhead };
  });
  const { current } = state;
  return {
    isInitialized: snapshot !== undefined,
    current,
    currentLabel: current === undefined ? undefined : state.applied.get(current)?.label,
    pendingVersions: pending.map(({ version }) => version),
    migrations: [...fromFiles, ...fromHistory].sort((a, b) => compareVersions(a.version, b.version)),
    disagreements,
    lease: snapshot?.lease,
  };
}

function factsOf(
  version: string,
  state: HistoryState,
  half: Journal | undefined,
  { isRunning, isPending }: { readonly isRunning: boolean; readonly isPending: boolean },
): Pick<MigrationStatus, "state" | "at" | "durationMs" | "by" | "host" | "error"> {
  const applied = state.applied.get(version);
  const failed = state.failed.get(version);
  if (half?.version === version)
    return isRunning ? { state: "running" } : { state: "half-applied", error: failed?.error };
  if (applied !== undefined) {
    const { at, durationMs, by, host, isBaseline } = applied;
    return { state: isBaseline ? "baselined" : "applied", at, durationMs, by, host };
  }
  if (failed !== undefined) {
    const { at, durationMs, by, host, error } = failed;
    return { state: "failed", at, durationMs, by, host, error };
  }
  return { state: isPending ? "pending" : "not-for-profile" };
}

/** The log as it stands, oldest first. */
export async function readHistory(store: HistoryStore): Promise<readonly HistoryEvent[]> {
  return (await store.read())?.events ?? [];
}

/**
 * Everything that stands between history and files, an unfinished migration included.
 * @throws ToolError "migration-files-invalid" when a pending file does not split into statements.
 */
export async function readDisagreements(
  store: HistoryStore,
  migrations: readonly Migration[],
  options: PlanOptions,
): Promise<readonly Disagreement[]> {
  const snapshot = await store.read();
  const state = foldHistory(snapshot?.events ?? []);
  const { disagreements } = compareFiles(migrations, state, options);
  return [...(await findUnfinished(store, snapshot, migrations, options)), ...disagreements];
}

/** The migration that a run left half done, and whether it can go on; none while a runner is at work on it. */
export async function findUnfinished(
  store: HistoryStore,
  snapshot: Snapshot | undefined,
  migrations: readonly Migration[],
  options: PlanOptions,
): Promise<readonly Disagreement[]> {
  const journal = snapshot?.lease === undefined ? snapshot?.journal : undefined;
  if (snapshot === undefined || journal === undefined) return [];
  const state = foldHistory(snapshot.events);
  const applied = state.applied.get(journal.version);
  const downText = applied && (await store.readDownText(applied.textSeq));
  const found = findBlockers(migrations, state, journal, downText, options);
  const blockers = found.filter(({ kind }) => UNFINISHED.has(kind));
  if (blockers.length > 0) return blockers;
  return isAheadOf(migrations, journal) ? [] : [halfApplied(journal, migrations, state)];
}

/** A newer release has it, and has done all its statements. */
export function isAheadOf(migrations: readonly Migration[], journal: Journal | undefined): journal is Journal {
  return journal?.isBuilding === true && !migrations.some(({ version }) => version === journal.version);
}

const UNFINISHED: ReadonlySet<Disagreement["kind"]> = new Set([
  "half-applied",
  "half-applied-missing",
  "half-applied-edited",
  "in-doubt",
]);

function halfApplied(journal: Journal, migrations: readonly Migration[], state: HistoryState): Disagreement {
  const { version, name, direction, doneCount, isBuilding = false, isCode } = journal;
  return {
    kind: "half-applied",
    version,
    label: labelOfVersion(journal, migrations, state),
    name,
    direction,
    doneCount,
    isBuilding,
    ...(isCode === true && { isCode }),
  };
}

function labelOfVersion(journal: Journal, migrations: readonly Migration[], state: HistoryState): string {
  const file = migrations.find(({ version }) => version === journal.version);
  return file?.label ?? state.applied.get(journal.version)?.label ?? journal.version;
}

function findBlockers(
  migrations: readonly Migration[],
  state: HistoryState,
  journal: Journal,
  downText: string | undefined,
  options: PlanOptions,
): readonly Disagreement[] {
  const downTexts = new Map([[journal.version, downText]]);
  try {
    if (journal.direction === "up") planMigrate({ migrations, state, journal }, options);
    else planRollback({ migrations, state, journal, extent: { kind: "steps", steps: 1 } }, downTexts, options);
    return [];
  } catch (error) {
    if (error instanceof HistoryError) return error.disagreements;
    throw error;
  }
}
