// What running migrations in code needs of the outside: their modules, and the driver's classes for values. Data.
import type { MigrationContext } from "../../migration/code-migration.ts";
import type { CodeModule } from "../../migration/code-module.ts";
import type { Migration } from "../../migration/migration.ts";

/** By version. */
export type CodeModules = ReadonlyMap<string, CodeModule>;

export interface CodeTools {
  /**
   * Imports the modules of those that are code; each is imported once.
   * @throws DiagnosticsError "migration-files-invalid" with everything that is wrong with them
   */
  load(migrations: readonly Migration[]): Promise<CodeModules>;
  /** Loads the driver. */
  valueTypes(): Promise<MigrationContext["types"]>;
  /** Lets timers and signals in: code that tries again and again whatever it is told would keep them out. */
  breathe(): Promise<void>;
  /** Work that knows, through every await, which phase it belongs to. */
  phases(): Phases;
  /** Calls back for a failed promise of this run's calls that nobody awaits; returns what ends that. */
  onFloatingFailure(listener: (error: unknown) => void): () => void;
}

export interface Phases {
  run<Result>(phase: Phase, work: () => Promise<Result>): Promise<Result>;
  /** Of whoever asks; undefined outside of every phase. */
  current(): Phase | undefined;
}

/** What `once` runs. */
export interface Phase {
  readonly name: string;
  isOver: boolean;
}

/** Marks an error that a call of code has thrown. */
export const THROWN_TO_CODE: unique symbol = Symbol.for("tidemark.thrown-to-code");

export const NO_MODULES: CodeModules = new Map();

/** The modules of those that are code; nothing is loaded when none is. */
export async function loadCode(
  migrations: readonly Migration[],
  code: CodeTools | undefined,
  isNeeded: (migration: Migration) => boolean,
): Promise<CodeModules> {
  const needed = migrations.filter((migration) => migration.format === "code" && isNeeded(migration));
  return needed.length === 0 || code === undefined ? NO_MODULES : code.load(needed);
}
