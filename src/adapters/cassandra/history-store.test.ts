import assert from "node:assert/strict";
import { describe, test } from "node:test";
import driver, { type Client } from "cassandra-driver";
import { ToolError } from "../../base/errors.ts";
import type { HistoryStore } from "../../engine/ports.ts";
import { type Answer, driverError, fakeClient } from "./fake-client.test.ts";
import { historyStore } from "./history-store.ts";

function storeThatSays(answer: Answer, findTable: () => Promise<"exists" | "missing">): HistoryStore {
  const history = { keyspace: "shop", table: "tidemark_history" };
  const options = { history, scope: "shop", serialConsistency: "SERIAL", findTable } as const;
  return historyStore({ client: fakeClient(answer), driver }, options);
}

/** A store whose server answers every query with this error. */
function storeThatFails(error: Error): HistoryStore {
  return storeThatSays(
    () => {
      throw error;
    },
    async () => {
      throw new ToolError("target-missing", "it was looked for");
    },
  );
}

const INVALID = driverError("ResponseError", 0x2200);

test("a table that another runner has just made is read once the node has loaded it", async () => {
  let asked = 0;
  const answer = (): object => {
    asked += 1;
    if (asked < 4) throw INVALID;
    return { lease_epoch: null, lease_owner: null, running: null, seq: null };
  };
  const snapshot = await storeThatSays(answer, async () => "exists").read();
  assert.deepEqual(snapshot, { epoch: 0, lease: undefined, journal: undefined, events: [] });
});

test("a table that is there and stays unreadable is somebody else's, in the server's words", async () => {
  const answer = (): never => {
    throw INVALID;
  };
  await assert.rejects(storeThatSays(answer, async () => "exists").read(), {
    code: "server-failed",
    message: /is not a history of tidemark: ResponseError says why/,
  });
});

for (const call of ["readLease", "glimpse"] as const) {
  test(`who waits reads once, by a quorum, whatever level the statements run at: ${call}`, async () => {
    const { client, levels } = recordingClient();
    const history = { keyspace: "shop", table: "tidemark_history" };
    const findTable = async (): Promise<"exists"> => "exists";
    const options = { history, scope: "shop", serialConsistency: "SERIAL", findTable } as const;
    await historyStore({ client, driver }, options)[call]();
    assert.deepEqual(levels, [driver.types.consistencies.quorum]);
  });
}

function recordingClient(): { readonly client: Client; readonly levels: readonly (number | undefined)[] } {
  const levels: (number | undefined)[] = [];
  const client = fakeClient(() => ({ lease_owner: null, running: null, seq: null }));
  const execute: unknown = (_query: string, _params: unknown, { consistency }: { consistency?: number }) => {
    levels.push(consistency);
    return client.execute("");
  };
  return { client: Object.assign(Object.create(client), { execute }), levels };
}

test("a journal at another revision than ours or the next is no success", async () => {
  const row = { lease_epoch: 1, lease_owner: "me", lease_holder: null, lease_ttl: 30, running: null, revision: 7 };
  const client = Object.assign(
    fakeClient(() => row),
    { execute: async () => ({ rows: [row], rowLength: 1, wasApplied: () => false }) },
  );
  const history = { keyspace: "shop", table: "tidemark_history" };
  const findTable = async (): Promise<"exists"> => "exists";
  const store = historyStore({ client, driver }, { history, scope: "shop", serialConsistency: "SERIAL", findTable });
  await assert.rejects(store.write("me", { journal: null }), /revision 7/);
});

for (const [what, code, expected] of [
  ["a missing permission", 0x2100, "permission-denied"],
  ["too few live nodes", 0x1000, "server-failed"],
  ["a missing table", 0x2200, "target-missing"],
  ["a missing keyspace on 3.11", 0x2300, "target-missing"],
] as const) {
  test(`${what} when the history is read is told as ${expected}`, async () => {
    await assert.rejects(storeThatFails(driverError("ResponseError", code)).read(), { code: expected });
  });
}

const REQUEST = {
  owner: "me",
  holder: { by: "ann", host: "build-7", pid: 1, command: "migrate", since: 0 },
  epoch: 0,
  ttlMs: 30_000,
};

// Each waits for its own repeats.
describe("a server that never answers", { concurrency: true }, () => {
  for (const [what, call] of [
    ["read", (store: HistoryStore): Promise<unknown> => store.read()],
    ["readLease", (store: HistoryStore): Promise<unknown> => store.readLease()],
    ["glimpse", (store: HistoryStore): Promise<unknown> => store.glimpse()],
    ["readDownText", (store: HistoryStore): Promise<unknown> => store.readDownText(1)],
    ["acquire", (store: HistoryStore): Promise<unknown> => store.acquire(REQUEST)],
    ["write", (store: HistoryStore): Promise<unknown> => store.write("me", { journal: null })],
  ] as const) {
    test(`is told so by ${what}`, async () => {
      const store = storeThatFails(driverError("OperationTimedOutError"));
      await assert.rejects(call(store), { code: "connection-failed", hint: /once it answers/ });
    });
  }
});
