// `repair`: takes files as they stand into the history, and settles steps in doubt by a person's word. It never touches
// a file and never runs a statement.
import { ToolError } from "../base/errors.ts";
import type { NewHistoryEvent } from "../migration/history.ts";
import { foldHistory } from "../migration/history-state.ts";
import { type Migration, textOfSide } from "../migration/migration.ts";
import { parseVersion } from "../migration/version.ts";
import { buildSteps } from "./build-steps.ts";
import { compareFiles } from "./compare.ts";
import { type Disagreement, isRepairable } from "./disagreement.ts";
import type { PlanOptions } from "./plan-migrate.ts";
import type { HistoryChange, Journal, Runtime, Snapshot } from "./ports.ts";
import { type RecordedMigration, recordEvents } from "./record.ts";
import { type EngineContext, withLease } from "./with-lease.ts";

export interface RepairOptions extends PlanOptions {
  readonly migrations: readonly Migration[];
}

/**
 * Accepts edited, renamed and deleted files.
 * @returns what was accepted, in the order of versions.
 * @throws LockError
 */
export async function repair(context: EngineContext, options: RepairOptions): Promise<readonly Disagreement[]> {
  const accepted = await withLease(
    context,
    "repair",
    (snapshot) => {
      const state = foldHistory(snapshot.events);
      const repairable = compareFiles(options.migrations, state, options).disagreements.filter(isRepairable);
      return repairable.length === 0 ? undefined : repairable;
    },
    async (lease, repairable, snapshot) => {
      const events = acceptedEvents(context, options, repairable, foldHistory(snapshot.events).nextSeq, snapshot);
      lease.assertHeld();
      await lease.write({ journal: withoutHashes(snapshot.journal), events });
      return repairable;
    },
  );
  return accepted ?? [];
}

function acceptedEvents(
  context: EngineContext,
  options: RepairOptions,
  repairable: readonly Disagreement[],
  firstSeq: number,
  snapshot: Snapshot,
): readonly NewHistoryEvent[] {
  const files = new Map(options.migrations.map((migration) => [migration.version, migration]));
  const { applied } = foldHistory(snapshot.events);
  const accepted = repairable.flatMap(({ version }): readonly RecordedMigration[] => {
    const file = files.get(version);
    if (file !== undefined) {
      const downText = file.down === undefined ? undefined : textOfSide(file.down);
      return [{ ...file, kind: "repaired", downText }];
    }
    const recorded = applied.get(version);
    return recorded === undefined ? [] : [{ ...recorded, kind: "removed" }];
  });
  return recordEvents(context.runtime, accepted, firstSeq);
}

/** What a person says of an unfinished migration. */
export interface Verdict {
  /** As the user wrote the version. */
  readonly version: string;
  /** "applied": carried out up to `statementNumber` (from 1), or all of it; "retry": the announced statements were not. */
  readonly kind: "applied" | "retry";
  readonly statementNumber?: number | undefined;
  /** Whether statements may count as carried out that were never sent. */
  readonly skipsUnsent?: boolean | undefined;
}

export interface Settled {
  readonly journal: Journal;
  /** How many statements count as done now. */
  readonly doneCount: number;
  readonly isFinished: boolean;
}

/**
 * Settles an unfinished migration, or one that failed at its first statement, by a person's word.
 * @throws ToolError "usage" when that version is not under way, or the statement is none of it; LockError
 */
export async function settle(context: EngineContext, options: RepairOptions, verdict: Verdict): Promise<Settled> {
  const settled = await withLease(
    context,
    "repair",
    (snapshot) => decideVerdict(snapshot, options, verdict, context.runtime),
    async (lease, decision, snapshot) => {
      const { journal, doneCount, isFinished } = decision;
      const { intended: _settled, stepHashes: _stored, ...rest } = journal;
      const isUntouched = doneCount === 0 && journal.isCode !== true;
      const change: HistoryChange = isFinished
        ? { journal: null, events: finishedEvents(context, options, journal, foldHistory(snapshot.events).nextSeq) }
        : { journal: isUntouched ? null : { ...rest, doneCount }, newStepHashes: decision.newStepHashes };
      lease.assertHeld();
      await lease.write(change);
      return { journal, doneCount, isFinished };
    },
  );
  if (settled === undefined) throw notUnderWay(verdict.version, undefined);
  return settled;
}

interface Decision extends Settled {
  readonly newStepHashes?: HistoryChange["newStepHashes"];
}

function decideVerdict(snapshot: Snapshot, options: RepairOptions, verdict: Verdict, runtime: Runtime): Decision {
  const version = parseVersion(verdict.version.replace(/^V/i, ""));
  const failed = verdict.kind === "applied" ? journalOfFailed(snapshot, options, version, runtime) : undefined;
  const journal = snapshot.journal ?? failed;
  if (journal === undefined || version !== journal.version) throw notUnderWay(verdict.version, journal);
  if (verdict.kind === "retry") return { journal, doneCount: journal.doneCount, isFinished: false };
  const hashes = hashesOfFile(journal, options);
  const stepCount = hashes?.length;
  const number = verdict.statementNumber;
  if (number === undefined) {
    refuseUnsent(journal, stepCount, verdict);
    return { journal, doneCount: stepCount ?? journal.doneCount, isFinished: true };
  }
  if (number <= journal.doneCount || (stepCount !== undefined && number > stepCount)) {
    const range = stepCount === undefined ? `above ${journal.doneCount}` : `${journal.doneCount + 1} to ${stepCount}`;
    throw new ToolError("usage", `statement ${number} of ${journal.name} cannot be marked: expected ${range}`);
  }
  refuseUnsent(journal, number, verdict);
  // Skipped statements were never announced: their hashes come from the file.
  const newStepHashes =
    hashes === undefined ? undefined : { from: journal.doneCount, hashes: hashes.slice(journal.doneCount, number) };
  return { journal, doneCount: number, isFinished: number === stepCount, newStepHashes };
}

/** @throws ToolError "usage" when a person says of statements that were never sent that they were carried out, and does not mean it. */
function refuseUnsent(journal: Journal, upTo: number | undefined, { skipsUnsent }: Verdict): void {
  // The statement after those that are done was sent, and failed, when nothing is announced.
  const sentCount = journal.intended?.to ?? journal.doneCount + 1;
  if (upTo === undefined || upTo <= sentCount || skipsUnsent === true) return;
  const number = sentCount + 1;
  const which =
    upTo === number
      ? `statement ${number} of ${journal.name} was`
      : `statements ${number} to ${upTo} of ${journal.name} were`;
  throw new ToolError("usage", `${which} never sent`, {
    hint: `name the last one that was carried out: --statement ${sentCount}; or, to skip the others for good, add --yes`,
  });
}

/** A migration that failed at its first statement has no journal: as far as is known nothing of it was done. */
function journalOfFailed(
  snapshot: Snapshot,
  { migrations }: RepairOptions,
  version: string | undefined,
  runtime: Runtime,
): Journal | undefined {
  const file = migrations.find((migration) => migration.version === version);
  if (file === undefined || !foldHistory(snapshot.events).failed.has(file.version)) return undefined;
  const { name, checksum } = file;
  const start = { startedAt: runtime.now(), doneCount: 0, stepHashes: [] };
  return { run: runtime.randomId(), version: file.version, name, checksum, direction: "up", ...start };
}

function hashesOfFile(journal: Journal, options: RepairOptions): readonly string[] | undefined {
  const file = options.migrations.find(({ version }) => version === journal.version);
  // Code is one step, and is not compared.
  if (file?.format === "code") return [""];
  const side = journal.direction === "up" ? file?.up : file?.down;
  return (
    side &&
    buildSteps(side, { ...options, timeoutMs: undefined, isTransactionWanted: true }).steps.map(({ hash }) => hash)
  );
}

function finishedEvents(
  context: EngineContext,
  options: RepairOptions,
  journal: Journal,
  seq: number,
): readonly NewHistoryEvent[] {
  const { version, direction } = journal;
  const isUp = direction === "up";
  const file = options.migrations.find((each) => each.version === version);
  // The file as it stands is what the person has judged.
  const { name, checksum } = file ?? journal;
  const downText = isUp && file?.down !== undefined ? textOfSide(file.down) : undefined;
  const kind = isUp ? "applied" : "rolled-back";
  const from = journal.isBuilding === true ? "its indexes and views" : `statement ${journal.doneCount + 1}`;
  const warnings = [...(journal.warnings ?? []), `recorded by a person's word, from ${from} on`];
  return recordEvents(context.runtime, [{ kind, version, name, checksum, direction, downText, warnings }], seq);
}

function notUnderWay(version: string, journal: Journal | undefined): ToolError {
  const hint =
    journal === undefined
      ? "nothing is under way; to take a migration as applied without running it: tidemark baseline"
      : `${journal.name} is the one under way`;
  return new ToolError("usage", `${version} is not half applied`, { hint });
}

function withoutHashes(journal: Journal | undefined): Omit<Journal, "stepHashes"> | null {
  if (journal === undefined) return null;
  const { stepHashes: _stored, ...rest } = journal;
  return rest;
}
