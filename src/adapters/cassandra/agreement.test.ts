// The waiting, against answers that no healthy cluster gives; the judgement itself: judge-agreement.test.ts.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { Host } from "cassandra-driver";
import { ToolError } from "../../base/errors.ts";
import type { Agreement } from "../../engine/ports.ts";
import { type AgreementOptions, schemaAgreement } from "./agreement.ts";
import { type Answer, driverError, fakeClient } from "./fake-client.test.ts";

type FakeHost = Pick<Host, "address" | "isUp" | "hostId">;

function nodes(...addresses: readonly string[]): FakeHost[] {
  return addresses.map((address) => ({
    address,
    isUp: () => address !== "down",
    hostId: `id-${address}` as unknown as Host["hostId"],
  }));
}

function node(schemaVersion: string, releaseVersion = "5.0.8"): object {
  return { schema_version: schemaVersion, release_version: releaseVersion };
}

/** What each node answers for itself; the coordinator's tables, which no host is named for, are as `tables` says. */
function cluster(
  hosts: readonly FakeHost[],
  answer: (address: string) => object | Promise<object> | undefined,
  options: Partial<AgreementOptions> = {},
  tables: (query: string) => object | undefined = () => undefined,
): () => Promise<Agreement> {
  const both: Answer = (query, host) => (host === undefined ? tables(query) : answer(host.address));
  return schemaAgreement(fakeClient(both, hosts), { waitMs: 100, tolerateDown: 0, view: "nodes", ...options });
}

function refuseConnection(): never {
  throw driverError("NoHostAvailableError");
}

function refusal(matches: RegExp, hint = /nodetool/): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof ToolError);
    assert.equal(error.code, "agreement-not-reached");
    assert.match(error.message, matches);
    assert.match(error.hint ?? "", hint);
    return true;
  };
}

test("one node always agrees with itself, and is not asked", async () => {
  const asked: string[] = [];
  const answer = (address: string): object => {
    asked.push(address);
    return node("v1");
  };
  assert.deepEqual(await cluster(nodes("a"), answer)(), { absent: [] });
  assert.deepEqual(asked, []);
});

test("every node is asked itself", async () => {
  const asked: string[] = [];
  const answer = (address: string): object => {
    asked.push(address);
    return node("v1");
  };
  assert.deepEqual(await cluster(nodes("a", "b", "c"), answer)(), { absent: [] });
  assert.deepEqual(asked, ["a", "b", "c"]);
});

test("nodes that agree after a while agree", async () => {
  let asked = 0;
  const answer = (address: string): object => {
    asked += 1;
    return node(address === "b" && asked < 6 ? "v1" : "v2");
  };
  await cluster(nodes("a", "b"), answer, { waitMs: 5_000 })();
  assert.ok(asked >= 6);
});

test("nodes that do not agree in time are named with what they hold", async () => {
  await assert.rejects(
    cluster(nodes("a", "b"), (address) => node(`of-${address}`), { waitMs: 20 })(),
    refusal(
      /different schema versions after 20 ms:\n {2}a: schema version of-a\n {2}b: schema version of-b/,
      /up to a minute to catch up/,
    ),
  );
});

test("a node that is down stops at once, and the way to go on is named", async () => {
  const startedMs = performance.now();
  const answer = (address: string): object => (address === "down" ? refuseConnection() : node("v1"));
  await assert.rejects(
    cluster(nodes("a", "down"), answer, { waitMs: 60_000 })(),
    refusal(/1 of 2 nodes cannot be asked/, /to go on without it: --tolerate-down 1; .*--agreement coordinator/),
  );
  assert.ok(performance.now() - startedMs < 5_000);
});

test("a node that is down can be tolerated, and is told of", async () => {
  const answer = (address: string): object => (address === "down" ? refuseConnection() : node("v1"));
  const { absent } = await cluster(nodes("a", "down", "b"), answer, { tolerateDown: 1 })();
  assert.deepEqual(
    absent.map(({ address, reason }) => [address, reason]),
    [["down", "tolerated"]],
  );
});

test("of two that are down one is not enough to tolerate", async () => {
  const answer = (address: string): object => (address === "a" ? node("v1") : refuseConnection());
  await assert.rejects(
    cluster(nodes("a", "down", "gone"), answer, { tolerateDown: 1 })(),
    refusal(/2 of 3 nodes cannot be asked/, /--tolerate-down 2/),
  );
});

test("a tolerated node that is back must agree with the others", async () => {
  let isBack = false;
  const answer = (address: string): object =>
    address === "b" ? (isBack ? node("old") : refuseConnection()) : node("new");
  const agree = cluster(nodes("a", "b"), answer, { tolerateDown: 1, waitMs: 20 });
  assert.equal((await agree()).absent.length, 1);
  isBack = true;
  await assert.rejects(agree(), refusal(/different schema versions/));
});

test("a connection that is lost for a moment is waited for, tolerated or not", async () => {
  for (const tolerateDown of [0, 1]) {
    let asked = 0;
    const [a, b] = nodes("a", "down");
    assert.ok(a !== undefined && b !== undefined);
    const flickering = { ...b, isUp: () => asked > 8 };
    const answer = (address: string): object => {
      asked += 1;
      return address === "down" && asked <= 8 ? refuseConnection() : node("v1");
    };
    assert.deepEqual(await cluster([a, flickering], answer, { tolerateDown, waitMs: 5_000 })(), { absent: [] });
  }
});

test("a node whose connection is still being opened is waited for, tolerated or not", async () => {
  let asked = 0;
  const answer = (address: string): object => {
    asked += 1;
    if (address === "b" && asked < 6)
      throw Object.assign(driverError("NoHostAvailableError"), {
        innerErrors: { b: new Error("No connection available") },
      });
    return node("v1");
  };
  assert.deepEqual(await cluster(nodes("a", "b"), answer, { tolerateDown: 1 })(), { absent: [] });
});

test("a node without a schema version does not agree", async () => {
  await assert.rejects(
    cluster(nodes("a", "b"), (address) => (address === "a" ? node("v1") : {}), { waitMs: 10 })(),
    refusal(/b: has no schema version yet/),
  );
});

test("nodes of different releases stop at once, whatever they hold", async () => {
  const startedMs = performance.now();
  await assert.rejects(
    cluster(nodes("a", "b"), (address) => node("v1", address === "a" ? "4.1.10" : "5.0.8"), { waitMs: 60_000 })(),
    refusal(/different releases \(4\.1\.10, 5\.0\.8\)/),
  );
  assert.ok(performance.now() - startedMs < 5_000);
});

const JOINING = (query: string): object | undefined =>
  query.includes("gossip_info") ? { address: "c", host_id: "id-c", status_with_port: "BOOT,42" } : undefined;

for (const hosts of [nodes("a"), nodes("a", "b")]) {
  test(`a node that joins ${hosts.length} others stops at once, and can be tolerated`, async () => {
    const answer = (): object => node("v1");
    await assert.rejects(
      cluster(hosts, answer, { waitMs: 60_000 }, JOINING)(),
      refusal(/c: is still joining the cluster/, /--tolerate-down 1/),
    );
    const { absent } = await cluster(hosts, answer, { tolerateDown: 1 }, JOINING)();
    assert.deepEqual(
      absent.map(({ address }) => address),
      ["c"],
    );
  });
}

test("who has joined in the meantime counts like any other", async () => {
  let isJoining = true;
  const tables = (query: string): object | undefined =>
    query.includes("gossip_info")
      ? { address: "b-inside", host_id: "id-b", status_with_port: isJoining ? "BOOT,42" : "NORMAL,42" }
      : undefined;
  const hosts = nodes("a");
  const agree = cluster(hosts, () => node("v1"), {}, tables);
  await assert.rejects(agree(), refusal(/b-inside: is still joining/));
  isJoining = false;
  assert.deepEqual(await agree(), { absent: [] });
});

test("a node that once took its time is given it again", async () => {
  let asked = 0;
  const slow = async (): Promise<object> => {
    asked += 1;
    await sleep(asked === 1 ? 3_100 : 300);
    return node("v1");
  };
  const agree = cluster(nodes("a", "b"), (address) => (address === "b" ? slow() : node("v1")), { waitMs: 10_000 });
  assert.deepEqual(await agree(), { absent: [] });
});

test("a server that shows no gossip is not asked to", async () => {
  const tables = (query: string): object | undefined => {
    if (query.includes("gossip_info")) throw driverError("ResponseError", 0x2200);
    return undefined;
  };
  assert.deepEqual(await cluster(nodes("a", "b"), () => node("v1"), {}, tables)(), { absent: [] });
});

const peersSay =
  (schemaVersion: string) =>
  (query: string): object | undefined =>
    query.includes("system.peers") ? { host_id: "id-b", ...node(schemaVersion) } : undefined;

const onlyA = (address: string): object => (address === "a" ? node("v1") : refuseConnection());

test("of a node out of reach the coordinator's word counts when that is asked for, and is told of", async () => {
  const { absent } = await cluster(nodes("a", "b"), onlyA, { view: "coordinator" }, peersSay("v1"))();
  assert.deepEqual(
    absent.map(({ address, reason }) => [address, reason]),
    [["b", "coordinator"]],
  );
});

test("a node out of reach that holds another version by the coordinator's word does not agree", async () => {
  await assert.rejects(
    cluster(nodes("a", "b"), onlyA, { view: "coordinator", waitMs: 20 }, peersSay("old"))(),
    refusal(/b: NoHostAvailableError says why; schema version old by the coordinator's word/),
  );
});

test("the coordinator's old word of a node that is down can be tolerated, and is waited for once", async () => {
  const agree = cluster(nodes("a", "b"), onlyA, { view: "coordinator", waitMs: 200, tolerateDown: 1 }, peersSay("old"));
  assert.deepEqual(
    (await agree()).absent.map(({ reason }) => reason),
    ["tolerated"],
  );
  const startedMs = performance.now();
  await agree();
  assert.ok(performance.now() - startedMs < 150);
});
