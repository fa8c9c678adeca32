// The errors that leave tidemark. The user's mistakes in text are diagnostics (text/diagnostic.ts); these are the world's failures.

/** Every way a command can fail, as a stable string: branch on it, never on a message. */
export type ErrorCode =
  | "usage" // a flag or an argument is wrong
  | "config-invalid" // a configuration file, profile, variable or flag does not hold
  | "migration-files-invalid" // a migration directory or a file in it cannot be used
  | "model-invalid" // a model in TypeScript or JavaScript is one that no server takes
  | "target-missing" // the keyspace or database does not exist
  | "unsupported-server" // a product or version that tidemark refuses, with the reason
  | "connection-failed" // nobody answers, or the login is refused
  | "permission-denied"
  | "server-failed" // the server refused a query of tidemark's own
  | "preflight-failed" // the database would refuse what a plan needs: nothing was run
  | "agreement-not-reached" // the nodes of a cluster do not hold one schema version, or some cannot be asked
  | "lock-held" // another runner holds the lease, and the wait is over
  | "lock-lost" // the lease was lost or could not be renewed in time
  | "step-failed" // the server refused a statement of a migration
  | "build-failed" // no node works on an index or a view that a migration asks for
  | "step-in-doubt" // whether a statement was carried out cannot be told; a person must decide
  | "history-diverged" // history and files disagree
  | "plan-invalid" // a file is no plan that was written for review, or was edited, or is for another target
  | "plan-stale" // files, history or live schema are not those that a reviewed plan was made for
  | "history-too-new" // the history was written by a newer tidemark
  | "no-down-side" // a migration that should be undone says nothing of how
  | "sync-refused" // `sync` would have to change something that cannot be changed in place, or take something away
  | "schema-incompatible" // a program cannot use the schema as it is: too old, too new, or half changed
  | "sandbox-failed" // a throw-away server could not be started
  | "interrupted"; // Ctrl-C or SIGTERM

export interface ToolErrorOptions {
  /** What to do next, in one or two sentences; may name a command. */
  readonly hint?: string | undefined;
  /** Facts for `--json`; never a secret. */
  readonly details?: Readonly<Record<string, unknown>> | undefined;
  readonly cause?: unknown;
}

/** A failure of the world, with a stable `code` and, mostly, a `hint` that says the way out. */
export class ToolError extends Error {
  override readonly name: string = "ToolError";
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, options: ToolErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.hint = options.hint;
    this.details = options.details ?? {};
  }
}

/** A bug of tidemark itself: an assertion that did not hold. */
export class BugError extends Error {
  override readonly name: string = "BugError";
}

/** The message of anything that was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
