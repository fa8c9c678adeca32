import assert from "node:assert/strict";
import { test } from "node:test";
import { memoryDatabase } from "../adapters/memory/memory-database.ts";
import { memoryRunner } from "../testing/memory-runner.ts";
import type { EngineEvent } from "./event.ts";
import { keepLease, type LeaseKeeper } from "./lease-keeper.ts";
import type { HistoryStore, LeaseRequest } from "./ports.ts";

const TTL_MS = 30_000;

interface Kept {
  readonly keeper: LeaseKeeper;
  readonly renewedAtMs: readonly number[];
  readonly events: readonly EngineEvent[];
  readonly releaseCount: () => number;
  sleep(ms: number): Promise<void>;
}

interface KeepOptions {
  readonly release?: () => Promise<void>;
  readonly write?: () => Promise<boolean>;
  /** How far the clock on the wall is ahead of the monotonic one. */
  readonly suspendedMs?: () => number;
}

function keep(renew: (call: number) => Promise<boolean>, options: KeepOptions = {}): Kept {
  const { release = async (): Promise<void> => undefined, suspendedMs = (): number => 0 } = options;
  const { write = async (): Promise<boolean> => true } = options;
  const { clock } = memoryDatabase();
  const { runtime: steady, target } = memoryRunner(memoryDatabase([], { clock })).context;
  const runtime = { ...steady, now: () => steady.now() + suspendedMs() };
  const renewedAtMs: number[] = [];
  let releaseCount = 0;
  const store: HistoryStore = {
    ...target.store,
    write,
    renew: () => {
      renewedAtMs.push(clock.nowMs());
      return renew(renewedAtMs.length);
    },
    release() {
      releaseCount += 1;
      return release();
    },
  };
  const holder = { by: "ann", host: "build-7", pid: 1, command: "migrate", since: 0 };
  const request: LeaseRequest = { owner: "me", holder, epoch: 0, ttlMs: TTL_MS };
  const events: EngineEvent[] = [];
  const keeper = keepLease(store, runtime, request, clock.nowMs(), (event) => events.push(event));
  return { keeper, renewedAtMs, events, releaseCount: () => releaseCount, sleep: clock.sleep };
}

test("a lease is renewed every third of its time", async () => {
  const { keeper, renewedAtMs, sleep } = keep(async () => true);
  await sleep(35_000);
  keeper.assertHeld();
  await keeper.release();
  assert.deepEqual(renewedAtMs, [10_000, 20_000, 30_000]);
});

test("a renewal that is refused means that the lease is lost", async () => {
  const { keeper, releaseCount, sleep } = keep(async () => false);
  await sleep(9_000);
  keeper.assertHeld();
  await sleep(2_000);
  assert.throws(() => keeper.assertHeld(), { code: "lock-lost" });
  await keeper.release();
  assert.equal(releaseCount(), 0);
});

test("a renewal without an answer is tried again, and one that gets through keeps the lease", async () => {
  const { keeper, renewedAtMs, sleep } = keep(async (call) => {
    if (call < 3) throw new Error("no answer");
    return true;
  });
  await sleep(35_000);
  keeper.assertHeld();
  await keeper.release();
  assert.deepEqual(renewedAtMs.slice(0, 4), [10_000, 13_000, 16_000, 26_000]);
});

test("a lease that is not renewed in time is lost, counted from when the last renewal was sent", async () => {
  const { keeper, sleep } = keep((call) => (call === 1 ? Promise.resolve(true) : Promise.reject(new Error("no"))));
  await sleep(39_999);
  keeper.assertHeld();
  await sleep(1);
  assert.throws(() => keeper.assertHeld(), { code: "lock-lost" });
  await keeper.release();
});

test("why a lease could not be renewed is said once, and with the loss", async () => {
  const { keeper, events, sleep } = keep((call) =>
    call === 2 ? Promise.resolve(true) : Promise.reject(new Error("too many connections")),
  );
  await sleep(43_999);
  const warning = "the lock could not be renewed (too many connections); it is tried again until it expires";
  assert.deepEqual(events, [
    { kind: "warning", message: warning },
    { kind: "warning", message: warning },
  ]);
  await sleep(20_000);
  assert.throws(() => keeper.assertHeld(), { code: "lock-lost", message: /could not be renewed in time: too many/ });
  await keeper.release();
});

test("a lease that was given back is renewed no more", async () => {
  const { keeper, renewedAtMs, releaseCount, sleep } = keep(async () => true);
  await keeper.release();
  await sleep(60_000);
  assert.deepEqual([renewedAtMs, releaseCount()], [[], 1]);
});

test("a lease under which a write was refused is lost, and not given back", async () => {
  const { keeper, releaseCount } = keep(async () => true, { write: async () => false });
  await assert.rejects(keeper.write({ journal: null }), { code: "lock-lost" });
  assert.throws(() => keeper.assertHeld(), { code: "lock-lost" });
  await keeper.release();
  assert.equal(releaseCount(), 0);
});

test("who was suspended for longer than the lease lasts does not rely on it, though the monotonic clock stood still", async () => {
  let suspendedMs = 0;
  const { keeper, sleep } = keep(async () => true, { suspendedMs: () => suspendedMs });
  await sleep(1_000);
  suspendedMs = 28_000;
  keeper.assertHeld();
  suspendedMs = 29_000;
  assert.throws(() => keeper.assertHeld(), { code: "lock-lost" });
});

test("a renewal after the clock on the wall was set counts from then", async () => {
  let suspendedMs = 0;
  const { keeper, sleep } = keep(async () => true, { suspendedMs: () => suspendedMs });
  await sleep(9_000);
  suspendedMs = 3_600_000;
  await sleep(2_000);
  keeper.assertHeld();
  await keeper.release();
});

test("a database that is silent is not waited for longer than the lease lasts", async () => {
  const silence = new Promise<never>(() => undefined);
  const { keeper, sleep } = keep(() => silence, { release: () => silence });
  await sleep(11_000);
  await keeper.release();
});

test("who stood still asks the database before going on, and learns that the lock was broken", async () => {
  const { keeper, renewedAtMs, sleep } = keep(async (call) => call === 1);
  await keeper.confirm();
  assert.deepEqual(renewedAtMs, [], "it was acquired just now");
  await sleep(2_000);
  await keeper.confirm();
  await keeper.confirm();
  await keeper.write({ journal: null });
  await keeper.confirm();
  assert.deepEqual(renewedAtMs, [2_000], "asked once, and the answer holds for a while");
  await sleep(2_000);
  await assert.rejects(keeper.confirm(), { code: "lock-lost" });
  assert.throws(() => keeper.assertHeld(), { code: "lock-lost" });
});

test("a thousand who ask at once are answered by one renewal", async () => {
  const { keeper, renewedAtMs, sleep } = keep(async () => true);
  await sleep(1_000);
  await Promise.all(Array.from({ length: 1_000 }, () => keeper.confirm()));
  assert.equal(renewedAtMs.length, 1);
  await keeper.release();
});

test("once it was given back nothing may be done in its name", async () => {
  const { keeper } = keep(async () => true);
  await keeper.release();
  assert.throws(() => keeper.assertHeld(), { code: "lock-lost" });
  await assert.rejects(keeper.write({ journal: null }), { code: "lock-lost" });
});
