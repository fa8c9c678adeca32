// What a failure of a SQL server means: whether the same may pass, what to do, which error leaves the adapter. Pure. SQLSTATEs of
// PostgreSQL 12 to 18 (its Appendix A); CockroachDB has the same.
import { ToolError } from "../../base/errors.ts";
import type { StepFailure } from "../../engine/ports.ts";
import { SQLSTATE } from "../../sql/sqlstate.ts";
import type { SqlFailure } from "./connection.ts";

/** Nothing was done, because somebody else was in the way, or the server had no room. */
const PASSING: ReadonlySet<string | undefined> = new Set([
  SQLSTATE.lockNotAvailable,
  SQLSTATE.deadlockDetected,
  SQLSTATE.serializationFailure,
  "53200", // out_of_memory
  "53300", // too_many_connections
  "57P03", // cannot_connect_now
]);

export function isPassing({ kind, code }: SqlFailure): boolean {
  return kind === "refused" && PASSING.has(code);
}

/** Whether what was sent may have been carried out all the same. */
export function isUnknown({ kind, code }: SqlFailure): boolean {
  return kind === "lost" || code === SQLSTATE.completionUnknown;
}

/**
 * A pooler may say with such an error that the server went away while it worked; of a server it is a statement that was refused
 * (a dblink, CREATE SUBSCRIPTION, RAISE).
 */
export function isOfConnection({ kind, code = "" }: SqlFailure): boolean {
  return kind === "refused" && /^(?:08|57P0)/.test(code);
}

/** The server ended the session, as it will the next time: it was idle, or took longer, than the server allows a transaction. */
export function isTimeoutOfTransaction({ code }: SqlFailure): boolean {
  return code === "25P03" || code === "25P04";
}

/** What the server says of a statement that it refused. @param text of the statement, which positions refer to */
export function stepFailure(failure: SqlFailure, text = ""): StepFailure {
  return {
    message: describeFailure(failure),
    code: failure.code,
    hint: adviseFailure(failure),
    mayPass: isPassing(failure) ? true : undefined,
    lineOffset: lineOffset(failure.position, text),
  };
}

/** The message with the line of its function and its detail: "…, in PL/pgSQL function f() line 3 at RAISE (Key (id)=(1) already exists)". */
export function describeFailure({ message, detail, context = "" }: SqlFailure): string {
  // Other lines quote statements, which may hold values.
  const [innermost] = /^PL\/pgSQL function .+ line \d+ at .+$/m.exec(context) ?? [];
  const said = innermost === undefined ? message : `${message}, in ${innermost}`;
  // Last: what takes values out of a message looks for it there.
  return detail === undefined || detail === "" ? said : `${said} (${detail.replace(/\.$/, "")})`;
}

/** Line breaks before a place in characters from 1. */
function lineOffset(position: number | undefined, text: string): number | undefined {
  if (position === undefined || text === "") return undefined;
  let characters = 1;
  let lines = 0;
  for (const character of text) {
    if (characters >= position) break;
    if (character === "\n") lines += 1;
    characters += 1;
  }
  return lines;
}

const POOLER =
  "a pooler hands out sessions by statement: let it do so by transaction, or give a URL that leads to the server itself";

function adviseFailure({ code, message, hint }: SqlFailure): string | undefined {
  switch (code) {
    case SQLSTATE.insufficientPrivilege:
      return hint ?? advisePermission(message);
    case SQLSTATE.lockNotAvailable:
      return "another session holds a lock on what it changes: SELECT pid, state, query FROM pg_stat_activity WHERE state <> 'idle'; database.lock_timeout is how long it is waited for";
    case SQLSTATE.queryCanceled:
      return /statement timeout/.test(message)
        ? "give the file more time (`-- @timeout 10m` at its head), or all of them: database.statement_timeout"
        : (hint ?? "somebody cancelled it (pg_cancel_backend), and it may be right as it is");
    case SQLSTATE.readOnlyTransaction:
      return "the server is a standby, or the role may only read: connect to the primary";
    case SQLSTATE.activeTransaction: // "CREATE INDEX CONCURRENTLY cannot run inside a transaction block"
      return hint ?? "put `-- @no-transaction` at the head of the file";
    case "2D000": // invalid_transaction_termination: COMMIT in a procedure or a DO block
      return hint ?? "what commits by itself needs `-- @no-transaction` at the head of the file";
    case "3B001": // invalid_savepoint_specification
      return (
        hint ??
        "a savepoint counts within one transaction: with `-- @no-transaction`, and around what cannot run in a transaction, each statement has its own"
      );
    case "26000": // invalid_sql_statement_name: the parts of a statement went to different sessions
      return /unnamed/.test(message) ? POOLER : hint;
    case "08P01":
      return /statement pooling/.test(message) ? POOLER : hint;
    case "25P03":
      return "the server ends a transaction that is idle for so long: idle_in_transaction_session_timeout in database.settings allows it more";
    case "25P04":
      return "the server ends a transaction that takes so long: transaction_timeout in database.settings allows it more";
    case "57P01":
    case "57P02":
      return hint ?? "the server was shut down, or somebody ended the session: run the command again once it answers";
    default:
      return hint ?? (code?.startsWith("23") === true ? "correct the rows, or the statement" : undefined);
  }
}

/** "permission denied for schema public", "must be owner of table users". */
export function advisePermission(message: string): string | undefined {
  const owner = /must be owner of (\w+) (.+)/.exec(message);
  if (owner !== null) return `run it as the owner of the ${owner[1]} ${owner[2]}, or: GRANT its owner's role TO yours`;
  const denied = /permission denied for (?<kind>\w+) (?<name>.+)/.exec(message)?.groups;
  if (denied?.kind === undefined) return undefined;
  switch (denied.kind) {
    case "schema":
      return `GRANT USAGE, CREATE ON SCHEMA ${denied.name} TO this role`;
    case "database":
      return `GRANT CREATE ON DATABASE ${denied.name} TO this role`;
    case "table":
    case "relation":
    case "view":
      return `GRANT SELECT, INSERT, UPDATE, DELETE ON ${denied.name} TO this role`;
    case "sequence":
      return `GRANT USAGE ON SEQUENCE ${denied.name} TO this role`;
    default:
      return undefined;
  }
}

/** @param what was read or written: "the history in public.tidemark_history" */
export function serverFailed(what: string, failure: SqlFailure): ToolError {
  const { cause } = failure;
  const said = describeFailure(failure);
  if (failure.kind === "lost") {
    return new ToolError("connection-failed", `the server did not answer for ${what}: ${said}`, {
      hint: "run the command again once it answers",
      cause,
    });
  }
  const code = failure.code === SQLSTATE.insufficientPrivilege ? "permission-denied" : "server-failed";
  return new ToolError(code, `the server refused ${what}: ${said}`, {
    hint: adviseFailure(failure),
    details: { sqlstate: failure.code },
    cause,
  });
}
