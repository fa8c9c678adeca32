// Migrations carried out on a schema in memory: what the files make, or what the history should have made. Pure.
import type { SchemaModel } from "../dialect/schema-model.ts";
import { foldHistory } from "../migration/history-state.ts";
import type { Migration, Side } from "../migration/migration.ts";
import { hashStatement } from "../plan/plan.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Journal, Snapshot } from "./ports.ts";
import { type SplitOptions, splitSide } from "./split-side.ts";

export interface ReplayOptions extends SplitOptions {
  readonly scope: string;
}

export interface Replay {
  readonly model: SchemaModel;
  /** Statements that the server would refuse, or that are not understood: they changed nothing here. */
  readonly problems: readonly Diagnostic[];
  /** Whether no statement that changes the schema was refused. */
  readonly isWhole: boolean;
}

export interface UnknownMigration {
  readonly version: string;
  readonly label: string;
  readonly name: string;
}

interface Problems {
  readonly found: Diagnostic[];
  isWhole: boolean;
}

export interface HistoryReplay extends Replay {
  /** Migrations that have no file here, or another one by now: what they did is not in the model. */
  readonly unknown: readonly UnknownMigration[];
}

/** Carries out the up sides in the order in which they are given. */
export function replay(migrations: readonly Migration[], start: SchemaModel, options: ReplayOptions): Replay {
  const problems: Problems = { found: [], isWhole: true };
  let model = start;
  for (const { up } of migrations) model = replaySide(up, model, options, problems);
  return { model, problems: problems.found, isWhole: problems.isWhole };
}

/**
 * Carries out what was applied, in the order of its application, and what a migration that stopped half way has done.
 * The history keeps checksums, not texts: a file that was edited since is not what was applied, and is left out.
 */
export function replayHistory(
  snapshot: Snapshot | undefined,
  migrations: readonly Migration[],
  start: SchemaModel,
  options: ReplayOptions,
): HistoryReplay {
  const files = new Map(migrations.map((migration) => [migration.version, migration]));
  const applied = [...foldHistory(snapshot?.events ?? []).applied.values()];
  const problems: Problems = { found: [], isWhole: true };
  const unknown: UnknownMigration[] = [];
  let model = start;
  for (const each of applied.sort((one, other) => one.appliedSeq - other.appliedSeq)) {
    const file = files.get(each.version);
    if (file?.checksum === each.checksum) model = replaySide(file.up, model, options, problems);
    else unknown.push(each);
  }
  const journal = snapshot?.journal;
  const half = journal && files.get(journal.version);
  const side = journal?.direction === "down" ? half?.down : half?.up;
  if (journal !== undefined && journal.doneCount > 0) {
    const isAsDone = side !== undefined && isUnedited(side, journal, options);
    if (isAsDone) model = replaySide(side, model, options, problems, journal.doneCount);
    else unknown.push({ version: journal.version, label: half?.label ?? journal.version, name: journal.name });
  }
  return { model, problems: problems.found, isWhole: problems.isWhole, unknown };
}

/** Whether the statements that were carried out read as they did then. */
function isUnedited(side: Side, { doneCount, stepHashes }: Journal, options: ReplayOptions): boolean {
  const done = splitSide(side, options).statements.slice(0, doneCount);
  return done.length === doneCount && done.every(({ text }, index) => hashStatement(text) === stepHashes[index]);
}

function replaySide(
  side: Side,
  start: SchemaModel,
  options: ReplayOptions,
  problems: Problems,
  count: number = Number.POSITIVE_INFINITY,
): SchemaModel {
  const { source } = side;
  let model = start;
  let namespace = options.scope;
  for (const statement of splitSide(side, options).statements.slice(0, count)) {
    const { text, span, facts } = statement;
    namespace = options.dialect.namespaceAfter(statement) ?? namespace;
    const { outcome, refusal, after, isOfScope } = model.tryStatement(text, namespace);
    model = after;
    // What is refused of rows is no part of a schema; and of other scopes only what files make is known here.
    if (refusal !== undefined && facts.effect === "schema" && isOfScope) {
      problems.isWhole = false;
      problems.found.push({ message: refusal.message, hint: refusal.hint, source, span });
    } else if (outcome === "unknown") {
      problems.found.push({ message: "what this statement does is not understood", source, span });
    }
  }
  return model;
}
