import assert from "node:assert/strict";
import { describe, test } from "node:test";
import driver from "cassandra-driver";
import { ToolError } from "../../base/errors.ts";
import type { HistoryStore } from "../../engine/ports.ts";
import { driverError, fakeClient } from "./fake-client.test.ts";
import { historyStore } from "./history-store.ts";

/** A store whose server answers every query with this error. */
function storeThatFails(error: Error): HistoryStore {
  const client = fakeClient(() => {
    throw error;
  });
  const history = { keyspace: "shop", table: "tidemark_history" };
  const findTable = async (): Promise<never> => {
    throw new ToolError("target-missing", "it was looked for");
  };
  return historyStore({ client, driver }, { history, scope: "shop", serialConsistency: "SERIAL", findTable });
}

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
