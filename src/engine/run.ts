// One run under way: what is known of it and of the migration it is at, and what the journal and the log are told of both.
import type { HistoryKind, NewHistoryEvent } from "../migration/history.ts";
import type { InDoubt, PlannedMigration, StatementStep } from "../plan/plan.ts";
import { type AgreementWatch, describeAbsent } from "./agreement-watch.ts";
import { awaitBuilds, describeBuild } from "./await-builds.ts";
import type { CodeModules } from "./code/code-tools.ts";
import type { LeaseKeeper } from "./lease-keeper.ts";
import type { LiveSchema } from "./live-schema.ts";
import type { AbsentNode, Journal } from "./ports.ts";
import { type WarningLog, warningLog } from "./warning-log.ts";
import { type EngineContext, throwIfInterrupted } from "./with-lease.ts";

export interface Run {
  readonly context: EngineContext;
  readonly lease: LeaseKeeper;
  readonly id: string;
  readonly code: CodeModules;
  readonly schema: LiveSchema;
  readonly agreement: AgreementWatch;
  nextSeq: number;
  lastTimestampMicros: number;
}

/** What is known of the migration under way. */
export interface Progress {
  readonly startedAt: number;
  readonly startedMs: number;
  readonly warnings: WarningLog;
  /** An earlier run ended in the middle of it. */
  readonly isRetried: boolean;
  /** Of code: what `once` has finished. */
  checkpoints: readonly string[];
  /** Of code: where its batches have come to. */
  positions: NonNullable<Journal["positions"]>;
  /** Of code: something was sent that may have changed the target. */
  hasChanged: boolean;
}

/** What earlier runs have left of a migration. */
export type EarlierTry = Pick<Journal, "warnings" | "positions">;

export function startProgress(run: Run, { finished }: PlannedMigration, earlier?: EarlierTry): Progress {
  const { runtime } = run.context;
  return {
    startedAt: runtime.now(),
    startedMs: runtime.monotonicMs(),
    warnings: warningLog(earlier?.warnings),
    isRetried: earlier !== undefined,
    checkpoints: finished ?? [],
    positions: earlier?.positions ?? {},
    hasChanged: false,
  };
}

/** Neither this run nor an earlier one has left anything of a migration of which no step is done. */
export function isUntouched({ isRetried, hasChanged, checkpoints, positions }: Progress): boolean {
  return !isRetried && !hasChanged && checkpoints.length === 0 && Object.keys(positions).length === 0;
}

export function journalAt(
  run: Run,
  migration: PlannedMigration,
  doneCount: number,
  progress: Progress,
): Omit<Journal, "stepHashes"> {
  const { version, name, checksum, direction } = migration;
  const warnings = progress.warnings.list();
  const { startedAt, checkpoints, positions } = progress;
  const journal = { run: run.id, version, name, checksum, direction, startedAt, doneCount };
  return {
    ...journal,
    ...(migration.steps.some((step) => step.kind === "code") && { isCode: true }),
    ...(checkpoints.length > 0 && { checkpoints }),
    ...(Object.keys(positions).length > 0 && { positions }),
    ...(warnings.length > 0 && { warnings }),
  };
}

export interface RecordedFailure {
  readonly error: string;
  readonly doneCount: number;
  readonly intended?: InDoubt | undefined;
}

export async function recordFailure(
  run: Run,
  migration: PlannedMigration,
  progress: Progress,
  { error, doneCount, intended }: RecordedFailure,
): Promise<void> {
  const durationMs = run.context.runtime.monotonicMs() - progress.startedMs;
  const event: NewHistoryEvent = { ...eventOf(run, "failed", migration, durationMs, progress), error };
  const isNothingLeft = doneCount === 0 && intended === undefined && isUntouched(progress);
  const journal = isNothingLeft ? null : { ...journalAt(run, migration, doneCount, progress), intended };
  await run.lease.write({ journal, events: [event] });
}

export function appliedEvent(
  run: Run,
  migration: PlannedMigration,
  durationMs: number,
  progress: Progress,
): NewHistoryEvent {
  const event = eventOf(run, migration.direction === "up" ? "applied" : "rolled-back", migration, durationMs, progress);
  const absent = needsAgreement(migration) ? run.agreement.absent().map(warnOfAbsent) : [];
  const settled = { ...event, warnings: [...event.warnings, ...absent] };
  return migration.direction === "up" ? { ...settled, downText: migration.downText } : settled;
}

export function eventOf(
  run: Run,
  kind: HistoryKind,
  migration: PlannedMigration,
  durationMs: number,
  progress: Progress,
): NewHistoryEvent {
  const { runtime } = run.context;
  const { version, name, checksum, direction } = migration;
  const seq = run.nextSeq;
  run.nextSeq += 1;
  const who = { by: runtime.user, host: runtime.host, tool: runtime.toolVersion, run: run.id };
  const at = progress.startedAt;
  return { seq, kind, version, name, checksum, direction, at, durationMs, ...who, warnings: progress.warnings.list() };
}

function warnOfAbsent(node: AbsentNode): string {
  return `settled without ${describeAbsent(node)}`;
}

/** @throws ToolError, see `awaitBuilds`, and "interrupted" */
export async function awaitStarted(run: Run, starters: readonly StatementStep[], progress: Progress): Promise<void> {
  const { context, lease, agreement } = run;
  const end = await awaitBuilds(context, lease, starters, agreement);
  for (const message of end.warnings) {
    progress.warnings.add(message);
    context.emit({ kind: "warning", message });
  }
  if (end.left.length === 0) return;
  if (context.leavesBuilds !== true) throwIfInterrupted(context.signal);
  context.emit({ kind: "builds-left", builds: end.left });
  for (const build of end.left) progress.warnings.add(`left while it was still being built: ${describeBuild(build)}`);
}

/** What a migration has already done to the schema may not be settled yet. */
export function needsAgreement(migration: PlannedMigration): boolean {
  return migration.steps.some((step) => step.effect === "schema");
}
