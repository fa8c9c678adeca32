import assert from "node:assert/strict";
import { test } from "node:test";
import type { Client } from "cassandra-driver";
import type { Access } from "../../cql/permissions/access.ts";
import { driverError, fakeClient } from "./fake-client.test.ts";
import { readAccess } from "./read-access.ts";

// What real servers answer to roles with permissions is in tests/integration/permissions.test.ts.

const UNAUTHORIZED = 0x2100;
const INVALID = 0x2200;

/** As Cassandra says it; each was seen with 3.11.19 and 5.0.8. */
const ANONYMOUS = refusal(UNAUTHORIZED, "You have to be logged in and not anonymous to perform this request");
const NOT_SUPPORTED = refusal(INVALID, "LIST PERMISSIONS operation is not supported by AllowAllAuthorizer");

function refusal(code: number, message: string): Error {
  return Object.assign(driverError("ResponseError", code), { message });
}

function server(roles: object | Error, permissions: object | Error): Client {
  return fakeClient((query) => {
    const answer = query.startsWith("LIST ROLES") ? roles : permissions;
    if (answer instanceof Error) throw answer;
    return answer;
  });
}

function read(client: Client, role: string | undefined): Promise<Access> {
  return readAccess(client, { role, product: "cassandra" });
}

test("a cluster that lets everybody in asks nobody for permissions, whatever name was given", async () => {
  const everything: Access = { kind: "everything", reason: "no-authorizer" };
  assert.deepEqual(await read(server(ANONYMOUS, ANONYMOUS), "app"), everything);
  assert.deepEqual(await read(server(ANONYMOUS, ANONYMOUS), undefined), everything);
});

test("a cluster that asks for a password alone lets everybody do everything", async () => {
  const access = await read(server({ role: "app", super: false }, NOT_SUPPORTED), "app");
  assert.deepEqual(access, { kind: "everything", reason: "no-authorizer" });
});

test("a permission that is held through another role names the role that was granted it", async () => {
  const row = { role: "base", username: "base", resource: "<table shop.t>", permission: "SELECT" };
  assert.deepEqual(await read(server({ role: "app", super: false }, row), "app"), {
    kind: "granted",
    role: "app",
    grants: [{ permission: "SELECT", resource: "<table shop.t>", holder: "base" }],
  });
});

test("what the server refuses to tell is unknown, in its words", async () => {
  const reason = "<role app> doesn't exist";
  assert.deepEqual(await read(server(refusal(INVALID, reason), refusal(INVALID, reason)), "app"), {
    kind: "unknown",
    reason,
  });
  const hidden = refusal(UNAUTHORIZED, "You are not authorized to view app's permissions");
  assert.equal((await read(server({ role: "app", super: false }, hidden), "app")).kind, "unknown");
});

test("a role that logged in without a name is not guessed", async () => {
  assert.equal(
    (await readAccess(server({ role: "app", super: true }, {}), { role: undefined, product: "cassandra" })).kind,
    "unknown",
  );
});

test("a product that grants in its own way is asked nothing", async () => {
  const client = fakeClient(() => assert.fail("nothing is asked"));
  for (const product of ["astra", "dse"] as const) {
    assert.equal((await readAccess(client, { role: "app", product })).kind, "unknown");
  }
});

test("the name of a role is asked for in quotes where it needs them", async () => {
  const asked: string[] = [];
  const client = fakeClient((query) => {
    asked.push(query);
    return undefined;
  });
  await read(client, 'Team "A"');
  assert.deepEqual(asked.toSorted(), ['LIST ALL PERMISSIONS OF "Team ""A"""', 'LIST ROLES OF "Team ""A"""']);
});
