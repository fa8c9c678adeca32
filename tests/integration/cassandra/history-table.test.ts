// What the history relies on in a real Cassandra.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Client } from "cassandra-driver";
import { connect } from "../../../src/adapters/cassandra/connect.ts";
import { historyStore } from "../../../src/adapters/cassandra/history-store.ts";
import type { HistoryStore } from "../../../src/engine/ports.ts";
import type { NewHistoryEvent } from "../../../src/migration/history.ts";
import { openTarget, sessionOptions, type TestServer, withKeyspace, withServer } from "./server.ts";

const HOLDER = { by: "ann", host: "build-7", pid: 1, command: "migrate", since: 0 };
const EVENT: NewHistoryEvent = {
  seq: 1,
  kind: "applied",
  version: "1",
  name: "V1__t.cql",
  checksum: "sha256:00",
  direction: "up",
  at: 0,
  durationMs: 1,
  by: "ann",
  host: "build-7",
  tool: "0.0.0",
  run: "run-1",
  warnings: [],
};

type BatchQueries = { readonly query: string; readonly params?: unknown[] }[];

async function historyTableId(client: Client, keyspace: string): Promise<string> {
  const query = "SELECT id FROM system_schema.tables WHERE keyspace_name = ? AND table_name = 'tidemark_history'";
  return String((await client.execute(query, [keyspace])).first()?.id);
}

/** The driver's answer that never came: the server has it done. */
function noAnswer(): Error {
  return Object.assign(new Error("no answer"), { name: "OperationTimedOutError" });
}

/** A store whose session loses the answers of its next conditional writes, which the server carries out. */
async function withForgetfulStore(
  server: TestServer,
  use: (store: HistoryStore, forget: (answers: number) => void, sent: () => number) => Promise<void>,
): Promise<void> {
  await withKeyspace(server, async ({ name }) => {
    const target = await openTarget(server, name);
    const options = sessionOptions(server, name);
    const { client, driver } = await connect(options);
    let lost = 0;
    let sent = 0;
    async function lose<Result>(answer: Promise<Result>): Promise<Result> {
      sent += 1;
      const result = await answer;
      if (lost === 0) return result;
      lost -= 1;
      throw noAnswer();
    }
    const forgetful = new Proxy(client, {
      get(real, property) {
        if (property === "batch") return (queries: BatchQueries, how: object) => lose(real.batch(queries, how));
        if (property === "execute") {
          return (query: string, ...rest: [unknown[], object]) =>
            query.startsWith("UPDATE") ? lose(real.execute(query, ...rest)) : real.execute(query, ...rest);
        }
        return Reflect.get(real, property, real);
      },
    });
    const store = historyStore(
      { client: forgetful, driver },
      { history: options.history, scope: name, serialConsistency: "SERIAL", findTable: async () => "missing" },
    );
    try {
      await target.initialize({ createScope: false });
      await use(
        store,
        (answers) => {
          lost = answers;
        },
        () => sent,
      );
    } finally {
      await client.shutdown();
      await target.close();
    }
  });
}

withServer("the history table on Cassandra", (server) => {
  test("a keyspace that was dropped and made again has a history table of another id", () =>
    withKeyspace(server, async ({ name, client }) => {
      const target = await openTarget(server, name);
      try {
        await target.initialize({ createScope: true });
        const first = await historyTableId(client, name);
        await client.execute(`DROP KEYSPACE ${name}`);
        await target.initialize({ createScope: true });
        const second = await historyTableId(client, name);
        assert.match(first, /^[0-9a-f]{8}-[0-9a-f]{4}-8/);
        assert.match(second, /^[0-9a-f]{8}-[0-9a-f]{4}-8/);
        assert.notEqual(first, second);
        assert.deepEqual((await target.store.read())?.events, []);
      } finally {
        await target.close();
      }
    }));

  test("a lease whose answer was lost is known to be taken", () =>
    withForgetfulStore(server, async (store, forget) => {
      forget(1);
      assert.equal(await store.acquire({ owner: "one", holder: HOLDER, epoch: 0, ttlMs: 30_000 }), true);
      assert.equal((await store.read())?.epoch, 1);
    }));

  test("a lease that another took while the answer was lost is known to be refused", () =>
    withForgetfulStore(server, async (store, forget) => {
      await store.acquire({ owner: "one", holder: HOLDER, epoch: 0, ttlMs: 30_000 });
      forget(1);
      assert.equal(await store.acquire({ owner: "two", holder: HOLDER, epoch: 1, ttlMs: 30_000 }), false);
    }));

  test("a write whose answer was lost happens once, and so does the next", () =>
    withForgetfulStore(server, async (store, forget, sent) => {
      await store.acquire({ owner: "one", holder: HOLDER, epoch: 0, ttlMs: 30_000 });
      const before = sent();
      forget(1);
      assert.equal(await store.write("one", { journal: null, events: [EVENT] }), true);
      assert.equal(sent() - before, 1);
      assert.equal(await store.write("one", { journal: null, events: [{ ...EVENT, seq: 2 }] }), true);
      assert.deepEqual(
        (await store.read())?.events.map(({ seq }) => seq),
        [1, 2],
      );
    }));

  test("a release and a renewal whose answers were lost are known to be done", () =>
    withForgetfulStore(server, async (store, forget) => {
      const request = { owner: "one", holder: HOLDER, epoch: 0, ttlMs: 30_000 };
      await store.acquire(request);
      forget(1);
      assert.equal(await store.renew(request), true);
      forget(1);
      await store.release("one");
      assert.equal((await store.read())?.lease, undefined);
    }));
});
