// A SQL database for scripts: one connection, opened when it is first used.
import type { SqlConnector } from "./adapters/sql/connection.ts";
import { parseDuration } from "./base/duration.ts";
import { ToolError } from "./base/errors.ts";
import { refuseUnknownOptions } from "./base/refuse-unknown-options.ts";
import { databaseOver, type OpenedDatabase } from "./database-over.ts";
import { parseSqlUrl } from "./dialect/sql-url.ts";
import type {
  DropTableOptions,
  SelectOptions,
  SqlName,
  SqlRow,
  SqlSession,
  SqlTransactionOptions,
} from "./sql/session.ts";

export interface DatabaseOptions {
  /** Where unqualified names go; the database's own search path unless it is said. */
  readonly schema?: string | undefined;
  /** Settings of the session by name: `{ "app.environment": "staging", statement_timeout: "5s" }`. */
  readonly settings?: Readonly<Record<string, string>> | undefined;
  /** Until a server that does not answer is given up: a number of seconds, or "500ms", "10s", "1m"; 10 s by default. */
  readonly connectTimeout?: number | string | undefined;
}

const CONNECT_TIMEOUT = "10s";

/**
 * A session on a database of its own. Calls wait for each other; within `transaction` use the session that its function is
 * given. Close it at the end, or write `await using`.
 */
export class Database implements SqlSession {
  private readonly opened: OpenedDatabase;

  private constructor(opened: OpenedDatabase) {
    this.opened = opened;
  }

  /**
   * Nothing is opened before the first call.
   * @param url "postgres://…", "cockroach://…", "pglite:DIRECTORY", "pglite:memory"
   * @throws ToolError "usage" for options that are none
   */
  static fromUrl(url: string, options: DatabaseOptions = {}): Database {
    refuseUnknownOptions("Database.fromUrl", options, ["schema", "settings", "connectTimeout"]);
    const connectTimeoutMs = readTimeout(options.connectTimeout ?? CONNECT_TIMEOUT);
    if (typeof url !== "string" || parseSqlUrl(url) === undefined) {
      throw new ToolError("usage", "this is no URL of a SQL database", {
        hint: "postgres://user@host:5432/database, cockroach://…, pglite:DIRECTORY, or pglite:memory",
      });
    }
    return new Database(databaseOver(() => connectorOf(url, connectTimeoutMs), options));
  }

  /**
   * Sends one statement. Values travel beside it, for `$1`, `$2`, …
   * @returns the rows that it gives back; none for most
   * @throws ToolError "step-failed" with the SQLSTATE in `details.sqlstate`, "connection-failed"
   */
  execute<R = SqlRow>(text: string, values?: readonly unknown[]): Promise<readonly R[]> {
    return this.opened.session.execute<R>(text, values);
  }

  /**
   * Rows of one table: all of them, or those whose columns have the values of `where`.
   * @throws ToolError "usage" for options that are none, and as `execute`
   */
  select<R = SqlRow>(table: SqlName, options?: SelectOptions): Promise<readonly R[]> {
    return this.opened.session.select<R>(table, options);
  }

  /**
   * One row or many with the same columns, all or none of them.
   * @returns the rows as they were stored, with what the database filled in
   * @throws ToolError "usage" for rows of other columns, and as `execute`
   */
  insert<R = SqlRow>(table: SqlName, rows: SqlRow | readonly SqlRow[]): Promise<readonly R[]> {
    return this.opened.session.insert<R>(table, rows);
  }

  /**
   * Runs `work` in a transaction; what it throws undoes all of it. It runs again, from its beginning, when the database refuses the
   * transaction because of another one: it must change nothing but the database. What was lost at its COMMIT is never run again.
   * @throws ToolError "step-in-doubt" when it is not known whether it was committed
   */
  transaction<Result>(
    work: (session: SqlSession) => Promise<Result>,
    options?: SqlTransactionOptions,
  ): Promise<Result> {
    return this.opened.session.transaction(work, options);
  }

  /**
   * Drops a table that nothing else depends on.
   * @throws ToolError "step-failed" when there is none, unless `ifExists` is true
   */
  dropTable(table: SqlName, options?: DropTableOptions): Promise<void> {
    return this.opened.session.dropTable(table, options);
  }

  /** Waits for the calls that are under way. */
  close(): Promise<void> {
    return this.opened.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

/** Milliseconds. @throws ToolError "usage" */
function readTimeout(timeout: number | string): number {
  const ms = typeof timeout === "number" ? timeout * 1_000 : parseDuration(timeout);
  if (ms !== undefined && ms > 0) return ms;
  throw new ToolError("usage", "`connectTimeout` must be a duration of more than 0", {
    hint: "like 500ms, 10s, 1m; a bare number is seconds",
  });
}

async function connectorOf(url: string, connectTimeoutMs: number): Promise<SqlConnector> {
  const { sqlConnector } = await import("./adapters/sql/connector.ts");
  return await sqlConnector({ url: { reveal: () => url }, connectTimeoutMs });
}
