// Migrations carried out on a schema in memory: what the files make, or what the history should have made.
import type { SchemaModel } from "../dialect/schema-model.ts";
import { foldHistory } from "../migration/history-state.ts";
import type { Migration, Side } from "../migration/migration.ts";
import { type Direction, hashStatement } from "../plan/plan.ts";
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

/**
 * "refused": it would change the schema, and the server would say no. "rows": the same, of rows or access. "unknown": it is not
 * understood. "elsewhere": it is refused in another scope, of which only what the files make is known. None changed anything.
 */
export interface ReplayProblem extends Diagnostic {
  readonly kind: "refused" | "rows" | "unknown" | "elsewhere";
}

/** What one side has come to. */
export interface CarriedOut {
  readonly after: SchemaModel;
  readonly problems: readonly ReplayProblem[];
  /** As in `Replay`. */
  readonly doubts: readonly string[];
  /** Of code. */
  readonly preview?: CodePreview | undefined;
}

/** Gathers what carrying out one side after another has shown. */
export class ReplayReport {
  readonly #problems: Diagnostic[] = [];
  readonly #doubts: string[] = [];
  #isWhole = true;

  add({ problems, doubts }: Pick<CarriedOut, "problems" | "doubts">): void {
    for (const { kind, ...problem } of problems) {
      // What is refused of rows is no part of a schema; and of other scopes only what files make is known here.
      if (kind === "refused" || kind === "unknown") this.#problems.push(problem);
      if (kind === "refused") this.#isWhole = false;
    }
    this.#doubts.push(...doubts);
  }

  read(): Required<Omit<Replay, "model">> {
    return { problems: this.#problems, isWhole: this.#isWhole, doubts: this.#doubts };
  }
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
  const { carryOut } = await beginReplay(migrations, options);
  const report = new ReplayReport();
  let model = start;
  for (const migration of migrations) {
    const carried = await carryOut(migration, model);
    report.add(carried);
    model = carried.after;
  }
  return { model, ...report.read() };
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
  const report = new ReplayReport();
  const unknown: UnknownMigration[] = [];
  const versions = new Set(applied.map(({ version }) => version));
  const files = migrations.filter(({ version }) => versions.has(version));
  const { carryOut } = await beginReplay(files, options);
  let model = start;
  const take = (carried: CarriedOut): void => {
    report.add(carried);
    model = carried.after;
  };
  for (const each of applied.sort((one, other) => one.appliedSeq - other.appliedSeq)) {
    const file = byVersion.get(each.version);
    if (file?.checksum === each.checksum) take(await carryOut(file, model));
    else unknown.push(each);
  }
  const journal = snapshot?.journal;
  const half = journal && byVersion.get(journal.version);
  const side = journal?.direction === "down" ? half?.down : half?.up;
  // How far code has come, its statements do not tell.
  if (journal !== undefined && half?.format === "code") unknown.push(half);
  else if (journal !== undefined && journal.doneCount > 0) {
    const isAsDone = side !== undefined && isUnedited(side, journal, options);
    if (isAsDone) take(replaySide(side, model, options, journal.doneCount));
    else unknown.push({ version: journal.version, label: half?.label ?? journal.version, name: journal.name });
  }
  return { model, ...report.read(), unknown };
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
  /** One side of it, which there has to be; the up side by default. */
  carryOut(migration: Migration, model: SchemaModel, direction?: Direction): Promise<CarriedOut>;
}

/** What code reads has no rows here. @throws DiagnosticsError "migration-files-invalid" for modules that are none */
export async function beginReplay(migrations: readonly Migration[], options: ReplayOptions): Promise<Replaying> {
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
    async carryOut(migration, model, direction = "up") {
      const { format, up, down, version } = migration;
      if (format !== "code") {
        const side = direction === "up" ? up : down;
        return side === undefined ? { after: model, problems: [], doubts: [] } : replaySide(side, model, options);
      }
      const { source } = up;
      const module = modules.get(version);
      if (module === undefined || world === undefined) {
        const problem: ReplayProblem = { kind: "unknown", message: "what this code does is not known here", source };
        return { after: model, problems: [problem], doubts: [] };
      }
      const step = buildCodeStep(migration, { dialect, scope, direction, timeoutMs: undefined, module });
      const preview = await previewCode(step, module, model, world);
      const { after, failure, statements } = preview;
      const doubts = statements.some(({ isUnanswered }) => isUnanswered)
        ? [`${source.name} reads rows: what it does to the schema may depend on them`]
        : [];
      if (failure === undefined) return { after, problems: [], doubts, preview };
      const { message, hint, line } = failure;
      const problem: ReplayProblem = { kind: "refused", message, hint, source, span: spanOfLine(source, line) };
      return { after, problems: [problem], doubts, preview };
    },
  };
}

/** Whether it says how it is undone. */
export function hasDownSide({ format, version, down }: Migration, modules: CodeModules): boolean {
  if (format !== "code") return down !== undefined;
  const module = modules.get(version);
  return module === undefined || (module.reversible && module.downgrade !== undefined);
}

function replaySide(
  side: Side,
  start: SchemaModel,
  options: ReplayOptions,
  count: number = Number.POSITIVE_INFINITY,
): CarriedOut {
  const { source } = side;
  const problems: ReplayProblem[] = [];
  let model = start;
  let namespace = options.scope;
  for (const statement of splitSide(side, options).statements.slice(0, count)) {
    const { text, span, facts } = statement;
    namespace = options.dialect.namespaceAfter(statement) ?? namespace;
    const { outcome, refusal, after, isOfScope } = model.tryStatement(text, namespace);
    model = after;
    if (refusal !== undefined) {
      const kind = !isOfScope ? "elsewhere" : facts.effect === "schema" ? "refused" : "rows";
      problems.push({ kind, message: refusal.message, hint: refusal.hint, source, span });
    } else if (outcome === "unknown") {
      problems.push({ kind: "unknown", message: "what this statement does is not understood", source, span });
    }
  }
  return { after: model, problems, doubts: [] };
}
