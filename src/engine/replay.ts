// Migrations carried out on a schema in memory: what the files make, or what the history should have made.
import type { SchemaModel } from "../dialect/schema-model.ts";
import { foldHistory } from "../migration/history-state.ts";
import type { Migration, Side } from "../migration/migration.ts";
import { hashStatement } from "../plan/plan.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { spanOfLine } from "../text/source.ts";
import { buildCodeStep } from "./build-steps.ts";
import { type CodeModules, type CodeTools, loadCode } from "./code/code-tools.ts";
import { type CodePreview, openPreviewWorld, type PreviewWorld, previewCode } from "./code/preview-code.ts";
import type { Journal, Snapshot } from "./ports.ts";
import { type SplitOptions, splitSide } from "./split-side.ts";

export interface ReplayOptions extends SplitOptions {
  readonly scope: string;
  /** For migrations in code. */
  readonly code?: CodeTools | undefined;
}

export interface Replay {
  readonly model: SchemaModel;
  /** Statements that the server would refuse, or that are not understood: they changed nothing here. */
  readonly problems: readonly Diagnostic[];
  /** Whether no statement that changes the schema was refused. */
  readonly isWhole: boolean;
  /** Code that reads rows, which are not known here: where a schema differs, that may be why. */
  readonly doubts?: readonly string[] | undefined;
}

export interface UnknownMigration {
  readonly version: string;
  readonly label: string;
  readonly name: string;
}

interface Problems {
  readonly found: Diagnostic[];
  readonly doubts: string[];
  isWhole: boolean;
}

export interface HistoryReplay extends Replay {
  /** Migrations that have no file here, or another one by now: what they did is not in the model. */
  readonly unknown: readonly UnknownMigration[];
}

/** Carries out the up sides in the order in which they are given. */
export async function replay(
  migrations: readonly Migration[],
  start: SchemaModel,
  options: ReplayOptions,
): Promise<Replay> {
  const problems: Problems = { found: [], doubts: [], isWhole: true };
  const { carryOut } = await beginReplay(migrations, options, problems);
  let model = start;
  for (const migration of migrations) ({ after: model } = await carryOut(migration, model));
  return { model, problems: problems.found, isWhole: problems.isWhole, doubts: problems.doubts };
}

/**
 * Carries out what was applied, in the order of its application, and what a migration that stopped half way has done.
 * The history keeps checksums, not texts: a file that was edited since is not what was applied, and is left out.
 */
export async function replayHistory(
  snapshot: Snapshot | undefined,
  migrations: readonly Migration[],
  start: SchemaModel,
  options: ReplayOptions,
): Promise<HistoryReplay> {
  const byVersion = new Map(migrations.map((migration) => [migration.version, migration]));
  const applied = [...foldHistory(snapshot?.events ?? []).applied.values()];
  const problems: Problems = { found: [], doubts: [], isWhole: true };
  const unknown: UnknownMigration[] = [];
  const versions = new Set(applied.map(({ version }) => version));
  const files = migrations.filter(({ version }) => versions.has(version));
  const { carryOut } = await beginReplay(files, options, problems);
  let model = start;
  for (const each of applied.sort((one, other) => one.appliedSeq - other.appliedSeq)) {
    const file = byVersion.get(each.version);
    if (file?.checksum === each.checksum) ({ after: model } = await carryOut(file, model));
    else unknown.push(each);
  }
  const journal = snapshot?.journal;
  const half = journal && byVersion.get(journal.version);
  const side = journal?.direction === "down" ? half?.down : half?.up;
  // How far code has come, its statements do not tell.
  if (journal !== undefined && half?.format === "code") unknown.push(half);
  else if (journal !== undefined && journal.doneCount > 0) {
    const isAsDone = side !== undefined && isUnedited(side, journal, options);
    if (isAsDone) model = replaySide(side, model, options, problems, journal.doneCount);
    else unknown.push({ version: journal.version, label: half?.label ?? journal.version, name: journal.name });
  }
  return { model, problems: problems.found, isWhole: problems.isWhole, doubts: problems.doubts, unknown };
}

/** Whether the statements that were carried out read as they did then. */
function isUnedited(side: Side, { doneCount, stepHashes }: Journal, options: ReplayOptions): boolean {
  const done = splitSide(side, options).statements.slice(0, doneCount);
  return done.length === doneCount && done.every(({ text }, index) => hashStatement(text) === stepHashes[index]);
}

/** Migrations one by one, each on the schema that is given for it. */
export interface Replaying {
  readonly modules: CodeModules;
  /** Undefined when there is no code. */
  readonly world: PreviewWorld | undefined;
  carryOut(
    migration: Migration,
    model: SchemaModel,
  ): Promise<{ readonly after: SchemaModel; readonly preview?: CodePreview }>;
}

/** What code reads has no rows here. */
export async function beginReplay(
  migrations: readonly Migration[],
  options: ReplayOptions,
  problems: Problems = { found: [], doubts: [], isWhole: true },
): Promise<Replaying> {
  const { code, dialect, scope } = options;
  const modules = await loadCode(migrations, code, () => true);
  const { signal } = new AbortController();
  const world =
    modules.size === 0 || code === undefined
      ? undefined
      : await openPreviewWorld(code, { dialect, signal, query: undefined });
  return {
    modules,
    world,
    async carryOut(migration, model) {
      const { format, up, version } = migration;
      if (format !== "code") return { after: replaySide(up, model, options, problems) };
      const module = modules.get(version);
      if (module === undefined || world === undefined) {
        problems.found.push({ message: "what this code does is not known here", source: up.source });
        return { after: model };
      }
      const step = buildCodeStep(migration, { dialect, scope, direction: "up", timeoutMs: undefined, module });
      const preview = await previewCode(step, module, model, world);
      if (preview.statements.some(({ isUnanswered }) => isUnanswered)) {
        problems.doubts.push(`${up.source.name} reads rows: what it does to the schema may depend on them`);
      }
      if (preview.failure !== undefined) {
        const { message, hint, line } = preview.failure;
        problems.isWhole = false;
        problems.found.push({ message, hint, source: up.source, span: spanOfLine(up.source, line) });
      }
      return { after: preview.after, preview };
    },
  };
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
