import assert from "node:assert/strict";
import { test } from "node:test";
import type { Host } from "cassandra-driver";
import { ToolError } from "../../base/errors.ts";
import { awaitSchemaAgreement } from "./agreement.ts";
import { driverError, fakeClient } from "./fake-client.test.ts";

function nodes(...addresses: readonly string[]): Pick<Host, "address" | "isUp">[] {
  return addresses.map((address) => ({ address, isUp: () => address !== "down" }));
}

function node(schemaVersion: string, releaseVersion = "5.0.8"): object {
  return { schema_version: schemaVersion, release_version: releaseVersion };
}

function refusal(matches: RegExp): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof ToolError);
    assert.equal(error.code, "agreement-not-reached");
    assert.match(error.message, matches);
    return true;
  };
}

test("one node always agrees with itself, and is not asked", async () => {
  const asked: string[] = [];
  const answer = (query: string): object => {
    asked.push(query);
    return node("v1");
  };
  await awaitSchemaAgreement(fakeClient(answer, nodes("a")), 100);
  assert.deepEqual(asked, []);
});

test("every node is asked itself", async () => {
  const asked: (string | undefined)[] = [];
  const answer = (_query: string, host: Host | undefined): object => {
    asked.push(host?.address);
    return node("v1");
  };
  await awaitSchemaAgreement(fakeClient(answer, nodes("a", "b", "c")), 100);
  assert.deepEqual(asked, ["a", "b", "c"]);
});

test("nodes that agree after a while agree", async () => {
  let asked = 0;
  const answer = (_query: string, host: Host | undefined): object => {
    asked += 1;
    return node(host?.address === "b" && asked < 6 ? "v1" : "v2");
  };
  await awaitSchemaAgreement(fakeClient(answer, nodes("a", "b")), 5_000);
  assert.ok(asked >= 6);
});

test("nodes that do not agree in time are named with what they hold", async () => {
  const client = fakeClient((_query, host) => node(`of-${host?.address}`), nodes("a", "b"));
  await assert.rejects(
    awaitSchemaAgreement(client, 20),
    refusal(/different schema versions after 20 ms:\n {2}a: schema version of-a\n {2}b: schema version of-b/),
  );
});

test("a node that is down stops at once", async () => {
  const startedMs = performance.now();
  const answer = (_query: string, host: Host | undefined): object => {
    if (host?.address === "down") throw driverError("NoHostAvailableError");
    return node("v1");
  };
  await assert.rejects(
    awaitSchemaAgreement(fakeClient(answer, nodes("a", "down")), 60_000),
    refusal(/1 of 2 nodes cannot be asked/),
  );
  assert.ok(performance.now() - startedMs < 5_000);
});

test("a node without a schema version does not agree", async () => {
  const client = fakeClient((_query, host) => (host?.address === "a" ? node("v1") : {}), nodes("a", "b"));
  await assert.rejects(awaitSchemaAgreement(client, 10), refusal(/b: has no schema version yet/));
});

test("nodes of different releases do not agree, whatever they hold", async () => {
  const client = fakeClient((_query, host) => node("v1", host?.address === "a" ? "4.1.10" : "5.0.8"), nodes("a", "b"));
  await assert.rejects(awaitSchemaAgreement(client, 10), refusal(/different releases \(4\.1\.10, 5\.0\.8\)/));
});
