// Migrations of SQL carried out on a shadow, statement by statement: what the files make, or what the history should have made.

import type { SqlFailure } from "../adapters/sql/connection.ts";
import type { SchemaModel } from "../dialect/schema-model.ts";
import type { CodeModules } from "../engine/code/code-tools.ts";
import type { Journal, Snapshot } from "../engine/ports.ts";
import {
  beginReplay,
  type CarriedOut,
  type HistoryReplay,
  type Replay,
  type ReplayOptions,
  type ReplayProblem,
  ReplayReport,
  type UnknownMigration,
} from "../engine/replay.ts";
import { splitSide } from "../engine/split-side.ts";
import { foldHistory } from "../migration/history-state.ts";
import type { Migration, Side } from "../migration/migration.ts";
import { type Direction, hashStatement } from "../plan/plan.ts";
import type { Statement } from "../plan/statement.ts";
import { DiagnosticsError } from "../text/diagnostics-error.ts";
import { positionOf, type Source } from "../text/source.ts";
import { refuseEmbeddedShadow } from "./refuse-embedded-shadow.ts";
import { readSqlPlace } from "./sql-failure-place.ts";
import { NOT_TRIED, type ShadowOptions, type SqlShadow, withShadow } from "./sql-shadow.ts";

/** Carries out the up sides in the order in which they are given. @throws ToolError "unsupported-server" */
export function replayOnShadow(
  migrations: readonly Migration[],
  place: ShadowOptions,
  options: ReplayOptions,
): Promise<Replay> {
  return withShadow(place, async (shadow) => {
    const carrying = await beginCarrying(migrations, shadow, options);
    const report = new ReplayReport();
    for (const migration of migrations) report.add(await carrying.carryOut(migration));
    return { model: await shadow.read(), ...report.read() };
  });
}

/** Carries out the statements of a snapshot. @throws DiagnosticsError "usage", ToolError "unsupported-server" */
export async function replaySourceOnShadow(
  source: Source,
  place: ShadowOptions,
  options: ReplayOptions,
): Promise<Replay> {
  const span = { start: 0, end: source.text.length };
  const { statements, diagnostics } = options.dialect.split(source, span);
  if (diagnostics.length > 0) {
    const located = diagnostics.map((diagnostic) => ({ ...diagnostic, source }));
    throw new DiagnosticsError("usage", `${diagnostics.length} mistakes in ${source.name}`, located);
  }
  return withShadow(place, async (shadow) => {
    const carrying = await beginCarrying([], shadow, options);
    const report = new ReplayReport();
    report.add(await carrying.carryOutStatements({ source, span }, statements, true));
    return { model: await shadow.read(), ...report.read() };
  });
}

/**
 * Carries out what was applied, in the order of its application, and what a migration that stopped half way has done.
 * The history keeps checksums, not texts: a file that was edited since is not what was applied, and is left out.
 * @throws ToolError "unsupported-server"
 */
export function replayHistoryOnShadow(
  snapshot: Snapshot | undefined,
  migrations: readonly Migration[],
  place: ShadowOptions,
  options: ReplayOptions,
): Promise<HistoryReplay> {
  return withShadow(place, (shadow) => replayHistory(snapshot, migrations, shadow, options));
}

async function replayHistory(
  snapshot: Snapshot | undefined,
  migrations: readonly Migration[],
  shadow: SqlShadow,
  options: ReplayOptions,
): Promise<HistoryReplay> {
  const byVersion = new Map(migrations.map((migration) => [migration.version, migration]));
  const applied = [...foldHistory(snapshot?.events ?? []).applied.values()];
  const versions = new Set(applied.map(({ version }) => version));
  const files = migrations.filter(({ version }) => versions.has(version));
  const carrying = await beginCarrying(files, shadow, options);
  const report = new ReplayReport();
  const unknown: UnknownMigration[] = [];
  for (const each of applied.sort((one, other) => one.appliedSeq - other.appliedSeq)) {
    const file = byVersion.get(each.version);
    if (file?.checksum === each.checksum) report.add(await carrying.carryOut(file));
    else unknown.push(each);
  }
  const journal = snapshot?.journal;
  const half = journal && byVersion.get(journal.version);
  // How far code has come, its statements do not tell.
  if (half?.format === "code") unknown.push(half);
  else if (journal !== undefined && journal.doneCount > 0) {
    const side = journal.direction === "down" ? half?.down : half?.up;
    const done = side === undefined ? undefined : doneStatements(side, journal, options);
    if (side !== undefined && done !== undefined) report.add(await carrying.carryOutStatements(side, done, true));
    else unknown.push({ version: journal.version, label: half?.label ?? journal.version, name: journal.name });
  }
  return { model: await shadow.read(), ...report.read(), unknown };
}

/** Those that were carried out, if they still read as they did then. */
function doneStatements(
  side: Side,
  { doneCount, stepHashes }: Journal,
  options: ReplayOptions,
): readonly Statement[] | undefined {
  const done = splitSide(side, options).statements.slice(0, doneCount);
  const isUnedited =
    done.length === doneCount && done.every(({ text }, index) => hashStatement(text) === stepHashes[index]);
  return isUnedited ? done : undefined;
}

/** What the shadow has come to, and not the schema that it is, which takes longer to read. */
export type CarriedOutOnShadow = Omit<CarriedOut, "after">;

export interface Carrying {
  readonly modules: CodeModules;
  /** One side of it, which there has to be; the up side by default. */
  carryOut(migration: Migration, direction?: Direction): Promise<CarriedOutOnShadow>;
  carryOutStatements(side: Side, statements: readonly Statement[], isTransaction: boolean): Promise<CarriedOutOnShadow>;
}

/** @throws DiagnosticsError "migration-files-invalid" for modules that are none */
export async function beginCarrying(
  migrations: readonly Migration[],
  shadow: SqlShadow,
  options: ReplayOptions,
): Promise<Carrying> {
  const { dialect } = options;
  const code = await beginReplay(migrations, options);
  let modelForCode: SchemaModel | undefined;
  let hasNotTried = false;

  /** Whether nothing is known of it: it was not sent, or names what a statement that was not sent may have made. */
  function isUnknown(failure: SqlFailure): boolean {
    hasNotTried ||= failure === NOT_TRIED;
    return failure === NOT_TRIED || (hasNotTried && NAMES_SHARED.test(failure.message));
  }

  async function carryOutStatements(
    side: Side,
    statements: readonly Statement[],
    isTransaction: boolean,
  ): Promise<CarriedOutOnShadow> {
    const { source } = side;
    const problems: ReplayProblem[] = [];
    for (const group of groupStatements(statements, dialect.transactionsOf?.(statements, isTransaction))) {
      const texts = group.statements.map(({ text }) => text);
      const failures = group.isTransaction ? await shadow.runAll(texts) : [await shadow.run(texts[0] ?? "")];
      group.statements.forEach((statement, index) => {
        const failure = failures[index];
        if (failure === undefined) return;
        const { message, hint } = failure;
        const span = readSqlPlace(source, statement, failure);
        // The tables hold no rows but those of the files, and roles are of the server.
        const isSchema = statement.facts.effect === "schema";
        const kind = isUnknown(failure) ? "unknown" : isSchema ? "refused" : "rows";
        const place = `${source.name}:${positionOf(source, span.start).line}`;
        if (kind === "refused") refuseEmbeddedShadow(shadow, failure, dialect.name, place);
        problems.push({ kind, message, hint, source, span });
      });
    }
    return { problems, doubts: [] };
  }

  return {
    modules: code.modules,
    carryOutStatements,
    async carryOut(migration, direction = "up") {
      const { directives, format } = migration;
      if (format !== "code") {
        const side = direction === "up" ? migration.up : migration.down;
        if (side === undefined) return { problems: [], doubts: [] };
        return carryOutStatements(side, splitSide(side, options).statements, directives.transaction);
      }
      const { source } = migration.up;
      modelForCode ??= await shadow.read();
      const { preview, problems, doubts } = await code.carryOut(migration, modelForCode, direction);
      const refused: ReplayProblem[] = [];
      for (const text of preview?.schemaTexts ?? []) {
        const failure = await shadow.run(text);
        if (failure === undefined) continue;
        const kind = isUnknown(failure) ? "unknown" : "refused";
        if (kind === "refused") refuseEmbeddedShadow(shadow, failure, dialect.name, source.name);
        refused.push({ kind, message: failure.message, hint: failure.hint, source });
      }
      return { problems: [...problems, ...refused], doubts };
    },
  };
}

/** What PostgreSQL and CockroachDB say of what is of the whole server, and is not there. */
const NAMES_SHARED = /^(role|role\/user|user|database|tablespace|subscription) "?.+"? does not exist/;

interface Group {
  readonly isTransaction: boolean;
  readonly statements: readonly Statement[];
}

/** Neighbours that share a transaction, and each of the others by itself. */
function groupStatements(
  statements: readonly Statement[],
  transactions: readonly (number | undefined)[] | undefined,
): readonly Group[] {
  const groups: { readonly isTransaction: boolean; readonly statements: Statement[] }[] = [];
  statements.forEach((statement, index) => {
    const transaction = transactions?.[index];
    const last = groups.at(-1);
    if (transaction !== undefined && last !== undefined && transactions?.[index - 1] === transaction) {
      last.statements.push(statement);
    } else groups.push({ isTransaction: transaction !== undefined, statements: [statement] });
  });
  return groups;
}
