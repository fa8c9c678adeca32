// Why no connection could be opened → one error: one sentence, and what to do. Pure.
import { renderDuration } from "../../base/duration.ts";
import { type ErrorCode, messageOf, ToolError } from "../../base/errors.ts";
import { LOGIN_REFUSED } from "../../engine/ports.ts";
import { NO_PASSWORD, tlsModeOf } from "./client-config.ts";
import type { ServerError } from "./pg-connection.ts";
import { isLocal, nameHosts, type PgAddress, type PgHost } from "./pg-url.ts";

interface Reason {
  readonly message: string;
  readonly hint: string | undefined;
  readonly code?: ErrorCode;
  /** "passing": the same may succeed in a moment; "refused": it never will, and may lock the account. */
  readonly outlook?: "passing" | "refused";
}

export interface Attempt {
  readonly address: PgAddress;
  readonly host: PgHost;
  readonly user: string;
  readonly timeoutMs: number;
}

/**
 * @returns ToolError "connection-failed", with `details: { reason: "login-refused" }` after a refused login, and
 * `details: { mayPass: true }` for a server that is starting or full; "target-missing" for a database that does not exist
 */
export function explainConnection(error: unknown, attempt: Attempt): ToolError {
  const { message, hint, code = "connection-failed", outlook } = readReason(error, attempt);
  const where = nameHosts([attempt.host]);
  const what = code === "target-missing" ? message : `cannot connect to ${where}: ${message}`;
  const details = {
    ...(outlook === "refused" && { reason: LOGIN_REFUSED }),
    ...(outlook === "passing" && { mayPass: true }),
  };
  return new ToolError(code, conceal(what, attempt), { hint, details, cause: concealCause(error, attempt) });
}

/** Says what the driver's error says, and carries nothing else. */
function concealCause(error: unknown, attempt: Attempt): Error {
  return new Error(conceal(messageOf(error), attempt));
}

function conceal(text: string, { address }: Attempt): string {
  const password = address.password ?? process.env.PGPASSWORD ?? "";
  return password === "" ? text : text.replaceAll(password, "***");
}

function readReason(error: unknown, attempt: Attempt): Reason {
  const { code, severity }: Partial<ServerError> = error instanceof Error ? error : {};
  if (severity !== undefined && code !== undefined) return readRefusal(code, messageOf(error), attempt);
  return readSocketError(code, error, attempt);
}

/** What the server answers to a login: SQLSTATEs of PostgreSQL 12 to 18. */
function readRefusal(code: string, said: string, attempt: Attempt): Reason {
  const { address, user } = attempt;
  const tls = tlsModeOf(address.tls, attempt.host.host);
  switch (code) {
    case "28P01":
      return { message: said, hint: "check the user name and the password", outlook: "refused" };
    case "28000": {
      // "no pg_hba.conf entry for host …, no encryption"; a client certificate that is missing has the same code.
      const hint =
        tls === "none" && /no encryption|SSL off/.test(said)
          ? "the server may want TLS: add ?sslmode=require to the URL"
          : /certificate/.test(said)
            ? "give the client's certificate: ?sslcert=PATH&sslkey=PATH"
            : "check the user name, and what the server's pg_hba.conf allows from here";
      return { message: said, hint, outlook: "refused" };
    }
    case "3D000": {
      const hint = `create it: createdb -h ${attempt.host.host} -p ${attempt.host.port} -U ${user} ${address.database}`;
      return { message: `the database "${address.database}" does not exist`, hint, code: "target-missing" };
    }
    case "53300":
      return { message: said, hint: "wait until others have gone, or raise max_connections", outlook: "passing" };
    case "57P03":
      return { message: said, hint: "wait a moment", outlook: "passing" };
    case "42501":
      return {
        message: said,
        hint: `GRANT CONNECT ON DATABASE "${address.database}" TO "${user}"`,
        code: "permission-denied",
      };
    case "08P01":
      // PgBouncer's own words, for what it was not told to pass on or to leave out.
      if (!/unsupported startup parameter/.test(said)) return { message: said, hint: undefined, outlook: "passing" };
      return {
        message: said,
        hint: "leave `options` out of the URL, or name it in the pooler's ignore_startup_parameters",
      };
    default:
      return { message: said, hint: undefined };
  }
}

const WHERE = "check host and port of the URL, and that the database runs there";

function readSocketError(code: string | undefined, error: unknown, attempt: Attempt): Reason {
  const said = messageOf(error);
  const { host } = attempt.host;
  const isTls = tlsModeOf(attempt.address.tls, host) !== "none";
  if (said === NO_PASSWORD) {
    const hint = "write it into the URL, or set PGPASSWORD";
    return { message: "the server asks for a password, and there is none", hint, outlook: "refused" };
  }
  if (said === "timeout expired") {
    return {
      message: `no answer within ${renderDuration(attempt.timeoutMs)}`,
      hint: `${WHERE}; database.connect_timeout`,
    };
  }
  if (/does not support SSL/.test(said)) {
    const hint = isLocal(host)
      ? "leave sslmode out of the URL, or write sslmode=disable"
      : "let the server speak TLS; ?sslmode=disable in the URL sends the password and all data in clear, for whoever can listen on the way";
    return { message: "the server speaks no TLS", hint };
  }
  switch (code) {
    case "ECONNREFUSED":
      return { message: "nobody listens there (connection refused)", hint: WHERE };
    case "ENOENT":
      return { message: `there is no socket in ${host}`, hint: WHERE };
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return { message: "no such host", hint: WHERE };
    case "EHOSTUNREACH":
    case "ENETUNREACH":
    case "ETIMEDOUT":
      return { message: "no way leads there (unreachable)", hint: WHERE };
    case "CERT_HAS_EXPIRED":
      return {
        message: "its certificate, or that of its authority, has expired",
        hint: "renew the certificate of the server",
      };
    case "CERT_NOT_YET_VALID":
      return { message: "its certificate is not valid yet", hint: "look at the clocks of both machines" };
    case "ERR_TLS_CERT_ALTNAME_INVALID":
    case "HOSTNAME_MISMATCH": {
      const hint = "connect by a name that the certificate has, or have it issued for this one";
      return { message: said.replace(/^Hostname\/IP does not match certificate's altnames: /, ""), hint };
    }
    case "SELF_SIGNED_CERT_IN_CHAIN":
    case "DEPTH_ZERO_SELF_SIGNED_CERT":
    case "UNABLE_TO_VERIFY_LEAF_SIGNATURE":
    case "UNABLE_TO_GET_ISSUER_CERT":
    case "UNABLE_TO_GET_ISSUER_CERT_LOCALLY":
    case "CERT_UNTRUSTED": {
      const hint =
        "name the file of that authority: ?sslrootcert=PATH; or, knowing that anybody may answer, ?sslmode=no-verify";
      return { message: "its certificate comes from an authority that is not trusted here", hint };
    }
    default:
      return readClosed(said, isTls);
  }
}

function readClosed(said: string, isTls: boolean): Reason {
  if (/terminated unexpectedly|ECONNRESET|EPIPE|socket hang up/.test(said)) {
    const hint = isTls ? WHERE : "a server that wants TLS may hang up like this: add ?sslmode=require to the URL";
    return { message: "the connection was closed by the other side", hint, outlook: "passing" };
  }
  return { message: said === "" ? "it failed" : said, hint: WHERE };
}
