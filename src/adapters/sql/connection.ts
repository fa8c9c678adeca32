// One connection to a SQL database, over whichever driver: `pg` for servers, PGlite for the embedded one. Data and types.
import type { ResultRow } from "../../migration/code-migration.ts";

export interface SqlStatement {
  readonly text: string;
  /** For `$1`, `$2`, …; never part of the text. */
  readonly values?: readonly unknown[] | undefined;
  /** The answer is wanted before the rest of the pipeline has been worked off, for the sake of its time; costs a packet. */
  readonly isTimed?: boolean | undefined;
  /** Nobody reads its rows: they are not kept, however many there are. */
  readonly ignoresRows?: boolean | undefined;
}

export interface SqlNotice {
  /** Untranslated: "NOTICE", "WARNING". */
  readonly severity: string;
  readonly message: string;
  readonly code: string;
}

export interface SqlResult {
  readonly rows: readonly ResultRow[];
  /** Rows that it returned or changed; undefined where there are none to count. */
  readonly rowCount: number | undefined;
  readonly notices: readonly SqlNotice[];
  /** From when the statement before it was done until it was, as far as the client can tell. */
  readonly durationMs: number;
}

export interface SqlFailure {
  /**
   * "refused": the server said so, and did nothing of the statement. "lost": the connection ended, and what was sent since the
   * last answer may have been carried out, or may be yet.
   */
  readonly kind: "refused" | "lost";
  /** Untranslated, without a stack. */
  readonly message: string;
  /** SQLSTATE, when the server gave one: "42P01". */
  readonly code?: string | undefined;
  readonly detail?: string | undefined;
  readonly hint?: string | undefined;
  /** Place in the statement's text, in characters (code points) from 1, when the server names one. */
  readonly position?: number | undefined;
  /** The functions that were at work, the innermost first, a line each. */
  readonly context?: string | undefined;
  readonly constraint?: string | undefined;
  readonly table?: string | undefined;
  /** "duplicate key value", in the words of the driver: for `cause` only. */
  readonly cause?: unknown;
}

export interface PipelineEnd {
  /** Of the statements that were carried out, in order; the next one is what failed. */
  readonly results: readonly SqlResult[];
  readonly failure: SqlFailure | undefined;
}

export interface SqlConnection {
  /**
   * Sends all statements at once and in order, in one round trip where the protocol allows it, each prepared for itself; after
   * the first that fails, the database skips the rest. Transactions are opened and ended by BEGIN and COMMIT among them; after a
   * failure an open transaction stays open, and aborted, until ROLLBACK. Calls wait for each other. Never throws.
   */
  pipeline(statements: readonly SqlStatement[]): Promise<PipelineEnd>;
  /** It has ended, and will never work again. */
  readonly isLost: boolean;
  close(): Promise<void>;
}

/** A way to connect: the URL, understood. */
export interface SqlConnector {
  /** @throws ToolError "connection-failed", "target-missing", "permission-denied", with no secret in it */
  open(): Promise<SqlConnection>;
  /** "server": connections are of their own. "embedded": all are the one of this process. */
  readonly kind: "server" | "embedded";
  /** Name of the database, or of the directory, for messages: "shop", "memory". */
  readonly title: string;
  /** Lets go of what it holds besides connections: the directory. */
  close(): Promise<void>;
}
