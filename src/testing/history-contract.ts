// The promises of a history store, as tests: who holds the lease, what survives, and that nothing is written without it.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { HistoryChange, HistoryStore, Journal, LeaseRequest, Snapshot, Target } from "../engine/ports.ts";
import type { NewHistoryEvent } from "../migration/history.ts";
import { type ContractWorld, type OpenWorld, withWorld } from "./contract-world.ts";

const TTL_MS = 30_000;
/** The shortest that every database can count. */
const SHORT_TTL_MS = 1_000;
const AFTER_SHORT_TTL_MS = 2_200;

type Use = (store: HistoryStore, other: HistoryStore, world: ContractWorld) => Promise<void>;

/** Registers the suite with `node:test`. Every test has a scope of its own. */
export function historyContract(name: string, open: OpenWorld): void {
  function claim(title: string, use: Use): void {
    test(title, () =>
      withWorld(open, 2, async (world, [first, second]) => {
        const [target, other] = [given(first), given(second)];
        await target.initialize({ createScope: false });
        await use(target.store, other.store, world);
      }),
    );
  }

  describe(`history contract: ${name}`, () => {
    test("nothing is read before it is initialised, and reading creates nothing", () =>
      withWorld(open, 1, async (_world, [target]) => {
        const { store } = given(target);
        assert.equal(await store.read(), undefined);
        assert.equal(await store.read(), undefined);
        assert.equal(await store.glimpse(), undefined);
      }));
    claim("a new history is empty, and nobody holds it", async (store) => {
      assert.deepEqual(await store.read(), { epoch: 0, lease: undefined, journal: undefined, events: [] });
      assert.equal(await store.readLease(), undefined);
      assert.deepEqual(await store.glimpse(), { lease: undefined, journal: undefined, events: [] });
    });
    describe("lease", () => testLease(claim));
    describe("writes", () => testWrites(claim));
    describe("journal", () => testJournal(claim));
    describe("log", () => testLog(claim));
  });
}

function testLease(claim: (title: string, use: Use) => void): void {
  claim("who takes the lease is seen by everybody", async (store, other) => {
    assert.equal(await store.acquire(request("one", 0)), true);
    for (const lease of [(await read(other)).lease, await other.readLease()]) {
      assert.equal(lease?.owner, "one");
      assert.deepEqual(lease.holder, request("one", 0).holder);
      assert.equal(lease.epoch, 1);
      assert.ok(
        lease.expiresInMs > TTL_MS / 2 && lease.expiresInMs <= TTL_MS + 1_000,
        `expires in ${lease.expiresInMs} ms`,
      );
    }
  });

  claim("a held lease is given to nobody else", async (store, other) => {
    await store.acquire(request("one", 0));
    assert.equal(await other.acquire(request("two", 1)), false);
    assert.equal((await read(store)).lease?.owner, "one");
  });

  claim("of two who try at once, one wins", async (store, other) => {
    for (let epoch = 0; epoch < 10; epoch += 1) {
      const won = await Promise.all([store.acquire(request("one", epoch)), other.acquire(request("two", epoch))]);
      assert.deepEqual(won.toSorted(), [false, true], `epoch ${epoch}`);
      const winner = won[0] ? "one" : "two";
      assert.equal((await read(store)).lease?.owner, winner);
      await (won[0] ? store : other).release(winner);
    }
  });

  claim("an epoch that was read before somebody else held the lease is refused", async (store, other) => {
    await store.acquire(request("one", 0));
    await store.release("one");
    assert.equal(await other.acquire(request("two", 0)), false);
    assert.equal(await other.acquire(request("two", 1)), true);
  });

  claim("the epoch grows with every acquisition and with nothing else", async (store) => {
    for (const epoch of [0, 1, 2]) {
      assert.equal(await store.acquire(request("one", epoch)), true);
      await store.renew(request("one", epoch));
      await store.write("one", { journal: null });
      assert.equal((await read(store)).epoch, epoch + 1);
      await store.release("one");
      assert.equal((await read(store)).epoch, epoch + 1);
    }
  });

  claim("it expires by the database's clock, and the epoch stays", async (store, other, world) => {
    await store.acquire({ ...request("one", 0), ttlMs: SHORT_TTL_MS });
    await world.sleep(AFTER_SHORT_TTL_MS);
    const { lease, epoch } = await read(other);
    assert.deepEqual({ lease, epoch }, { lease: undefined, epoch: 1 });
    assert.equal(await other.acquire(request("two", 1)), true);
  });

  claim("it is held for as long as was asked, whenever in a second it was taken", async (store, _other, world) => {
    for (let epoch = 0; epoch < 4; epoch += 1) {
      await store.acquire({ ...request("one", epoch), ttlMs: SHORT_TTL_MS });
      await world.sleep(0.8 * SHORT_TTL_MS);
      assert.equal(await store.write("one", { journal: null }), true, `lease ${epoch + 1}`);
      await store.release("one");
      await world.sleep(0.45 * SHORT_TTL_MS);
    }
  });

  claim("a renewal gives it the full time again", async (store, _other, world) => {
    const short = { ...request("one", 0), ttlMs: 2 * SHORT_TTL_MS };
    await store.acquire(short);
    await world.sleep(SHORT_TTL_MS);
    assert.equal(await store.renew(short), true);
    await world.sleep(1.5 * SHORT_TTL_MS);
    assert.equal((await read(store)).lease?.owner, "one");
  });

  claim("nobody renews a lease that expired, or another's", async (store, other, world) => {
    const short = { ...request("one", 0), ttlMs: SHORT_TTL_MS };
    await store.acquire(short);
    assert.equal(await other.renew(request("two", 0)), false);
    await world.sleep(AFTER_SHORT_TTL_MS);
    assert.equal(await store.renew(short), false);
    assert.equal((await read(store)).lease, undefined);
  });

  claim("who gives it back no longer holds it, and another can have it at once", async (store, other) => {
    await store.acquire(request("one", 0));
    await store.release("one");
    assert.equal(await store.renew(request("one", 0)), false);
    assert.equal((await read(store)).lease, undefined);
    assert.equal(await other.acquire(request("two", 1)), true);
  });

  claim("giving back what one does not hold takes it from nobody", async (store, other) => {
    await store.acquire(request("one", 0));
    await other.release("two");
    assert.equal((await read(store)).lease?.owner, "one");
  });
}

function testWrites(claim: (title: string, use: Use) => void): void {
  const change: HistoryChange = {
    journal: { ...UNDER_WAY, doneCount: 1 },
    newStepHashes: { from: 0, hashes: ["aa"] },
    events: [event(1), event(2)],
  };

  claim("a change is written whole", async (store, other) => {
    await store.acquire(request("one", 0));
    assert.equal(await store.write("one", change), true);
    const { journal, events } = await read(other);
    assert.deepEqual(journal, { ...UNDER_WAY, doneCount: 1, stepHashes: ["aa"] });
    assert.deepEqual(
      events.map(({ seq }) => seq),
      [1, 2],
    );
  });

  claim("without the lease nothing of a change is written", async (store, other) => {
    assert.equal(await store.write("one", change), false);
    await store.acquire(request("one", 0));
    assert.equal(await other.write("two", change), false);
    const { journal, events } = await read(store);
    assert.deepEqual({ journal, events }, { journal: undefined, events: [] });
  });

  claim("after the lease expired nothing is written", async (store, other, world) => {
    await store.acquire({ ...request("one", 0), ttlMs: SHORT_TTL_MS });
    await world.sleep(AFTER_SHORT_TTL_MS);
    assert.equal(await store.write("one", change), false);
    const { journal, events } = await read(other);
    assert.deepEqual({ journal, events }, { journal: undefined, events: [] });
  });

  claim("what was written outlives the lease", async (store, other, world) => {
    await store.acquire({ ...request("one", 0), ttlMs: SHORT_TTL_MS });
    await store.write("one", change);
    await world.sleep(AFTER_SHORT_TTL_MS);
    const { journal, events } = await read(other);
    assert.equal(journal?.doneCount, 1);
    assert.equal(events.length, 2);
  });

  claim("who lost the lease to another writes nothing", async (store, other, world) => {
    await store.acquire({ ...request("one", 0), ttlMs: SHORT_TTL_MS });
    await store.write("one", { journal: null });
    await world.sleep(AFTER_SHORT_TTL_MS);
    await other.acquire(request("two", 1));
    await other.write("two", { journal: null, events: [event(1)] });
    assert.equal(await store.write("one", { journal: null, events: [event(2)] }), false);
    assert.equal((await read(store)).events.length, 1);
  });

  claim("many writes under one lease all happen, in order", async (store) => {
    await store.acquire(request("one", 0));
    for (let seq = 1; seq <= 20; seq += 1) {
      const journal = { ...UNDER_WAY, doneCount: seq };
      assert.equal(await store.write("one", { journal, events: [event(seq)] }), true);
    }
    const { journal, events } = await read(store);
    assert.equal(journal?.doneCount, 20);
    assert.equal(events.length, 20);
  });
}

function testJournal(claim: (title: string, use: Use) => void): void {
  claim("it is read as it was written", async (store, other) => {
    await store.acquire(request("one", 0));
    const journal = {
      ...UNDER_WAY,
      name: `V1__"quoted"_and_'ü'.cql`,
      direction: "down",
      doneCount: 3,
      intended: { from: 3, to: 5, timestampMicros: 1_790_000_000_123_456 },
    } as const;
    await store.write("one", { journal, newStepHashes: { from: 0, hashes: ["a", "b", "c", "d", "e"] } });
    assert.deepEqual((await read(other)).journal, { ...journal, stepHashes: ["a", "b", "c", "d", "e"] });
  });

  claim("hashes come on top of those stored", async (store) => {
    await store.acquire(request("one", 0));
    await store.write("one", { journal: UNDER_WAY, newStepHashes: { from: 0, hashes: ["a", "b"] } });
    await store.write("one", { journal: UNDER_WAY, newStepHashes: { from: 2, hashes: ["c"] } });
    assert.deepEqual((await read(store)).journal?.stepHashes, ["a", "b", "c"]);
    await store.write("one", { journal: UNDER_WAY, newStepHashes: { from: 1, hashes: ["B", "C"] } });
    assert.deepEqual((await read(store)).journal?.stepHashes, ["a", "B", "C"]);
  });

  claim("a journal without new hashes leaves those stored", async (store) => {
    await store.acquire(request("one", 0));
    await store.write("one", { journal: UNDER_WAY, newStepHashes: { from: 0, hashes: ["a"] } });
    await store.write("one", { journal: { ...UNDER_WAY, doneCount: 1 } });
    assert.deepEqual((await read(store)).journal?.stepHashes, ["a"]);
  });

  claim("the first hashes of the next migration replace those of the last", async (store) => {
    await store.acquire(request("one", 0));
    await store.write("one", { journal: UNDER_WAY, newStepHashes: { from: 0, hashes: ["a", "b", "c"] } });
    await store.write("one", { journal: UNDER_WAY, newStepHashes: { from: 0, hashes: ["x"] } });
    assert.deepEqual((await read(store)).journal?.stepHashes, ["x"]);
    await store.write("one", { journal: UNDER_WAY, newStepHashes: { from: 0, hashes: [] } });
    assert.deepEqual((await read(store)).journal?.stepHashes, []);
  });

  claim("no journal is none, and its hashes are forgotten", async (store) => {
    await store.acquire(request("one", 0));
    await store.write("one", { journal: UNDER_WAY, newStepHashes: { from: 0, hashes: ["a"] } });
    await store.write("one", { journal: null });
    assert.equal((await read(store)).journal, undefined);
    await store.write("one", { journal: UNDER_WAY });
    assert.deepEqual((await read(store)).journal?.stepHashes, []);
  });

  claim("2,000 hashes in one write are read back", async (store) => {
    await store.acquire(request("one", 0));
    const hashes = Array.from({ length: 2_000 }, (_, index) => index.toString(16).padStart(16, "0"));
    assert.equal(await store.write("one", { journal: UNDER_WAY, newStepHashes: { from: 0, hashes } }), true);
    assert.deepEqual((await read(store)).journal?.stepHashes, hashes);
  });
}

function testLog(claim: (title: string, use: Use) => void): void {
  claim("every field of an event is read as it was written, the down text apart", async (store, other) => {
    await store.acquire(request("one", 0));
    const full = {
      ...event(1),
      kind: "failed",
      direction: "down",
      warnings: ["one", "two's"],
      error: "line 1:\nsyntax 'ü' $$",
    } as const;
    await store.write("one", { journal: null, events: [{ ...full, downText: "DROP TABLE t" }, event(2)] });
    assert.deepEqual((await read(other)).events, [full, event(2)]);
  });

  claim("the down text is read by its event's place", async (store, other) => {
    await store.acquire(request("one", 0));
    const text = "DROP TABLE t;\r\n-- ü 𝄞\n";
    await store.write("one", { journal: null, events: [{ ...event(1), downText: text }, event(2)] });
    assert.equal(await other.readDownText(1), text);
    assert.equal(await other.readDownText(2), undefined);
    assert.equal(await other.readDownText(3), undefined);
  });

  claim("a glimpse shows what was written: lease, journal and log", async (store, other) => {
    await store.acquire(request("one", 0));
    await store.write("one", { journal: UNDER_WAY, events: [event(2), event(1)] });
    const seen = await other.glimpse();
    assert.equal(seen?.lease?.owner, "one");
    assert.deepEqual(seen.journal, UNDER_WAY);
    assert.deepEqual(seen.events, [event(1), event(2)]);
    await store.write("one", { journal: null });
    await store.release("one");
    const { lease, journal } = (await other.glimpse()) ?? {};
    assert.deepEqual([lease, journal], [undefined, undefined]);
  });

  claim("events are read in the order of the log", async (store) => {
    await store.acquire(request("one", 0));
    await store.write("one", { journal: null, events: [event(3), event(1)] });
    await store.write("one", { journal: null, events: [event(10), event(2)] });
    assert.deepEqual(
      (await read(store)).events.map(({ seq }) => seq),
      [1, 2, 3, 10],
    );
  });

  claim("a duration is kept in whole milliseconds", async (store) => {
    await store.acquire(request("one", 0));
    await store.write("one", { journal: null, events: [{ ...event(1), durationMs: 12.6 }] });
    assert.equal((await read(store)).events[0]?.durationMs, 13);
  });

  claim("2,000 events are read back", async (store, other) => {
    await store.acquire(request("one", 0));
    for (let from = 1; from <= 2_000; from += 100) {
      const events = Array.from({ length: 100 }, (_, index) => event(from + index));
      assert.equal(await store.write("one", { journal: null, events }), true);
    }
    const { events } = await read(other);
    assert.equal(events.length, 2_000);
    assert.deepEqual(events.at(-1), event(2_000));
  });
}

const UNDER_WAY: Omit<Journal, "stepHashes"> = {
  run: "run-1",
  version: "1",
  name: "V1__users.cql",
  checksum: "sha256:00",
  direction: "up",
  startedAt: 1_790_000_000_123,
  doneCount: 0,
};

function event(seq: number): NewHistoryEvent {
  return {
    seq,
    kind: "applied",
    version: String(seq),
    name: `V${seq}__change.cql`,
    checksum: "sha256:00",
    direction: "up",
    at: 1_790_000_000_000 + seq,
    durationMs: seq,
    by: "ann",
    host: "build-7",
    tool: "0.0.0",
    run: "run-1",
    warnings: [],
  };
}

function request(owner: string, epoch: number): LeaseRequest {
  const holder = { by: "ann", host: "build-7", pid: 4_711, command: "migrate", since: 1_790_000_000_000 };
  return { owner, holder, epoch, ttlMs: TTL_MS };
}

async function read(store: HistoryStore): Promise<Snapshot> {
  const snapshot = await store.read();
  assert.ok(snapshot !== undefined, "the history is initialised");
  return snapshot;
}

function given(target: Target | undefined): Target {
  assert.ok(target !== undefined, "the world has as many targets as were asked for");
  return target;
}
