// Groups the steps of a plan into intents: what one write of the journal announces before it is carried out. Pure.
//
// A step that changes the schema, or that may not run twice, is announced alone. Neighbouring data statements that are
// the same twice share one announcement, because after a crash they run again from its beginning with the same client
// timestamps: a file of 1,000 INSERTs costs 16 conditional writes, not 1,000. The steps of one transaction are not announced:
// they are carried out together with the record of them, or not at all.
import type { PlannedMigration, Step } from "./plan.ts";

const SHARED_STEPS_MAX = 64;

/** Steps `from` up to, not including, `to` of one migration. Empty for a migration without steps left to run. */
export interface Intent {
  readonly migration: PlannedMigration;
  readonly from: number;
  readonly to: number;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  /** They run in one transaction, together with what is recorded of them. */
  readonly isTransaction: boolean;
}

export function groupIntents(migrations: readonly PlannedMigration[]): readonly Intent[] {
  return migrations.flatMap(groupMigration);
}

interface Range {
  readonly from: number;
  to: number;
  /** Undefined: outside of any. */
  readonly transaction: number | undefined;
}

function groupMigration(migration: PlannedMigration): Intent[] {
  const ranges: Range[] = [];
  for (const step of migration.steps.slice(migration.doneCount)) {
    const transaction = transactionOf(step, migration);
    const last = ranges.at(-1);
    if (last !== undefined && shares(last, step, transaction, migration)) last.to += 1;
    else ranges.push({ from: step.index, to: step.index + 1, transaction });
  }
  if (ranges.length === 0) ranges.push(emptyRange(migration));
  return ranges.map(({ from, to, transaction }, index) => ({
    migration,
    from,
    to,
    isFirst: index === 0,
    isLast: index === ranges.length - 1,
    isTransaction: transaction !== undefined,
  }));
}

function shares(
  last: Range,
  step: Step,
  transaction: number | undefined,
  { steps, inDoubt }: PlannedMigration,
): boolean {
  // What was never announced must not get the timestamps of an earlier try.
  if (last.to === inDoubt?.to || transaction !== last.transaction) return false;
  if (transaction !== undefined) return true;
  const isAlike = steps[last.to - 1]?.onRetry === "same-timestamp" && step.onRetry === "same-timestamp";
  return isAlike && last.to - last.from < SHARED_STEPS_MAX;
}

/** What an earlier run has announced was outside of any, and is found out about by itself. */
function transactionOf(step: Step, { inDoubt }: PlannedMigration): number | undefined {
  if (inDoubt !== undefined && step.index >= inDoubt.from && step.index < inDoubt.to) return undefined;
  if (step.kind === "code") return step.isTransaction === true ? 0 : undefined;
  return step.transaction;
}

/** A migration without statements is recorded, in whichever way its database does that. */
function emptyRange({ steps }: PlannedMigration): Range {
  return { from: steps.length, to: steps.length, transaction: undefined };
}
