// What scripts and migrations in code do to a SQL database: statements with parameters, and short forms of the commonest.

export type SqlRow = Readonly<Record<string, unknown>>;

/** A table or a column as it is stored; "billing.invoices" is the table `invoices` of the schema `billing`. */
export type SqlName = string;

/** A column, which sorts upwards; or `{ column: "desc" }`. */
export type SqlOrder = SqlName | Readonly<Record<SqlName, "asc" | "desc">>;

export interface SelectOptions {
  /** Columns; all by default. */
  readonly columns?: readonly SqlName[] | undefined;
  /** Values that columns must have; `null` is IS NULL, a list is any of it. */
  readonly where?: SqlRow | undefined;
  /** Upwards, or as an entry says: `["city", { born: "desc" }]`. */
  readonly orderBy?: SqlOrder | readonly SqlOrder[] | undefined;
  readonly limit?: number | undefined;
}

export type SqlIsolation = "read committed" | "repeatable read" | "serializable";

export interface SqlTransactionOptions {
  /** How often the function may run, when the database says that it was in another's way (40001, 40P01, or a lock that was not free in time); 10 by default. */
  readonly attempts?: number | undefined;
  /** The database's own default unless it is said; only for the outermost transaction. */
  readonly isolation?: SqlIsolation | undefined;
}

export interface DropTableOptions {
  readonly ifExists?: boolean | undefined;
}

/** Statements one after the other, on one connection or in one transaction. */
export interface SqlSession {
  /**
   * Sends one statement. Values travel beside it, for `$1`, `$2`, …
   * @returns the rows that it gives back; none for most
   * @throws ToolError "step-failed" with the server's words and its SQLSTATE in `details.sqlstate`, "connection-failed"
   */
  execute<R = SqlRow>(text: string, values?: readonly unknown[]): Promise<readonly R[]>;
  /** Rows of one table: all of them, or those whose columns have the values of `where`. @throws ToolError as `execute` */
  select<R = SqlRow>(table: SqlName, options?: SelectOptions): Promise<readonly R[]>;
  /** One row or many, all or none of them. @returns the rows as they were stored, with what the database filled in */
  insert<R = SqlRow>(table: SqlName, rows: SqlRow | readonly SqlRow[]): Promise<readonly R[]>;
  /**
   * Runs `work` in a transaction; what it throws undoes all of it. The function runs again, from its beginning, when the
   * database refuses the transaction because of another one (40001, 40P01, a lock timeout): it must change nothing but the
   * database. Within a transaction it is a savepoint, and runs once.
   */
  transaction<Result>(work: (session: SqlSession) => Promise<Result>, options?: SqlTransactionOptions): Promise<Result>;
  /** @throws ToolError "step-failed" when there is none, unless `ifExists` is true */
  dropTable(table: SqlName, options?: DropTableOptions): Promise<void>;
}
