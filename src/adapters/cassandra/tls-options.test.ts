import assert from "node:assert/strict";
import { test } from "node:test";
import type { PeerCertificate } from "node:tls";
import { checkNodeIdentity, readTlsOptions } from "./tls-options.ts";

function certificateFor(subjectaltname: string): PeerCertificate {
  return { subject: { CN: "node" }, subjectaltname } as PeerCertificate;
}

const FILES = { caCerts: undefined, certfile: undefined, keyfile: undefined };

test("a node may prove to be its address", () => {
  const certificate = certificateFor("IP Address:10.0.0.7");
  assert.equal(checkNodeIdentity("10.0.0.7", certificate, ["db1.example.com"]), undefined);
});

test("a node may prove to be a contact point, also by a wildcard", () => {
  for (const name of ["DNS:db1.example.com", "DNS:*.example.com"]) {
    assert.equal(checkNodeIdentity("10.0.0.7", certificateFor(name), ["db0.test", "db1.example.com"]), undefined);
  }
});

test("a certificate for neither is refused, with what it is for", () => {
  const error = checkNodeIdentity("10.0.0.7", certificateFor("DNS:other.example.com"), ["db1.example.com"]);
  assert.equal(error?.message, "its certificate is for DNS:other.example.com, and not for 10.0.0.7 or db1.example.com");
});

test("of many names some are told", () => {
  const names = Array.from({ length: 9 }, (_, index) => `DNS:n${index}.example.com`).join(", ");
  assert.match(checkNodeIdentity("10.0.0.7", certificateFor(names), [])?.message ?? "", /n3\.example\.com and 5 more/);
});

test("certificates are checked, unless it is told otherwise", async () => {
  for (const verify of [true, false]) {
    assert.equal((await readTlsOptions({ ...FILES, verify }, [])).rejectUnauthorized, verify);
  }
});

test("no host is named, which would take the place of every node's own address", async () => {
  const options = await readTlsOptions({ ...FILES, verify: true }, ["db1.example.com"]);
  assert.deepEqual(Object.keys(options).sort(), ["checkServerIdentity", "rejectUnauthorized"]);
});
