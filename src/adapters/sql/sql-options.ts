// What opening a SQL target takes: the part of the configuration that it is made from. Data.

export interface SqlOptions {
  /** "postgres://…", "cockroach://…", "pglite:DIRECTORY", "pglite:memory" */
  readonly url: { readonly reveal: () => string };
  /** The schema that is managed, and that unqualified names refer to; "public" by default. */
  readonly schema: string;
  /** Session settings by name (`app.environment`), for every transaction and statement of a migration. */
  readonly settings: Readonly<Record<string, string>>;
  /** Where history and lease are; the managed schema unless it is said otherwise. */
  readonly history: { readonly schema: string; readonly table: string };
  /** How long a statement waits for a lock, milliseconds; 0: without end. */
  readonly lockTimeoutMs: number;
  /** How long a statement may take, unless its file says so, milliseconds; 0: without end. */
  readonly statementTimeoutMs: number;
  readonly connectTimeoutMs: number;
  /** Whether an embedded database that is not there is made; true by default. */
  readonly mayCreate?: boolean | undefined;
}
