// Groups the steps of a plan into intents: what one write of the journal announces before it is carried out. Pure.
//
// A step that changes the schema, or that may not run twice, is announced alone. Neighbouring data statements that are
// the same twice share one announcement, because after a crash they run again from its beginning with the same client
// timestamps: a file of 1,000 INSERTs costs 16 conditional writes, not 1,000.
import type { PlannedMigration } from "./plan.ts";

const SHARED_STEPS_MAX = 64;

/** Steps `from` up to, not including, `to` of one migration. Empty for a migration without steps left to run. */
export interface Intent {
  readonly migration: PlannedMigration;
  readonly from: number;
  readonly to: number;
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

export function groupIntents(migrations: readonly PlannedMigration[]): readonly Intent[] {
  return migrations.flatMap(groupMigration);
}

function groupMigration(migration: PlannedMigration): Intent[] {
  const ranges: { from: number; to: number }[] = [];
  for (const step of migration.steps.slice(migration.doneCount)) {
    const last = ranges.at(-1);
    const previous = last === undefined ? undefined : migration.steps[last.to - 1];
    // What was never announced must not get the timestamps of an earlier try.
    const isBeyondDoubt = last?.to === migration.inDoubt?.to;
    const shares =
      last !== undefined &&
      !isBeyondDoubt &&
      previous?.onRetry === "same-timestamp" &&
      step.onRetry === "same-timestamp" &&
      last.to - last.from < SHARED_STEPS_MAX;
    if (shares) last.to += 1;
    else ranges.push({ from: step.index, to: step.index + 1 });
  }
  if (ranges.length === 0) ranges.push({ from: migration.steps.length, to: migration.steps.length });
  return ranges.map((range, index) => ({
    migration,
    from: range.from,
    to: range.to,
    isFirst: index === 0,
    isLast: index === ranges.length - 1,
  }));
}
