// Whether an error of CockroachDB leaves it open what became of what was sent. Pure.
import { SQLSTATE } from "../../../sql/sqlstate.ts";
import type { SqlFailure } from "../connection.ts";

/**
 * "schema-change": one DDL by itself, in the transaction that the server makes for it. "statement": one within an open transaction.
 * "commit": COMMIT.
 */
export type Sent = "schema-change" | "statement" | "commit";

export interface Doubt {
  readonly message: string;
  readonly hint: string;
  /** A part of it was carried out, and only a person can tell which: nothing of it is called rolled back, and it is not sent again. */
  readonly isHalfDone: boolean;
  /** Without a job of it (`JobWatch.mayHaveStarted`) nothing was done. */
  readonly isOnlyByJob: boolean;
}

/** Errors that nobody gave a code. */
const UNCATEGORIZED = "XXUUU";
/** Of its own bugs: of a job too. */
const INTERNAL = "XX000";

/**
 * Until a schema change is committed it is refused like any statement. Then it is a job, and what is said of the job while the
 * statement waits for it says nothing of the schema: a paused one goes on when it is resumed, and a canceled statement leaves its
 * job behind (Online Schema Changes, v26.1: "jobs will continue in the background").
 * @returns undefined: nothing of it was done
 */
export function doubtOf({ kind, code, message }: SqlFailure, sent: Sent): Doubt | undefined {
  if (code === SQLSTATE.schemaChangeAborted) return { message, hint: INSPECT, isHalfDone: true, isOnlyByJob: false };
  const isOpen =
    kind === "lost" ||
    (code === SQLSTATE.completionUnknown && sent !== "statement") ||
    (sent === "schema-change" && isOfJob(code ?? UNCATEGORIZED, message));
  return isOpen
    ? { message, hint: HINTS[sent], isHalfDone: false, isOnlyByJob: code === SQLSTATE.queryCanceled }
    : undefined;
}

/** Whether an error is about the waiting for a job, or may be: the job may go on. */
function isOfJob(code: string, message: string): boolean {
  // `statement_timeout`, or somebody's CANCEL QUERY.
  if (code === SQLSTATE.queryCanceled) return true;
  // "job 123 was paused before it completed", "job 123 failed with error: …": pkg/jobs/wait.go, which gives them no code.
  return (code === UNCATEGORIZED || code === INTERNAL) && !/^job \d+ failed with error/.test(message);
}

const INSPECT =
  "the transaction is committed, and its schema changes are not, or not all of them: nothing was rolled back. SHOW JOBS says which failed; compare the schema with the migration, and bring it to where the migration leaves it, or to where it was";

const HINTS: Readonly<Record<Sent, string>> = {
  "schema-change": "its job may go on: SHOW JOBS shows it",
  statement: "its transaction was not committed, and is undone",
  commit: "whether it was committed is looked up",
};
