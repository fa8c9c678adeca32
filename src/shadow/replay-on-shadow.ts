// Migrations of SQL carried out on a shadow, statement by statement: what the files make, or what the history should have made.

import type { SchemaModel } from "../dialect/schema-model.ts";
import type { Journal, Snapshot } from "../engine/ports.ts";
import {
  beginReplay,
  type HistoryReplay,
  type Replay,
  type ReplayOptions,
  type UnknownMigration,
} from "../engine/replay.ts";
import { splitSide } from "../engine/split-side.ts";
import { foldHistory } from "../migration/history-state.ts";
import type { Migration, Side } from "../migration/migration.ts";
import { hashStatement } from "../plan/plan.ts";
import type { Statement } from "../plan/statement.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { DiagnosticsError } from "../text/diagnostics-error.ts";
import { positionOf, type Source } from "../text/source.ts";
import { refuseEmbeddedShadow } from "./refuse-embedded-shadow.ts";
import { readSqlPlace } from "./sql-failure-place.ts";
import { type ShadowOptions, type SqlShadow, withShadow } from "./sql-shadow.ts";

/** Carries out the up sides in the order in which they are given. @throws ToolError "unsupported-server" */
export function replayOnShadow(
  migrations: readonly Migration[],
  place: ShadowOptions,
  options: ReplayOptions,
): Promise<Replay> {
  return withShadow(place, async (shadow) => {
    const carrying = await beginCarrying(migrations, shadow, options);
    for (const migration of migrations) await carrying.carryOut(migration);
    return { model: await shadow.read(), ...carrying.report() };
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
    await carrying.carryOutStatements({ source, span }, statements, true);
    return { model: await shadow.read(), ...carrying.report() };
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
  const unknown: UnknownMigration[] = [];
  for (const each of applied.sort((one, other) => one.appliedSeq - other.appliedSeq)) {
    const file = byVersion.get(each.version);
    if (file?.checksum === each.checksum) await carrying.carryOut(file);
    else unknown.push(each);
  }
  const journal = snapshot?.journal;
  const half = journal && byVersion.get(journal.version);
  // How far code has come, its statements do not tell.
  if (half?.format === "code") unknown.push(half);
  else if (journal !== undefined && journal.doneCount > 0) {
    const side = journal.direction === "down" ? half?.down : half?.up;
    const done = side === undefined ? undefined : doneStatements(side, journal, options);
    if (side !== undefined && done !== undefined) await carrying.carryOutStatements(side, done, true);
    else unknown.push({ version: journal.version, label: half?.label ?? journal.version, name: journal.name });
  }
  return { model: await shadow.read(), ...carrying.report(), unknown };
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

interface Carrying {
  carryOut(migration: Migration): Promise<void>;
  carryOutStatements(side: Side, statements: readonly Statement[], isTransaction: boolean): Promise<void>;
  report(): Required<Omit<Replay, "model">>;
}

async function beginCarrying(
  migrations: readonly Migration[],
  shadow: SqlShadow,
  options: ReplayOptions,
): Promise<Carrying> {
  const { dialect } = options;
  const problems: { readonly found: Diagnostic[]; readonly doubts: string[]; isWhole: boolean } = {
    found: [],
    doubts: [],
    isWhole: true,
  };
  const code = await beginReplay(migrations, options, problems);
  let modelForCode: SchemaModel | undefined;

  async function carryOutStatements(
    side: Side,
    statements: readonly Statement[],
    isTransaction: boolean,
  ): Promise<void> {
    for (const group of groupStatements(statements, dialect.transactionsOf?.(statements, isTransaction))) {
      const texts = group.statements.map(({ text }) => text);
      const failures = group.isTransaction ? await shadow.runAll(texts) : [await shadow.run(texts[0] ?? "")];
      group.statements.forEach((statement, index) => {
        const failure = failures[index];
        // What is refused of rows and rights is no part of a schema: the tables are empty here, and roles are of the server.
        if (failure === undefined || statement.facts.effect !== "schema") return;
        const span = readSqlPlace(side.source, statement, failure);
        refuseEmbeddedShadow(
          shadow,
          failure,
          dialect.name,
          `${side.source.name}:${positionOf(side.source, span.start).line}`,
        );
        problems.isWhole = false;
        problems.found.push({ message: failure.message, hint: failure.hint, source: side.source, span });
      });
    }
  }

  return {
    carryOutStatements,
    async carryOut(migration) {
      const { up, directives, format } = migration;
      if (format !== "code") return carryOutStatements(up, splitSide(up, options).statements, directives.transaction);
      modelForCode ??= await shadow.read();
      const { preview } = await code.carryOut(migration, modelForCode);
      for (const text of preview?.schemaTexts ?? []) {
        const failure = await shadow.run(text);
        if (failure === undefined) continue;
        refuseEmbeddedShadow(shadow, failure, dialect.name, up.source.name);
        problems.isWhole = false;
        problems.found.push({ message: failure.message, hint: failure.hint, source: up.source });
      }
    },
    report: () => ({ problems: problems.found, isWhole: problems.isWhole, doubts: problems.doubts }),
  };
}

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
