import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { explainConnection } from "./explain-connection.ts";
import { driverError } from "./fake-client.test.ts";
import type { CassandraOptions } from "./session-options.ts";

const OPTIONS: CassandraOptions = {
  contactPoints: [
    { host: "a", port: 9042 },
    { host: "b", port: 9042 },
  ],
  localDatacenter: undefined,
  auth: { username: "app", password: { reveal: () => "s3cret" } },
  consistency: "LOCAL_QUORUM",
  serialConsistency: "SERIAL",
  connectTimeoutMs: 2_000,
  requestTimeoutMs: 2_000,
  ssl: undefined,
  secureConnectBundle: undefined,
  keyspace: "shop",
  replication: undefined,
  history: { keyspace: "shop", table: "tidemark_history" },
  agreement: { waitMs: 1_000, tolerateDown: 0, view: "nodes" },
};

function unreachable(innerErrors: Readonly<Record<string, Error>>): Error {
  return Object.assign(driverError("NoHostAvailableError"), { innerErrors });
}

function socketError(code: string): Error {
  return Object.assign(new Error(code), { code });
}

test("what all hosts have in common is said once", () => {
  const error = unreachable({ "1:9042": socketError("ECONNREFUSED"), "2:9042": socketError("ECONNREFUSED") });
  assert.equal(
    explainConnection(error, OPTIONS).message,
    "cannot connect to a:9042, b:9042: nobody listens there (connection refused)",
  );
});

test("a host that was not tried does not share the reason of one that was", () => {
  const error = unreachable({ "1:9042": socketError("ECONNREFUSED") });
  assert.match(explainConnection(error, OPTIONS).message, /^cannot connect to a:9042, b:9042: 1:9042: nobody listens/);
});

test("what differs is said of each host, and each advice once", () => {
  const error = unreachable({
    "1:9042": socketError("ECONNREFUSED"),
    "2:9042": socketError("CERT_HAS_EXPIRED"),
    "3:9042": socketError("ENOTFOUND"),
  });
  const { message, hint } = explainConnection(error, OPTIONS);
  assert.match(message, /1:9042: nobody listens .*; 2:9042: its certificate.* expired; 3:9042: no such host$/);
  assert.equal(hint?.split("\n").length, 2);
});

test("a login that is refused names the user, and never the password", () => {
  const refusal = Object.assign(driverError("AuthenticationError"), { message: "bad password s3cret for app" });
  const { code, message } = explainConnection(unreachable({ "1:9042": refusal, "2:9042": refusal }), OPTIONS);
  assert.equal(code, "connection-failed");
  assert.equal(message, "cannot log in to a:9042, b:9042 as `app`: bad password *** for app");
});

test("what the server repeats of the password is in no cause either", () => {
  const refusal = Object.assign(driverError("AuthenticationError"), { message: "bad credentials app/s3cret" });
  const error = new Error("All hosts tried: bad credentials app/s3cret");
  const thrown = Object.assign(error, { name: "NoHostAvailableError", innerErrors: { "1:9042": refusal } });
  const explained = explainConnection(thrown, OPTIONS);
  assert.ok(explained.cause instanceof Error);
  assert.equal(explained.cause.name, "NoHostAvailableError");
  assert.match(explained.cause.stack ?? "", /bad credentials app\/\*\*\*\n\s+at /);
  assert.doesNotMatch(inspect(explained, { depth: null, showHidden: true }), /s3cret/);
});

test("a cause that is no error is concealed as well", () => {
  const { cause } = explainConnection("bad password s3cret", OPTIONS);
  assert.ok(cause instanceof Error);
  assert.equal(cause.message, "bad password ***");
});

test("a refused login is told from a server that is not reached", () => {
  const refusal = driverError("AuthenticationError");
  const nobody = socketError("ECONNREFUSED");
  const detailsOf = (innerErrors: Readonly<Record<string, Error>>): unknown =>
    explainConnection(unreachable(innerErrors), OPTIONS).details;
  assert.deepEqual(detailsOf({ "1:9042": refusal, "2:9042": refusal }), { reason: "login-refused" });
  assert.deepEqual(detailsOf({ "1:9042": nobody, "2:9042": refusal }), { reason: "login-refused" });
  assert.deepEqual(detailsOf({ "1:9042": nobody }), {});
});

test("a role that may not log in is allowed to by a name in quotes", () => {
  const refusal = Object.assign(driverError("AuthenticationError"), { message: "Team A is not permitted to log in" });
  const auth = { username: "Team A", password: { reveal: () => "s3cret" } };
  const { hint } = explainConnection(unreachable({ "1:9042": refusal }), { ...OPTIONS, auth });
  assert.equal(hint, 'allow it, as another role: ALTER ROLE "Team A" WITH LOGIN = true');
});

test("roles that cannot be read are no wrong password", () => {
  const text = "Unable to perform authentication: Cannot achieve consistency level QUORUM";
  const refusal = Object.assign(driverError("AuthenticationError"), { message: text });
  const { message, hint, details } = explainConnection(unreachable({ "1:9042": refusal }), OPTIONS);
  assert.match(message, /the server cannot read its roles now/);
  assert.deepEqual(details, {});
  assert.match(hint ?? "", /system_auth/);
});

test("a login that Astra refuses says what its user and password are", () => {
  const refusal = driverError("AuthenticationError");
  const options = { ...OPTIONS, contactPoints: [], secureConnectBundle: "/b.zip" };
  assert.match(explainConnection(unreachable({ "1:9042": refusal }), options).hint ?? "", /`token`.*AstraCS:/);
});

test("a server that is silent is named with how long it was waited for", () => {
  const { message } = explainConnection(unreachable({ "1:9042": driverError("OperationTimedOutError") }), OPTIONS);
  assert.match(message, /1:9042: no answer within 2\.0 s$/);
});

test("a handshake that fails asks for a certificate where there is none, and names the one there is", () => {
  const error = unreachable({ "1:9042": socketError("ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE") });
  const ssl = { caCerts: undefined, certfile: undefined, keyfile: undefined, verify: true };
  const without = explainConnection(error, { ...OPTIONS, ssl });
  assert.match(without.message, /perhaps for want of a certificate of this client$/);
  assert.match(without.hint ?? "", /^set cassandra\.ssl\.certfile/);
  const refused = explainConnection(error, { ...OPTIONS, ssl: { ...ssl, certfile: "/c.pem" } });
  assert.match(refused.message, /: it refuses the certificate of this client$/);
  assert.match(refused.hint ?? "", /\/c\.pem/);
});
