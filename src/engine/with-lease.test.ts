import assert from "node:assert/strict";
import { test } from "node:test";
import { type MemoryDatabase, memoryDatabase } from "../adapters/memory/memory-database.ts";
import { memoryRunner, migrationsOf } from "../testing/memory-runner.ts";
import { migrate } from "./migrate.ts";
import type { Snapshot } from "./ports.ts";
import { LockError, withLease } from "./with-lease.ts";

const FILES = migrationsOf({ "V1__t.cql": "CREATE TABLE t (id int PRIMARY KEY)" });

/** The lease of a runner that does nothing any more. */
async function holdLease(database: MemoryDatabase, ttlMs: number): Promise<string> {
  const { target } = memoryRunner(database, { name: "other" }).context;
  await target.initialize({ createScope: false });
  const epoch = (await target.store.read())?.epoch ?? 0;
  const holder = { by: "ann", host: "build-7", pid: 4711, command: "migrate", since: 0 };
  assert.ok(await target.store.acquire({ owner: "other", holder, epoch, ttlMs }));
  return "other";
}

test("a wait that is over ends with who holds the lease and what to do", async () => {
  const database = memoryDatabase(["shop"]);
  await holdLease(database, 600_000);
  const { context, planOptions } = memoryRunner(database, { lockWaitMs: 60_000 });
  const running = migrate(context, { ...planOptions, migrations: FILES });
  await assert.rejects(running, (error) => {
    assert.ok(error instanceof LockError);
    assert.equal(error.code, "lock-held");
    assert.equal(error.message, "ann@build-7 (migrate, process 4711) holds the lock; gave up after 1 min");
    assert.match(error.hint ?? "", /--lock-wait/);
    return true;
  });
  assert.equal(database.clock.nowMs(), 60_000);
  assert.deepEqual(database.executions, []);
});

test("who may not wait gives up at once", async () => {
  const database = memoryDatabase(["shop"]);
  await holdLease(database, 600_000);
  const { context, planOptions } = memoryRunner(database, { lockWaitMs: 0 });
  await assert.rejects(migrate(context, { ...planOptions, migrations: FILES }), { code: "lock-held" });
  assert.equal(database.clock.nowMs(), 0);
});

test("a waiting runner says for whom it waits, at once and then every few seconds", async () => {
  const database = memoryDatabase(["shop"]);
  await holdLease(database, 35_000);
  const { context, planOptions, events } = memoryRunner(database);
  await migrate(context, { ...planOptions, migrations: FILES });
  const waits = events.flatMap((event) => (event.kind === "waiting-for-lease" ? [event] : []));
  assert.equal(waits[0]?.waitedMs, 0);
  assert.equal(waits[0]?.lease.holder?.host, "build-7");
  assert.ok(waits.length >= 3 && waits.length <= 4, `${waits.length} times in 35 s`);
});

test("the lease of a dead runner expires, and who waits goes on", async () => {
  const database = memoryDatabase(["shop"]);
  await holdLease(database, 30_000);
  const { context, planOptions } = memoryRunner(database);
  const result = await migrate(context, { ...planOptions, migrations: FILES });
  assert.equal(result.current, "1");
  assert.ok(database.clock.nowMs() >= 30_000 && database.clock.nowMs() < 33_000, `${database.clock.nowMs()} ms`);
});

test("a held lease is no reason to wait when there is nothing to do", async () => {
  const database = memoryDatabase(["shop"]);
  const first = memoryRunner(database);
  await migrate(first.context, { ...first.planOptions, migrations: FILES });
  await holdLease(database, 600_000);
  const { context, planOptions } = memoryRunner(database, { lockWaitMs: 0 });
  assert.deepEqual((await migrate(context, { ...planOptions, migrations: FILES })).executed, []);
});

test("an interrupted wait ends at once", async () => {
  const database = memoryDatabase(["shop"]);
  await holdLease(database, 600_000);
  const interrupt = new AbortController();
  const { context, planOptions } = memoryRunner(database, { signal: interrupt.signal });
  const running = migrate(context, { ...planOptions, migrations: FILES });
  await database.clock.sleep(5_000);
  interrupt.abort();
  await assert.rejects(running, { code: "interrupted" });
});

test("of eight first runners at once, one applies and the others find nothing to do", async () => {
  const database = memoryDatabase(["shop"]);
  const results = await Promise.all(
    Array.from({ length: 8 }, (_, index) => {
      const { context, planOptions } = memoryRunner(database, { name: `r${index}` });
      return migrate(context, { ...planOptions, migrations: FILES });
    }),
  );
  assert.deepEqual(results.map(({ executed }) => executed.length).toSorted(), [0, 0, 0, 0, 0, 0, 0, 1]);
  assert.deepEqual(new Set(results.map(({ current }) => current)), new Set(["1"]));
});

test("what is decided is decided again when somebody else held the lease in between", async () => {
  const database = memoryDatabase(["shop"]);
  const { context } = memoryRunner(database);
  await context.target.initialize({ createScope: false });
  const seen: Snapshot[] = [];
  await withLease(
    context,
    "test",
    async (snapshot) => {
      seen.push(snapshot);
      if (seen.length === 1) await context.target.store.release(await holdLease(database, 30_000));
      return "work";
    },
    async () => undefined,
  );
  assert.deepEqual(
    seen.map(({ epoch }) => epoch),
    [0, 1],
  );
});

test("the lease is given back when the work fails", async () => {
  const database = memoryDatabase(["shop"]);
  const { context } = memoryRunner(database);
  const working = withLease(
    context,
    "test",
    () => "work",
    () => Promise.reject(new Error("no")),
  );
  await assert.rejects(working, /no/);
  assert.equal(await context.target.store.readLease(), undefined);
});

test("a decision that throws leaves the target as it was", async () => {
  const database = memoryDatabase(["shop"]);
  const { context } = memoryRunner(database);
  const deciding = withLease(
    context,
    "test",
    () => {
      throw new Error("no");
    },
    async () => undefined,
  );
  await assert.rejects(deciding, /no/);
  assert.equal(database.keyspaces.get("shop")?.history, undefined);
});

test("the lease names who holds it", async () => {
  const database = memoryDatabase(["shop"]);
  const { context } = memoryRunner(database);
  await withLease(
    context,
    "rollback",
    () => "work",
    async () => {
      const lease = await context.target.store.readLease();
      assert.deepEqual(lease?.holder, { by: "tester", host: "runner", pid: 1, command: "rollback", since: 0 });
    },
  );
});
