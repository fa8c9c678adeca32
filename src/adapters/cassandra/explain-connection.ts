// Why no session could be opened → one error: one sentence, and what to do. Pure.
import { renderDuration } from "../../base/duration.ts";
import { messageOf, ToolError } from "../../base/errors.ts";
import { printRole } from "../../cql/permissions/resource.ts";
import { LOGIN_REFUSED } from "../../engine/ports.ts";
import { adviseBundle, explainBundle } from "./explain-bundle.ts";
import { readFailure } from "./failure.ts";
import { type NetworkErrorKind, readNetworkError } from "./network-error.ts";
import type { CassandraOptions } from "./session-options.ts";

interface Reason {
  /** Without the host. */
  readonly message: string;
  readonly hint: string;
  /** Of a server that asks who is there; "unjudged": it could not look the role up. */
  readonly login?: "refused" | "unjudged";
}

/**
 * @returns ToolError "connection-failed", with `details: { reason: "login-refused" }` when a server has refused the
 * login: the same again would be refused as well, and may lock the account; "config-invalid" for a bundle that is none
 */
export function explainConnection(error: unknown, options: CassandraOptions): ToolError {
  const bundleError = explainBundle(error, options);
  if (bundleError !== undefined) return bundleError;
  const reasons = readReasons(error, options);
  const isLogin = reasons.every(({ login }) => login !== undefined);
  const isRefused = reasons.some(({ login }) => login === "refused");
  const what = isLogin
    ? `cannot log in to ${nameServers(options)}${options.auth === undefined ? "" : ` as \`${options.auth.username}\``}`
    : `cannot connect to ${nameServers(options)}`;
  const message = `${what}: ${joinReasons(reasons, options)}`;
  const hint = [...new Set(reasons.map((reason) => reason.hint))].join("\n");
  return new ToolError("connection-failed", conceal(message, options), {
    hint,
    details: isRefused ? { reason: LOGIN_REFUSED } : undefined,
    cause: concealCause(error, options),
  });
}

/** Says what the driver's error says, and carries nothing else: what hangs on that one repeats the same texts. */
function concealCause(error: unknown, options: CassandraOptions): Error {
  const cause = new Error(conceal(messageOf(error), options));
  if (!(error instanceof Error)) return cause;
  cause.name = error.name;
  cause.stack = conceal(error.stack ?? error.message, options);
  return cause;
}

/** A server may repeat what it was sent. */
function conceal(text: string, { auth }: CassandraOptions): string {
  const password = auth?.password.reveal() ?? "";
  return password === "" ? text : text.replaceAll(password, "***");
}

function nameServers({ secureConnectBundle, contactPoints }: CassandraOptions): string {
  return secureConnectBundle ?? contactPoints.map(({ host, port }) => `${host}:${port}`).join(", ");
}

interface HostReason extends Reason {
  readonly host: string;
}

/** What all hosts have in common is said once; the driver says nothing of a name that it could not look up. */
function joinReasons(reasons: readonly HostReason[], { contactPoints }: CassandraOptions): string {
  const [first] = reasons;
  const isCommon = reasons.every(({ message }) => message === first?.message);
  if (first !== undefined && isCommon && (first.host === "" || reasons.length >= contactPoints.length)) {
    return first.message;
  }
  return reasons.map(({ host, message }) => `${host}: ${message}`).join("; ");
}

function readReasons(error: unknown, options: CassandraOptions): readonly HostReason[] {
  const inner = error instanceof Error && "innerErrors" in error ? Object.entries(error.innerErrors ?? {}) : [];
  const failures: readonly (readonly [string, unknown])[] = inner.length === 0 ? [["", error]] : inner;
  return failures.map(([host, failure]) => ({ host, ...explainFailure(failure, options) }));
}

const WHERE = "check cassandra.contact_points (or --host and --port), and that the server answers CQL there";

function explainFailure(error: unknown, options: CassandraOptions): Reason {
  const text = messageOf(error);
  if (error instanceof Error && error.name === "AuthenticationError") return explainLogin(text, options);
  const network = readNetworkError(error);
  if (network !== undefined) {
    // Without a certificate it is not that one which is refused; other handshakes fail with this alert as well.
    const isNone = network.kind === "certificate-refused" && options.ssl?.certfile === undefined;
    const message = isNone ? "it breaks TLS off, perhaps for want of a certificate of this client" : network.message;
    return { message, hint: adviseNetwork(network.kind, options) };
  }
  if (/data cent(re|er)/i.test(text)) {
    return { message: text, hint: "set cassandra.local_datacenter, or leave it out: it is found by itself" };
  }
  if (/No host could be resolved/.test(text)) {
    return { message: "no such host", hint: adviseNetwork("no-such-host", options) };
  }
  if (error instanceof Error && (error.name === "OperationTimedOutError" || text === "Connection timeout")) {
    const message = `no answer within ${renderDuration(options.connectTimeoutMs)}`;
    return { message, hint: `${WHERE}; cassandra.connect_timeout is how long it may take` };
  }
  if (error instanceof Error && "isSocketError" in error) {
    return { message: "the connection was closed by the other side", hint: adviseNetwork("closed", options) };
  }
  return { message: readFailure(error).message, hint: WHERE };
}

function explainLogin(text: string, { auth, secureConnectBundle }: CassandraOptions): Reason {
  const login = "refused";
  if (auth === undefined) {
    const message = "the server asks for a user name and a password, and none are configured";
    return { login, message, hint: "set cassandra.auth, or TIDEMARK_USERNAME and TIDEMARK_PASSWORD" };
  }
  if (/not permitted to log in/i.test(text)) {
    const hint = `allow it, as another role: ALTER ROLE ${printRole(auth.username)} WITH LOGIN = true`;
    return { login, message: "the role may not log in (it has no LOGIN)", hint };
  }
  // Cassandra keeps roles in a keyspace like any other, and may lack the replicas of one.
  if (/consistency level|unable to perform auth|timed out/i.test(text)) {
    const hint =
      "bring its nodes up, and keep system_auth on more of them: ALTER KEYSPACE system_auth WITH replication = …";
    return { login: "unjudged", message: `the server cannot read its roles now: ${text}`, hint };
  }
  if (secureConnectBundle !== undefined) {
    const hint = "for Astra the user name is `token`, and the password is an application token: AstraCS:…";
    return { login, message: text, hint };
  }
  return { login, message: text, hint: "check the user name and the password" };
}

function adviseNetwork(kind: NetworkErrorKind, { ssl, secureConnectBundle }: CassandraOptions): string {
  if (secureConnectBundle !== undefined) return adviseBundle(kind);
  switch (kind) {
    case "unknown-authority":
      return ssl?.caCerts === undefined
        ? "set cassandra.ssl.ca_certs to the certificate of the authority that has signed the server's"
        : `the server's authority is not in cassandra.ssl.ca_certs (${ssl.caCerts})`;
    case "wrong-name":
      return "connect by a name or an address that the certificate has, or have it issued for this one";
    case "out-of-date":
      return "renew the certificate of the server; if it is in order, look at the clock of this machine";
    case "no-tls":
      return "check the port, or leave out cassandra.ssl if the server has no TLS";
    case "no-common-tls":
      return "allow TLS 1.2 or 1.3 in the server's client_encryption_options";
    case "certificate-missing":
    case "certificate-refused":
      return ssl?.certfile === undefined
        ? "set cassandra.ssl.certfile and cassandra.ssl.keyfile"
        : `an authority that the server trusts must have signed cassandra.ssl.certfile (${ssl.certfile}), and it must not have expired`;
    case "closed":
      return ssl === undefined
        ? "a server that expects TLS hangs up like this: set cassandra.ssl"
        : "a server that expects no TLS hangs up like this: check the port, or leave out cassandra.ssl";
    case "nobody-listens":
    case "no-such-host":
    case "no-route":
    case "other":
      return WHERE;
  }
}
