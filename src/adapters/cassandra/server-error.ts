// The adapter's own queries that failed, as errors that say what to do.
import { ToolError } from "../../base/errors.ts";
import { type Failure, SERVER_CODES } from "./failure.ts";
import { advisePermission } from "./permission-hint.ts";

/** The server says which permission on what is missing: "User app has no MODIFY permission on <table shop.t> …". */
export function permissionDenied(failure: Failure, cause: unknown): ToolError {
  return new ToolError("permission-denied", failure.message, { hint: advisePermission(failure.message), cause });
}

/** @param what was read or written: "the history in shop.tidemark_history" */
export function serverFailed(what: string, failure: Failure, cause: unknown): ToolError {
  if (failure.code === SERVER_CODES.unauthorized) return permissionDenied(failure, cause);
  if (failure.kind === "failed") {
    const hint =
      failure.code === SERVER_CODES.unavailable
        ? "too few nodes that keep it are up: bring them back; a keyspace with more replicas would have lived on"
        : undefined;
    return new ToolError("server-failed", `the server refused ${what}: ${failure.message}`, { hint, cause });
  }
  return new ToolError("connection-failed", `the server did not answer for ${what}: ${failure.message}`, {
    hint: "run the command again once it answers",
    cause,
  });
}
