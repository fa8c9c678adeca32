// The promises of a target with transactions, as tests: all or none of a change, and nothing without the lease.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { HistoryChange, LeaseRequest, Snapshot, Target, TransactionEnd, Transactions } from "../engine/ports.ts";
import type { NewHistoryEvent } from "../migration/history.ts";
import { hashStatement, type StatementStep } from "../plan/plan.ts";
import type { Source } from "../text/source.ts";
import { type ContractWorld, type OpenWorld, withWorld } from "./contract-world.ts";

const TTL_MS = 30_000;
const SHORT_TTL_MS = 1_000;
const AFTER_SHORT_TTL_MS = 1_500;

interface Party {
  readonly target: Target;
  readonly transactions: Transactions;
}

type Use = (one: Party, other: Party, world: ContractWorld) => Promise<void>;

/** Registers the suite with `node:test`. Every test has a scope of its own. */
export function transactionsContract(name: string, open: OpenWorld): void {
  function claim(title: string, use: Use): void {
    test(title, () =>
      withWorld(open, 2, async (world, [first, second]) => {
        const [one, other] = [party(first), party(second)];
        await one.target.initialize({ createScope: false });
        await use(one, other, world);
      }),
    );
  }

  describe(`transactions contract: ${name}`, () => {
    describe("run", () => testRun(claim));
    describe("lease", () => testLease(claim));
    describe("open", () => testOpen(claim));
  });
}

const CREATE = "CREATE TABLE users (id int PRIMARY KEY)";
const CREATE_OTHER = "CREATE TABLE others (id int PRIMARY KEY)";

function testRun(claim: (title: string, use: Use) => void): void {
  claim("steps, journal and event happen together", async (one, other) => {
    await acquire(one, "one");
    const journal = { ...UNDER_WAY, doneCount: 2 };
    const change = { journal, newStepHashes: { from: 0, hashes: ["a", "b"] }, events: [event(1)] };
    const end = await run(one, "one", [CREATE, CREATE_OTHER], change);
    assert.ok(end.kind === "done");
    assert.equal(end.outcomes.length, 2);
    assert.deepEqual(await tables(other), ["users", "others"]);
    const seen = await read(other);
    assert.deepEqual(seen.journal, { ...journal, stepHashes: ["a", "b"] });
    assert.deepEqual(
      seen.events.map(({ seq, name }) => [seq, name]),
      [[1, "V1__change.sql"]],
    );
  });

  claim("a change without steps is written too", async (one, other) => {
    await acquire(one, "one");
    assert.equal((await run(one, "one", [], { journal: null, events: [event(1)] })).kind, "done");
    assert.equal((await read(other)).events.length, 1);
  });

  claim("many events are written at once, with the duration of the transaction", async (one, other) => {
    await acquire(one, "one");
    await run(one, "one", [CREATE], { journal: null, events: [event(1, 123_456), event(2, 123_456)] });
    const { events } = await read(other);
    assert.deepEqual(
      events.map(({ seq }) => seq),
      [1, 2],
    );
    assert.ok(events.every(({ durationMs }) => durationMs >= 0 && durationMs < 60_000));
  });

  claim("a step that is refused undoes those before it, and nothing is recorded", async (one, other) => {
    await acquire(one, "one");
    const end = await run(one, "one", [CREATE_OTHER, CREATE, CREATE], { journal: null, events: [event(1)] });
    assert.ok(end.kind === "failed");
    assert.equal(end.index, 2);
    assert.match(end.message, /users.*already exists|already exist.*users/);
    assert.deepEqual(await tables(other), []);
    assert.deepEqual((await read(other)).events, []);
  });

  claim("the session goes on after a failure", async (one) => {
    await acquire(one, "one");
    await run(one, "one", ["DROP TABLE nothing"], { journal: null });
    assert.equal((await run(one, "one", [CREATE], { journal: null, events: [event(1)] })).kind, "done");
    assert.deepEqual(await tables(one), ["users"]);
  });

  claim("many transactions under one lease all happen, in turn with writes of the store", async (one, other) => {
    await acquire(one, "one");
    const runs = Array.from({ length: 20 }, (_none, index) =>
      index % 2 === 0
        ? run(one, "one", [], { journal: null, events: [event(index + 1)] })
        : one.target.store.write("one", { journal: null, events: [event(index + 1)] }),
    );
    for (const end of await Promise.all(runs)) assert.ok(end === true || (end !== false && end.kind === "done"));
    assert.equal((await read(other)).events.length, 20);
  });

  claim("warnings are added to an event that is there", async (one, other) => {
    await acquire(one, "one");
    await run(one, "one", [], { journal: null, events: [event(1), event(2)] });
    assert.equal(await one.transactions.amend("one", 1, ["careful", "it's ü"]), true);
    assert.deepEqual(
      (await read(other)).events.map(({ warnings }) => warnings),
      [["careful", "it's ü"], []],
    );
    assert.equal(await other.transactions.amend("two", 2, ["no"]), false);
    assert.deepEqual((await read(other)).events[1]?.warnings, []);
  });
}

function testLease(claim: (title: string, use: Use) => void): void {
  const change = { journal: UNDER_WAY, events: [event(1)] };

  async function assertNothing(at: Party): Promise<void> {
    assert.deepEqual(await tables(at), []);
    const { journal, events } = await read(at);
    assert.deepEqual({ journal, events }, { journal: undefined, events: [] });
  }

  claim("without the lease nothing happens", async (one, other) => {
    assert.equal((await run(one, "one", [CREATE], change)).kind, "lease-lost");
    await acquire(one, "one");
    assert.equal((await run(other, "two", [CREATE], change)).kind, "lease-lost");
    await assertNothing(other);
  });

  claim("after the lease expired nothing happens", async (one, other, world) => {
    await acquire(one, "one", SHORT_TTL_MS);
    await world.sleep(AFTER_SHORT_TTL_MS);
    assert.equal((await run(one, "one", [CREATE], change)).kind, "lease-lost");
    await assertNothing(other);
  });

  claim("a lease that expires while a transaction is open is lost to it", async (one, other, world) => {
    await acquire(one, "one", SHORT_TTL_MS);
    const open = await one.transactions.begin({ keyspace: one.target.scope });
    assert.equal((await open.send(CREATE, [])).kind, "done");
    await world.sleep(AFTER_SHORT_TTL_MS);
    assert.equal((await open.commit("one", change)).kind, "lease-lost");
    await assertNothing(other);
  });

  claim("a renewal beside an open transaction keeps the lease for it", async (one, other, world) => {
    await acquire(one, "one", SHORT_TTL_MS);
    const open = await one.transactions.begin({ keyspace: one.target.scope });
    await open.send(CREATE, []);
    for (let count = 0; count < 4; count += 1) {
      await world.sleep(0.4 * SHORT_TTL_MS);
      assert.equal(await one.target.store.renew({ ...request("one", 0), ttlMs: SHORT_TTL_MS }), true);
    }
    assert.equal((await open.commit("one", change)).kind, "done");
    assert.deepEqual(await tables(other), ["users"]);
  });

  claim("who was overtaken commits nothing, even after the other is done", async (one, other, world) => {
    await acquire(one, "one", SHORT_TTL_MS);
    const open = await one.transactions.begin({ keyspace: one.target.scope });
    await open.send(CREATE, []);
    await world.sleep(AFTER_SHORT_TTL_MS);
    await acquire(other, "two");
    await run(other, "two", [CREATE_OTHER], { journal: null, events: [event(1)] });
    await other.target.store.release("two");
    assert.equal((await open.commit("one", { journal: null, events: [event(2)] })).kind, "lease-lost");
    assert.deepEqual(await tables(other), ["others"]);
    assert.equal((await read(other)).events.length, 1);
  });

  claim("a lease is not taken after a write that its taker has not read", async (one, other, world) => {
    await acquire(one, "one", SHORT_TTL_MS);
    const open = await one.transactions.begin({ keyspace: one.target.scope });
    const { epoch } = await read(other);
    assert.equal((await open.commit("one", { journal: null, events: [event(1)] })).kind, "done");
    await world.sleep(AFTER_SHORT_TTL_MS);
    assert.equal(await other.target.store.acquire(request("two", epoch)), false);
    await acquire(other, "two");
  });
}

function testOpen(claim: (title: string, use: Use) => void): void {
  claim("what was sent is there after the commit, with what is recorded of it", async (one, other) => {
    await acquire(one, "one");
    const open = await one.transactions.begin({ keyspace: one.target.scope });
    assert.equal((await open.send(CREATE, [])).kind, "done");
    assert.equal((await open.send(CREATE_OTHER, [])).kind, "done");
    assert.equal((await open.commit("one", { journal: null, events: [event(1)] })).kind, "done");
    assert.deepEqual(await tables(other), ["users", "others"]);
    assert.equal((await read(other)).events.length, 1);
  });

  claim("a rollback leaves nothing, and the next transaction is a new one", async (one, other) => {
    await acquire(one, "one");
    const open = await one.transactions.begin({ keyspace: one.target.scope });
    await open.send(CREATE, []);
    await open.rollback();
    assert.deepEqual(await tables(other), []);
    assert.equal((await run(one, "one", [CREATE], { journal: null })).kind, "done");
  });

  claim("after a statement that was refused, a rollback is left", async (one) => {
    await acquire(one, "one");
    const open = await one.transactions.begin({ keyspace: one.target.scope });
    await open.send(CREATE_OTHER, []);
    assert.equal((await open.send("DROP TABLE nothing", [])).kind, "failed");
    await open.rollback();
    assert.deepEqual(await tables(one), []);
  });
}

/** Which of the tables of this suite are there. */
async function tables({ target }: Party): Promise<readonly string[]> {
  const model = await target.readSchema();
  const texts = { users: CREATE, others: CREATE_OTHER };
  return Object.entries(texts).flatMap(([name, text]) =>
    model.look(text, target.scope).kind === "not-there" ? [] : [name],
  );
}

function run(
  { target, transactions }: Party,
  owner: string,
  texts: readonly string[],
  change: HistoryChange,
): Promise<TransactionEnd> {
  return transactions.run({ steps: texts.map((text, index) => stepOf(target, text, index)), owner, change });
}

function stepOf(target: Target, text: string, index: number): StatementStep {
  const source: Source = { name: "contract.sql", text };
  const [statement] = target.dialect.split(source, { start: 0, end: text.length }).statements;
  assert.ok(statement !== undefined);
  const { kind, effect, object, onRetry } = statement.facts;
  const facts = { statementKind: kind, effect, object, onRetry, transaction: 0 };
  const place = { keyspace: target.scope, file: source.name, line: 1 };
  return { kind: "execute", index, text, hash: hashStatement(text), ...facts, ...place };
}

async function acquire({ target }: Party, owner: string, ttlMs = TTL_MS): Promise<void> {
  const { epoch } = await read({ target });
  assert.equal(await target.store.acquire({ ...request(owner, epoch), ttlMs }), true);
}

async function read({ target }: Pick<Party, "target">): Promise<Snapshot> {
  const snapshot = await target.store.read();
  assert.ok(snapshot !== undefined, "the history is initialised");
  return snapshot;
}

function party(target: Target | undefined): Party {
  assert.ok(target?.transactions !== undefined, "the target has transactions");
  return { target, transactions: target.transactions };
}

function request(owner: string, epoch: number): LeaseRequest {
  const holder = { by: "ann", host: "build-7", pid: 4_711, command: "migrate", since: 1_790_000_000_000 };
  return { owner, holder, epoch, ttlMs: TTL_MS };
}

function event(seq: number, durationMs = 0): NewHistoryEvent {
  return {
    seq,
    kind: "applied",
    version: String(seq),
    name: `V${seq}__change.sql`,
    checksum: "sha256:00",
    direction: "up",
    at: 1_790_000_000_000 + seq,
    durationMs,
    by: "ann",
    host: "build-7",
    tool: "0.0.0",
    run: "run-1",
    warnings: [],
  };
}

const UNDER_WAY = {
  run: "run-1",
  version: "1",
  name: "V1__change.sql",
  checksum: "sha256:00",
  direction: "up",
  startedAt: 1_790_000_000_123,
  doneCount: 0,
} as const;
