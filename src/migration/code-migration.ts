// What a migration in code is, and what it is given to work with. Data and types; only `defineMigration` is there when it runs.
import type { types } from "cassandra-driver";

/** Default export of a file such as `20260203_001_backfill_brands.ts`. */
export interface CodeMigration {
  /** For people; the file's name says it otherwise. */
  readonly description?: string | undefined;
  /** Whether `upgrade` may drop, truncate, and delete without a key; it is refused otherwise, before anything is sent. */
  readonly allowDestructive?: boolean | undefined;
  /** False: a rollback that would reach it is refused before anything is undone. */
  readonly reversible?: boolean | undefined;
  upgrade(context: MigrationContext): Promise<void> | void;
  downgrade?(context: MigrationContext): Promise<void> | void;
}

/** Values for the `?` of a statement, in order, or for its `:names`. As the driver takes them. */
export type Parameters = readonly unknown[] | Readonly<Record<string, unknown>>;

/** Values by the name of their column, as the driver gives them: `types.Uuid`, `types.Long`, `Date`, … */
export type ResultRow = Readonly<Record<string, unknown>>;

export interface ExecuteResult<R = ResultRow> {
  /** What the statement returned: of a conditional write whose condition did not hold, what is there. */
  readonly rows: readonly R[];
  /** Of a conditional write, whether it was done; true for any other. */
  readonly wasApplied: boolean;
}

export interface QueryOptions {
  /** Rows that are fetched at once, and held: 1,000 unless it is given. */
  readonly pageSize?: number | undefined;
}

/** The rows of a query, fetched page by page while they are asked for: any number of them, in the memory of two pages. */
export interface QueryResult<R = ResultRow> extends AsyncIterable<R> {
  /** The same by the page. */
  pages(): AsyncIterable<readonly R[]>;
  /** The first row; undefined when there is none. */
  first(): Promise<R | undefined>;
}

/**
 * What `upgrade` and `downgrade` work with. Every call throws a ToolError "interrupted" after Ctrl-C, and "lock-lost" once
 * another runner may have taken over: let both go through.
 */
export interface MigrationContext {
  /** The managed keyspace, which names without one refer to. */
  readonly keyspace: string;
  /** Nothing is sent that would change something: writes are recorded. */
  readonly dryRun: boolean;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** Classes of the driver for values: `new types.Uuid(…)`, `types.Long.fromString("1")`. */
  readonly types: typeof types;
  /**
   * Sends one statement, and waits until all nodes have it when it changes the schema. A text is prepared once, however often
   * it is sent with values. Safe to call many times at once.
   * @throws ToolError "step-failed" for what the server refuses, and for what is destructive and not allowed
   */
  execute<R = ResultRow>(text: string, parameters?: Parameters): Promise<ExecuteResult<R>>;
  /** Rows of a SELECT. Nothing is sent before they are asked for. */
  query<R = ResultRow>(text: string, parameters?: Parameters, options?: QueryOptions): QueryResult<R>;
  /**
   * Runs `work` unless an earlier try of this migration has finished it, which the journal remembers under `name`. A try that
   * died within it runs it again.
   * @returns whether it ran now
   */
  once(name: string, work: () => Promise<void> | void): Promise<boolean>;
  /** Names are as in CQL: `products`, `"Products"`, `audit.events`. */
  tableExists(table: string): Promise<boolean>;
  columnExists(table: string, column: string): Promise<boolean>;
  indexExists(index: string): Promise<boolean>;
  /** A line for whoever runs it. */
  log(message: string): void;
  /** How far it is, for the progress that is shown. */
  progress(done: number, total?: number): void;
}

/** Gives the migration its types; returns what it is given. */
export function defineMigration(migration: CodeMigration): CodeMigration {
  return migration;
}
