// What an error of the driver means. The classes and codes were seen with cassandra-driver 4.10.0 against Apache
// Cassandra 3.11.19, 4.0.19, 4.1.10 and 5.0.8.
import { messageOf } from "../../base/errors.ts";
import { readNetworkError } from "./network-error.ts";

/**
 * "failed": the server refused, nothing was done. "unknown": it was sent and no answer came, or the server itself does
 * not know. "unreachable": it was never sent.
 */
export type FailureKind = "failed" | "unknown" | "unreachable";

export interface Failure {
  readonly kind: FailureKind;
  readonly message: string;
  /** Error code of the native protocol, when the server answered. */
  readonly code: number | undefined;
}

/** Codes of the native protocol, version 4, section 9. */
export const SERVER_CODES = {
  serverError: 0x0000,
  protocolError: 0x000a,
  badCredentials: 0x0100,
  unavailable: 0x1000,
  overloaded: 0x1001,
  isBootstrapping: 0x1002,
  truncateError: 0x1003,
  readFailure: 0x1300,
  syntaxError: 0x2000,
  unauthorized: 0x2100,
  invalid: 0x2200,
  configError: 0x2300,
  alreadyExists: 0x2400,
  unprepared: 0x2500,
} as const;

/** The server cannot take a request now, and may later. */
const PASSING_CODES: ReadonlySet<number> = new Set([
  SERVER_CODES.unavailable,
  SERVER_CODES.overloaded,
  SERVER_CODES.isBootstrapping,
]);

// Said before anything is done. All other codes leave the outcome open: timeouts and failures of replicas; a truncation
// (0x1003) that some nodes have carried out; a server error (0x0000), which may come after half of a DDL (Cassandra
// 3.11.19, a duplicate table id); and those that are not known.
const REFUSAL_CODES: ReadonlySet<number> = new Set([
  ...PASSING_CODES,
  SERVER_CODES.protocolError,
  SERVER_CODES.badCredentials,
  SERVER_CODES.syntaxError,
  SERVER_CODES.unauthorized,
  SERVER_CODES.invalid,
  SERVER_CODES.configError,
  SERVER_CODES.alreadyExists,
  SERVER_CODES.unprepared,
]);

interface DriverFailure {
  readonly name: string;
  readonly message: string;
  readonly code?: number;
  readonly requestNotWritten?: boolean;
  readonly innerErrors?: Readonly<Record<string, unknown>>;
}

export function readFailure(thrown: unknown): Failure {
  if (!(thrown instanceof Error)) return { kind: "unknown", message: String(thrown), code: undefined };
  const failure: DriverFailure = thrown;
  switch (failure.name) {
    case "ResponseError": {
      const code = codeOf(failure);
      return { kind: REFUSAL_CODES.has(code) ? "failed" : "unknown", message: failure.message, code };
    }
    case "NoHostAvailableError":
      return readInnerFailures(failure);
    case "BusyConnectionError":
      // More than it may have under way (maxRequestsPerConnection, 2,048): it was not sent.
      return { kind: "unreachable", message: "the connection is busy", code: undefined };
    case "OperationTimedOutError":
      return { kind: "unknown", message: "no answer in time", code: undefined };
    case "DriverError": {
      const kind = failure.requestNotWritten === true ? "unreachable" : "unknown";
      return { kind, message: "the connection was lost", code: undefined };
    }
    default:
      return { kind: "failed", message: failure.message, code: undefined };
  }
}

/**
 * A TRUNCATE for which not all nodes are up is refused before anything is done, and comes with the code of one that has failed
 * half way (Cassandra 3.11 to 5.0: TruncateStatement, StorageProxy.truncateBlocking).
 */
function codeOf({ code = SERVER_CODES.serverError, message }: DriverFailure): number {
  const isUnavailable = code === SERVER_CODES.truncateError && /Cannot achieve consistency level/.test(message);
  return isUnavailable ? SERVER_CODES.unavailable : code;
}

/** Whether the same request may succeed later, with nothing changed but the state of the servers. */
export function isPassing({ kind, code }: Failure): boolean {
  return kind === "unknown" || (code === undefined ? kind === "unreachable" : PASSING_CODES.has(code));
}

/** The driver tried several nodes: the worst of what happened counts. */
function readInnerFailures(failure: DriverFailure): Failure {
  const inner = Object.entries(failure.innerErrors ?? {});
  if (inner.length === 0) return { kind: "unreachable", message: failure.message, code: undefined };
  const failures = inner.map(([host, error]) => ({ host, ...readInner(error) }));
  const unknown = failures.find(({ kind }) => kind === "unknown");
  const code = failures.find((each) => each.code !== undefined)?.code;
  // Whoever asks one node names it already; what all have in common is said once.
  const isCommon = new Set(failures.map((each) => each.message)).size === 1;
  const reasons = failures.map(({ host, message: reason }) => (isCommon ? reason : `${host}: ${reason}`));
  const message = [...new Set(reasons)].join("; ");
  return { kind: unknown === undefined ? "unreachable" : "unknown", message, code };
}

function readInner(error: unknown): Failure {
  if (typeof error === "string") return { kind: "unreachable", message: error, code: undefined };
  const network = readNetworkError(error);
  if (network !== undefined) return { kind: "unreachable", message: network.message, code: undefined };
  if (error instanceof Error && error.name === "AuthenticationError") {
    return { kind: "failed", message: messageOf(error), code: undefined };
  }
  return readFailure(error);
}
