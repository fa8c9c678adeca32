import assert from "node:assert/strict";
import { test } from "node:test";
import { connect } from "./connect.ts";
import type { CassandraOptions } from "./session-options.ts";

// Nobody may listen on port 1 (tcpmux) of the loopback.
const NOBODY: CassandraOptions = {
  contactPoints: [{ host: "127.0.0.1", port: 1 }],
  localDatacenter: undefined,
  auth: undefined,
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

test("a server that is not there is named, with the reason and what to look at", async () => {
  await assert.rejects(connect(NOBODY), {
    code: "connection-failed",
    message: /^cannot connect to 127\.0\.0\.1:1: nobody listens there \(connection refused\)$/,
    hint: /contact_points/,
  });
});

test("a certificate that cannot be read is named", async () => {
  const ssl = { caCerts: "/no/such.pem", certfile: undefined, keyfile: undefined, verify: true };
  await assert.rejects(connect({ ...NOBODY, ssl }), { code: "config-invalid", message: /\/no\/such\.pem/ });
});

test("a consistency that does not exist is named", async () => {
  await assert.rejects(connect({ ...NOBODY, consistency: "LOUD" }), { code: "config-invalid", message: /"LOUD"/ });
});

test("consistencies are named as in CQL", async () => {
  for (const consistency of ["LOCAL_QUORUM", "quorum", "EACH_QUORUM", "ONE"]) {
    await assert.rejects(connect({ ...NOBODY, consistency }), { code: "connection-failed" });
  }
});
