// What a migration in code is on a SQL database, and what it is given to work with. Data and types; only `defineMigration` is
// there when it runs.
import type { SqlName, SqlRow, SqlSession } from "../sql/session.ts";
import type { QueryOptions, QueryResult } from "./code-migration.ts";

/** Default export of a file such as `20260203_001_lower_emails.ts`. */
export interface SqlCodeMigration {
  /** For people; the file's name says it otherwise. */
  readonly description?: string | undefined;
  /** Whether `upgrade` may drop, truncate, and delete without a condition; it is refused otherwise, before anything is sent. */
  readonly allowDestructive?: boolean | undefined;
  /** False: a rollback that would reach it is refused before anything is undone. */
  readonly reversible?: boolean | undefined;
  /**
   * Whether all of it runs in one transaction, with its record in the history: all of it happens, or none. True by default.
   * False: each statement is by itself, `once` and `batches` can be used, and a try that dies is begun again.
   */
  readonly transaction?: boolean | undefined;
  upgrade(context: SqlMigrationContext): Promise<void> | void;
  downgrade?(context: SqlMigrationContext): Promise<void> | void;
}

export interface BatchOptions {
  readonly table: SqlName;
  /** Columns that no two rows have the same values of, none of them null: the primary key, mostly. Rows come in its order. */
  readonly key: SqlName | readonly SqlName[];
  /** Rows of a batch; 1,000 by default. */
  readonly size?: number | undefined;
  /** Columns that are read; all by default. */
  readonly columns?: readonly SqlName[] | undefined;
  /** Which rows: values that columns must have, as for `select`, or a condition in SQL. */
  readonly where?: SqlRow | string | undefined;
  /** What the journal knows the work by; the table's name by default. Each name stands once in a migration. */
  readonly name?: string | undefined;
}

export interface UpdateInBatchesOptions extends Omit<BatchOptions, "columns"> {
  /** What to set, in SQL: "email = lower(email)". */
  readonly set: string;
}

/**
 * What `upgrade` and `downgrade` work with. Every call throws a ToolError "interrupted" after Ctrl-C, and "lock-lost" once
 * another runner may have taken over: let both go through.
 */
export interface SqlMigrationContext extends SqlSession {
  /** The managed schema, which names without one refer to. */
  readonly schema: string;
  /** Nothing is sent that would change something: writes are recorded. */
  readonly dryRun: boolean;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** Rows of a SELECT, fetched while they are asked for. Nothing is sent before. */
  query<R = SqlRow>(text: string, values?: readonly unknown[], options?: QueryOptions): QueryResult<R>;
  /**
   * Runs `work` unless an earlier try of this migration has finished it, which the journal remembers under `name`. A try that
   * died within it runs it again. Only with `transaction: false`.
   * @returns whether it ran now
   */
  once(name: string, work: () => Promise<void> | void): Promise<boolean>;
  /**
   * Goes through a table by its key. Each batch is a transaction of its own: what `work` does by its `session`, and how far it
   * has come. So no batch is done twice, and none is left out, whenever the runner dies. Its rows are locked meanwhile. Only
   * with `transaction: false`.
   * @returns how many rows the batches had, those of earlier tries included
   */
  batches<R = SqlRow>(
    options: BatchOptions,
    work: (rows: readonly R[], session: SqlSession) => Promise<void> | void,
  ): Promise<number>;
  /** As `batches`, and the rows stay in the database: one UPDATE a batch. */
  updateInBatches(options: UpdateInBatchesOptions): Promise<number>;
  /** Names are as they are stored: `users`, `billing.invoices`. */
  tableExists(table: SqlName): Promise<boolean>;
  columnExists(table: SqlName, column: SqlName): Promise<boolean>;
  indexExists(index: SqlName): Promise<boolean>;
  /** A line for whoever runs it. */
  log(message: string): void;
  /** How far it is, for the progress that is shown. */
  progress(done: number, total?: number): void;
}

/** Gives the migration its types; returns what it is given. */
export function defineMigration(migration: SqlCodeMigration): SqlCodeMigration {
  return migration;
}
