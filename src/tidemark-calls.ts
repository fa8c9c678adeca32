// What the calls of the library take and give back. Data.
import type { ComparisonReport } from "./compare-sources.ts";
import type { Sides } from "./dialect/schema-model.ts";
import type { Requirement } from "./engine/compatibility.ts";
import type { Disagreement } from "./engine/disagreement.ts";
import type { EmitEvent } from "./engine/event.ts";
import type { ExecutedMigration } from "./engine/execute-plan.ts";
import type { ReviewedPlan } from "./engine/plan-document.ts";
import type { InitializeResult } from "./engine/ports.ts";
import type { HistoryReplay } from "./engine/replay.ts";
import type { Migration } from "./migration/migration.ts";
import type { NewFileFormat } from "./migration/plan-new-file.ts";
import type { Plan } from "./plan/plan.ts";

export interface RunOptions {
  /** Called for what happens on the way; it must not throw. */
  readonly onEvent?: EmitEvent | undefined;
  /** Aborted: the statement under way is finished and recorded, then the call fails with code "interrupted". */
  readonly signal?: AbortSignal | undefined;
}

/** Of a call that carries out migrations. */
export interface ApplyOptions extends RunOptions {
  /** Whether indexes and views that are still being built are waited for; true by default. */
  readonly waitForBuilds?: boolean | undefined;
  /** Whether the database is asked first for what it would refuse; true by default. */
  readonly preflight?: boolean | undefined;
}

export interface MigrateCall extends ApplyOptions {
  /** Inclusive: a version, or a prefix of exactly one file's name. */
  readonly target?: string | undefined;
  /** Only computes the plan: nothing is created or changed. */
  readonly dryRun?: boolean | undefined;
  /** Nothing but this reviewed plan is carried out, or what is left of it: a `document` of `review`, or the path of its file. */
  readonly plan?: ReviewedPlan | string | undefined;
}

export interface MigrateReport {
  /** What this call applied, in order; empty for a dry run. */
  readonly applied: readonly Migration[];
  readonly executed: readonly ExecutedMigration[];
  /** What would be done; for a dry run only. */
  readonly plan: Plan | undefined;
  /** The highest applied version now. */
  readonly current: string | undefined;
  /** The same as its file writes it. */
  readonly currentLabel: string | undefined;
  /** Versions that are applied, and above the highest file. */
  readonly ahead: readonly string[];
  readonly notes: readonly Disagreement[];
}

export interface SyncCall extends ApplyOptions {
  /** Only computes the statements: nothing is created or changed. */
  readonly dryRun?: boolean | undefined;
  /** Whether indexes that no model of their table names are dropped, and those that differ made again; false by default. */
  readonly dropRemovedIndexes?: boolean | undefined;
}

/** At least one of `min` and `max`. */
export interface AssertCompatibleCall extends Requirement, RunOptions {}

export interface RollbackCall extends ApplyOptions {
  /** How many to undo, the latest applied first; 1 unless `target` is given. */
  readonly steps?: number | undefined;
  /** Stays applied; "0": nothing does. */
  readonly target?: string | undefined;
  readonly dryRun?: boolean | undefined;
  /** `hashPlan` of a plan that was agreed to: any other is refused. */
  readonly expectedPlan?: string | undefined;
}

export interface RollbackReport {
  /** Versions that this call undid, in order. */
  readonly rolledBack: readonly string[];
  readonly executed: readonly ExecutedMigration[];
  readonly plan: Plan | undefined;
  readonly current: string | undefined;
  readonly currentLabel: string | undefined;
}

export interface InitReport extends InitializeResult {
  /** What is managed: the keyspace, or the schema of a SQL database. */
  readonly scope: string;
  /** What it is called in messages: the keyspace, or "shop", "shop.billing" of database and schema. */
  readonly title: string;
  readonly directory: string;
}

export interface SnapshotCall {
  /** "live" by default; the others ask no server. */
  readonly from?: "live" | "files" | "models" | undefined;
  /** Of files: up to this version, inclusive. */
  readonly at?: string | undefined;
  /** Whose rules hold where no server is asked: "cassandra:4.1"; the newest by default. */
  readonly server?: string | undefined;
}

export interface DiffCall extends Pick<SnapshotCall, "server"> {
  /** What the sides are called in descriptions, each with its preposition; "in A" and "in B" by default. */
  readonly sides?: Sides | undefined;
}

export interface DriftReport extends ComparisonReport, Pick<HistoryReplay, "unknown"> {}

export interface LintCall {
  /**
   * Whose rules hold: "cassandra:4.1", "postgres:14"; "live": what the target is, which is asked. By default those of the
   * configuration, or the newest. Several at once: a finding names its servers where it does not hold for all.
   */
  readonly server?: string | readonly string[] | undefined;
  /** Only these migrations: versions, paths of files, beginnings of names. The others are carried out in memory all the same. */
  readonly migrations?: readonly string[] | undefined;
  /** Only migrations whose files are other than where HEAD parted from this branch, tag or commit of git, or new. */
  readonly since?: string | undefined;
  /** Whether what can surely be mended is mended in the files; applied migrations are then edited ones. */
  readonly fix?: boolean | undefined;
}

export interface NewMigration {
  readonly description: string;
  /** "versioned" by default: both sides in one file; "paired": a file each. */
  readonly format?: NewFileFormat | undefined;
  /** The statements, in place of a template: one text, or a list of them; not for code. */
  readonly up?: string | readonly string[] | undefined;
  /** What undoes them; only beside `up`. */
  readonly down?: string | readonly string[] | undefined;
}
