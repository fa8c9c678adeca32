// What an error of a socket means: of TCP, of TLS, of a name's lookup. Pure. The TLS ones were seen with Node 20 and OpenSSL 3
// against Cassandra 5.0.8 on Java 17; those of the certificates are named in Node's documentation of TLS.

export type NetworkErrorKind =
  | "nobody-listens"
  | "no-such-host"
  | "no-route"
  | "closed" // the other side hung up
  | "unknown-authority"
  | "wrong-name"
  | "out-of-date"
  | "no-tls" // what answers does not speak it
  | "no-common-tls" // no version or cipher that both sides allow
  | "certificate-missing" // the server demands one of the client
  | "certificate-refused" // the server does not take the client's
  | "other";

export interface NetworkError {
  readonly kind: NetworkErrorKind;
  /** Without the host. */
  readonly message: string;
}

const KINDS: Readonly<Record<string, NetworkErrorKind>> = {
  ECONNREFUSED: "nobody-listens",
  ENOTFOUND: "no-such-host",
  EAI_AGAIN: "no-such-host",
  EHOSTUNREACH: "no-route",
  ENETUNREACH: "no-route",
  ETIMEDOUT: "no-route",
  ECONNRESET: "closed",
  EPIPE: "closed",
  SELF_SIGNED_CERT_IN_CHAIN: "unknown-authority",
  DEPTH_ZERO_SELF_SIGNED_CERT: "unknown-authority",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "unknown-authority",
  UNABLE_TO_GET_ISSUER_CERT: "unknown-authority",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "unknown-authority",
  CERT_UNTRUSTED: "unknown-authority",
  CERT_SIGNATURE_FAILURE: "unknown-authority",
  INVALID_CA: "unknown-authority",
  ERR_TLS_CERT_ALTNAME_INVALID: "wrong-name",
  HOSTNAME_MISMATCH: "wrong-name",
  CERT_HAS_EXPIRED: "out-of-date",
  CERT_NOT_YET_VALID: "out-of-date",
  ERR_SSL_WRONG_VERSION_NUMBER: "no-tls",
  ERR_SSL_PACKET_LENGTH_TOO_LONG: "no-tls",
  ERR_SSL_UNSUPPORTED_PROTOCOL: "no-common-tls",
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: "no-common-tls",
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: "certificate-missing",
};

const MESSAGES: Readonly<Partial<Record<NetworkErrorKind, string>>> = {
  "nobody-listens": "nobody listens there (connection refused)",
  "no-such-host": "no such host",
  "no-route": "no way leads there (unreachable)",
  closed: "the connection was closed by the other side",
  "unknown-authority": "its certificate comes from an authority that is not trusted here",
  "no-tls": "what answers there does not speak TLS",
  "no-common-tls": "it shares no version of TLS with this client",
  "certificate-missing": "it demands a certificate of its clients",
  "certificate-refused": "it refuses the certificate of this client",
};

/**
 * Cassandra 5.0.8 answers a certificate that it does not trust with "internal error", and TLS 1.2 without one with "handshake
 * failure"; other servers with alerts that name the certificate.
 */
const CERTIFICATE_ALERT = /^ERR_SSL_\w*ALERT_(?:INTERNAL_ERROR|HANDSHAKE_FAILURE|\w*CERTIFICATE\w*|UNKNOWN_CA)$/;

/** @returns undefined for an error that is not of a socket */
export function readNetworkError(error: unknown): NetworkError | undefined {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") return undefined;
  const { code } = error;
  const kind =
    KINDS[code] ??
    (code === "EPROTO" && /wrong version number|packet length/.test(error.message) ? "no-tls" : undefined) ??
    (CERTIFICATE_ALERT.test(code) ? "certificate-refused" : "other");
  return { kind, message: describe(kind, code, error.message) };
}

function describe(kind: NetworkErrorKind, code: string, text: string): string {
  if (code === "CERT_HAS_EXPIRED") return "its certificate, or that of its authority, has expired";
  if (code === "CERT_NOT_YET_VALID") return "its certificate, or that of its authority, is not valid yet";
  // OpenSSL: "…:error:0A000410:SSL routines:…:sslv3 alert handshake failure:…c:1601:SSL alert number 40".
  return MESSAGES[kind] ?? /:SSL routines:[^:]*:([^:]+):/.exec(text)?.[1] ?? text.trim();
}
