import assert from "node:assert/strict";
import { test } from "node:test";
import { readNetworkError } from "./network-error.ts";

function socketError(code: string, message = `${code} says why`): Error {
  return Object.assign(new Error(message), { code });
}

for (const [code, kind] of [
  ["ECONNREFUSED", "nobody-listens"],
  ["ENOTFOUND", "no-such-host"],
  ["EHOSTUNREACH", "no-route"],
  ["ECONNRESET", "closed"],
  ["DEPTH_ZERO_SELF_SIGNED_CERT", "unknown-authority"],
  ["ERR_TLS_CERT_ALTNAME_INVALID", "wrong-name"],
  ["CERT_HAS_EXPIRED", "out-of-date"],
  ["ERR_SSL_WRONG_VERSION_NUMBER", "no-tls"],
  ["ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION", "no-common-tls"],
  ["ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED", "certificate-missing"],
  ["ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE", "certificate-refused"],
  ["ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR", "certificate-refused"],
  ["ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED", "certificate-refused"],
  ["ERR_SSL_TLSV1_ALERT_UNKNOWN_CA", "certificate-refused"],
  ["ERR_SSL_TLSV1_ALERT_DECODE_ERROR", "other"],
] as const) {
  test(`${code} is ${kind}`, () => {
    assert.equal(readNetworkError(socketError(code))?.kind, kind);
  });
}

test("what OpenSSL says is told without its numbers and file names", () => {
  const text =
    "800C8D60047F0000:error:0A00041A:SSL routines:ssl3_read_bytes:tlsv1 alert decode error:../deps/openssl/record.c:1601:SSL alert number 50\n";
  assert.equal(
    readNetworkError(socketError("ERR_SSL_TLSV1_ALERT_DECODE_ERROR", text))?.message,
    "tlsv1 alert decode error",
  );
});

test("Node 20 calls an answer without TLS a protocol error", () => {
  const text = "8011:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:../deps/openssl/record.c:354:\n";
  assert.equal(readNetworkError(socketError("EPROTO", text))?.kind, "no-tls");
});

test("an error of the driver, and one of the server with its number, are none of a socket", () => {
  assert.equal(readNetworkError(new Error("Socket was closed")), undefined);
  assert.equal(readNetworkError(Object.assign(new Error("no"), { code: 0x2000 })), undefined);
});
