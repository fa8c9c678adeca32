// Holds the journal of an unfinished migration against its steps as they read now. Pure.
import { type Direction, describeStep, type InDoubt, type PlannedMigration, type StatementStep } from "../plan/plan.ts";
import { decideResume } from "../plan/resume.ts";
import type { Disagreement } from "./disagreement.ts";
import type { Journal } from "./ports.ts";

export type Resumed =
  | { readonly kind: "resumed"; readonly migration: PlannedMigration }
  | { readonly kind: "blocked"; readonly disagreement: Disagreement };

/** The migration of the journal, when it is not the first of the planned ones. */
export interface Unplanned {
  readonly label: string;
  /** It could go on, and the target, the steps or the profile leave it out. */
  readonly isLeftOut: boolean;
}

/**
 * Makes the first of the planned migrations go on where the journal says it stopped.
 * @returns what is in the way.
 */
export function resumeFirst(
  planned: PlannedMigration[],
  journal: Journal,
  direction: Direction,
  unplanned: Unplanned,
): readonly Disagreement[] {
  const { version, name, doneCount, isBuilding = false } = journal;
  const [first] = planned;
  const isPlanned = first?.version === version;
  const place = { version, label: isPlanned ? first.label : unplanned.label, name };
  if (journal.direction !== direction || (!isPlanned && unplanned.isLeftOut)) {
    const code = journal.isCode === true ? { isCode: true } : {};
    return [{ kind: "half-applied", ...place, direction: journal.direction, doneCount, isBuilding, ...code }];
  }
  // A release that does not have it finds everything done: whoever has it goes on waiting.
  if (!isPlanned && planned.length === 0 && isBuilding) return [];
  if (!isPlanned) return [{ kind: "half-applied-missing", ...place, direction }];
  const resumed = resumeMigration(first, journal);
  if (resumed.kind === "blocked") return [resumed.disagreement];
  planned[0] = resumed.migration;
  return [];
}

/** The migration as it goes on after what the journal says is done, or why it may not. */
export function resumeMigration(migration: PlannedMigration, journal: Journal): Resumed {
  const { version, label, name, direction, steps } = migration;
  const place = { version, label, name };
  const announced = journal.stepHashes.slice(0, Math.max(journal.doneCount, journal.intended?.to ?? 0));
  const editedIndex =
    journal.isCode === true
      ? indexOfOtherCode(migration, journal)
      : announced.findIndex((hash, index) => steps[index]?.hash !== hash);
  if (editedIndex >= 0) {
    const line = steps[editedIndex]?.line;
    const number = { statementNumber: editedIndex + 1, ...(line !== undefined && { line }) };
    return { kind: "blocked", disagreement: { kind: "half-applied-edited", ...place, ...number } };
  }
  const { doneCount, intended: inDoubt, checkpoints } = journal;
  const resumed = { ...migration, doneCount, inDoubt, ...(checkpoints !== undefined && { finished: checkpoints }) };
  const doubtful = journal.intended === undefined ? undefined : doubtfulStep(resumed, journal.intended);
  if (doubtful === undefined) return { kind: "resumed", migration: resumed };
  return {
    kind: "blocked",
    disagreement: {
      kind: "in-doubt",
      ...place,
      direction,
      statementNumber: doubtful.index + 1,
      statement: describeStep(doubtful),
      line: doubtful.line,
      reason: doubtful.askReason ?? "may not run twice",
    },
  };
}

/** Code starts again from its beginning, as it reads now; under another name it must read as it did. -1: it is that code. */
function indexOfOtherCode(
  { name, steps: [step] }: PlannedMigration,
  { name: known, stepHashes: [hash] }: Journal,
): number {
  const isSame = step?.kind === "code" && (name === known || step.hash === hash);
  return isSame ? -1 : 0;
}

function doubtfulStep(migration: PlannedMigration, inDoubt: InDoubt): StatementStep | undefined {
  const decision = decideResume(migration, inDoubt);
  return decision.kind === "ask" ? decision.step : undefined;
}
