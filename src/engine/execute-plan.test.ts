import assert from "node:assert/strict";
import { test } from "node:test";
import { type MemoryDatabase, memoryDatabase } from "../adapters/memory/memory-database.ts";
import type { StatementStep } from "../plan/plan.ts";
import { type MemoryRunner, type MemoryRunnerOptions, memoryRunner, migrationsOf } from "../testing/memory-runner.ts";
import { type MigrateResult, migrate } from "./migrate.ts";
import { NO_ANSWER, run, TABLE, texts } from "./one-migration-fixture.test.ts";
import type { StepOutcome, Target } from "./ports.ts";

type Carry = () => Promise<StepOutcome>;

/** A runner whose target asks `execute` what to do with each step. */
function runnerWith(
  database: MemoryDatabase,
  execute: (step: StatementStep, carry: Carry) => Promise<StepOutcome>,
  options: MemoryRunnerOptions = {},
): MemoryRunner {
  const wrap = (target: Target): Target => ({
    ...target,
    execute: (step, given) => execute(step, () => target.execute(step, given)),
  });
  return memoryRunner(database, { wrap, ...options });
}

function kinds({ events }: MemoryRunner): readonly string[] {
  return events.map(({ kind }) => kind);
}

/** Loses the answer to the first `losses` sendings of statements that begin with `start`. */
function loseAnswers(
  start: string,
  losses: number,
  when: "before" | "after",
): (step: StatementStep, carry: Carry) => Promise<StepOutcome> {
  let left = losses;
  return async (step, carry) => {
    if (left === 0 || !step.text.startsWith(start)) return carry();
    left -= 1;
    if (when === "after") await carry();
    return NO_ANSWER;
  };
}

test("the engine tells what it does, in order", async () => {
  const runner = memoryRunner(memoryDatabase(["shop"]));
  await run(runner, TABLE, "INSERT INTO t (id) VALUES (1);");
  assert.deepEqual(kinds(runner), [
    "history-created",
    "run-started",
    "migration-started",
    "step-started",
    "step-finished",
    "step-started",
    "step-finished",
    "migration-finished",
  ]);
});

test("a statement that was announced with others is told as started when it is sent itself", async () => {
  const started: number[] = [];
  const runner = runnerWith(memoryDatabase(["shop"]), (step, carry) => {
    if (step.text.startsWith("INSERT")) started.push(kinds(runner).filter((kind) => kind === "step-started").length);
    return carry();
  });
  await run(runner, TABLE, "INSERT INTO t (id) VALUES (1);", "INSERT INTO t (id) VALUES (2);");
  assert.deepEqual(started, [2, 3]);
});

test("the run that is told has the id under which the history knows it", async () => {
  const runner = memoryRunner(memoryDatabase(["shop"]));
  await run(runner, TABLE);
  const started = runner.events.find((event) => event.kind === "run-started");
  const [applied] = (await runner.context.target.store.read())?.events ?? [];
  assert.equal(started?.run, applied?.run);
  assert.notEqual(applied?.run, undefined);
});

for (const when of ["before", "after"] as const) {
  test(`data without an answer is sent again with the same timestamp when the answer was lost ${when} its effect`, async () => {
    const database = memoryDatabase(["shop"]);
    const runner = runnerWith(database, loseAnswers("INSERT", 2, when));
    await run(runner, TABLE, "INSERT INTO t (id) VALUES (1);");
    const timestamps = new Set(database.executions.slice(1).map(({ timestampMicros }) => timestampMicros));
    assert.equal(timestamps.size, 1);
    assert.equal(kinds(runner).filter((kind) => kind === "step-repeated").length, 2);
  });

  test(`a guarded statement without an answer is sent again when the answer was lost ${when} its effect`, async () => {
    const database = memoryDatabase(["shop"]);
    const runner = runnerWith(database, loseAnswers("CREATE", 1, when));
    const result = await run(runner, "CREATE TABLE IF NOT EXISTS t (id int PRIMARY KEY);");
    assert.equal(result.current, "1");
  });

  test(`a counter is not sent again when its answer was lost ${when} its effect, and a person is asked`, async () => {
    const database = memoryDatabase(["shop"]);
    const statements = ["CREATE TABLE t (id int PRIMARY KEY, n counter);", "UPDATE t SET n = n + 1 WHERE id = 1;"];
    const runner = runnerWith(database, loseAnswers("UPDATE", 1, when));
    await assert.rejects(run(runner, ...statements), {
      code: "step-in-doubt",
      hint: /repair --mark-applied 1 --statement 2; if not: tidemark repair --retry 1$/,
    });
    const executed = when === "after" ? 2 : 1;
    assert.equal(database.executions.length, executed);
    await assert.rejects(run(memoryRunner(database), ...statements), {
      code: "history-diverged",
      message: /whether statement 2 of V1__t\.cql \(UPDATE t, line 2\) was carried out is not known/,
    });
    assert.equal(database.executions.length, executed);
  });

  test(`a schema change whose answer was lost ${when} its effect is looked for, and happens once`, async () => {
    const database = memoryDatabase(["shop"]);
    const runner = runnerWith(database, loseAnswers("CREATE", 1, when));
    const result = await run(runner, TABLE);
    assert.equal(result.current, "1");
    assert.equal(database.executions.length, 1);
    assert.equal(kinds(runner).includes("step-found-done"), when === "after");
  });

  test(`a run that died ${when} a schema change leaves it to the next run, which looks`, async () => {
    const database = memoryDatabase(["shop"]);
    const dying = runnerWith(database, async (step, carry) => {
      if (when === "after") await carry();
      throw new Error(`died at ${step.text}`);
    });
    await assert.rejects(run(dying, TABLE), /died/);
    const next = memoryRunner(database);
    assert.equal((await run(next, TABLE)).current, "1");
    assert.equal(database.executions.length, 1);
    assert.equal(kinds(next).includes("step-found-done"), when === "after");
  });
}

test("what was found done is in the history", async () => {
  const database = memoryDatabase(["shop"]);
  const runner = runnerWith(database, loseAnswers("CREATE", 1, "after"));
  await run(runner, TABLE);
  const snapshot = await runner.context.target.store.read();
  assert.deepEqual(snapshot?.events[0]?.warnings, ["statement 1 (CREATE TABLE t) got no answer; its effect was found"]);
});

test("a statement that the server cannot take now is sent again for a while", async () => {
  for (const busyMs of [1_000, 60_000]) {
    const database = memoryDatabase(["shop"]);
    const busy: StepOutcome = { kind: "failed", message: "too few nodes", hint: "wait", mayPass: true };
    const runner = runnerWith(database, async (_step, carry) =>
      database.clock.nowMs() < startMs + busyMs ? busy : carry(),
    );
    const startMs = database.clock.nowMs();
    if (busyMs === 1_000) assert.equal((await run(runner, TABLE)).current, "1");
    else await assert.rejects(run(runner, TABLE), { code: "step-failed", message: /too few nodes/ });
  }
});

test("a schema change that takes longer than its request is waited for, not sent again", async () => {
  const database = memoryDatabase(["shop"]);
  const slow = runnerWith(database, async (_step, carry) => {
    void database.clock.sleep(20_000).then(carry);
    return NO_ANSWER;
  });
  assert.equal((await run(slow, TABLE)).current, "1");
  assert.equal(database.executions.length, 1);
});

test("a schema change that comes through while it is sent again is done once", async () => {
  const database = memoryDatabase(["shop"]);
  let tries = 0;
  const late = runnerWith(database, async (_step, carry) => {
    tries += 1;
    if (tries === 1) return NO_ANSWER;
    // The first try comes through at last, and the server refuses the second.
    await carry();
    return carry();
  });
  assert.equal((await run(late, TABLE)).current, "1");
  assert.deepEqual([tries, database.executions.length], [2, 1]);
});

test("where something else of that name is there, a person is asked, and told what it is", async () => {
  const database = memoryDatabase(["shop"]);
  const other = "CREATE TABLE t (id int PRIMARY KEY, a text)";
  const runner = runnerWith(database, async () => {
    database.executions.push({ keyspace: "shop", text: other, timestampMicros: undefined });
    return NO_ANSWER;
  });
  await assert.rejects(run(runner, TABLE), {
    code: "step-in-doubt",
    message: /what is there: table shop\.t: column a text only in the schema/,
  });
});

test("a database that stays silent ends the run, and the next one goes on at that statement with its timestamp", async () => {
  const database = memoryDatabase(["shop"]);
  const statements = [TABLE, "INSERT INTO t (id) VALUES (1);", "INSERT INTO t (id) VALUES (2);"];
  const silent = runnerWith(database, loseAnswers("INSERT INTO t (id) VALUES (2)", 9, "after"));
  await assert.rejects(run(silent, ...statements), { code: "connection-failed", hint: /run the command again/ });
  const before = database.executions.length;
  await database.clock.sleep(5_000);
  await run(memoryRunner(database), ...statements);
  const timestamps = (text: string): readonly (number | undefined)[] => [
    ...new Set(database.executions.filter((each) => each.text === text).map((each) => each.timestampMicros)),
  ];
  assert.equal(database.executions.length, before + 2);
  assert.equal(timestamps("INSERT INTO t (id) VALUES (1)").length, 1);
  assert.equal(timestamps("INSERT INTO t (id) VALUES (2)").length, 1);
});

test("what follows a repeated statement wins over it, even by a clock that is behind", async () => {
  const database = memoryDatabase(["shop"]);
  const statements = [
    TABLE,
    "UPDATE t SET a = 1 WHERE id = 1;",
    "ALTER TABLE t ADD b int;",
    "UPDATE t SET a = 2 WHERE id = 1;",
  ];
  const ahead = runnerWith(database, loseAnswers("UPDATE t SET a = 1", 9, "before"), {
    runtime: { now: () => 3_600_000 },
  });
  await assert.rejects(run(ahead, ...statements), { code: "connection-failed" });
  await run(memoryRunner(database), ...statements);
  const [, first, , second] = database.executions.map(({ timestampMicros }) => timestampMicros);
  assert.ok(first !== undefined && second !== undefined && second > first, `${second} after ${first}`);
});

test("a statement that fails inside a group of data statements is where the next run goes on", async () => {
  const database = memoryDatabase(["shop"]);
  const inserts = [1, 2, 3].map((id) => `INSERT INTO t (id) VALUES (${id});`);
  const failing = runnerWith(database, async (step, carry) =>
    step.text.includes("(2)") ? { kind: "failed", message: "overloaded" } : carry(),
  );
  await assert.rejects(run(failing, TABLE, ...inserts), { code: "step-failed", stepIndex: 2 });
  await run(memoryRunner(database), TABLE, ...inserts);
  assert.equal(texts(database).length, 4);
});

test("warnings of the server are told and recorded", async () => {
  const database = memoryDatabase(["shop"]);
  const runner = runnerWith(database, async (_step, carry) => {
    await carry();
    return { kind: "done", warnings: ["too many tables"] };
  });
  await run(runner, TABLE);
  assert.ok(runner.events.some((event) => event.kind === "server-warned" && event.message === "too many tables"));
  assert.deepEqual((await runner.context.target.store.read())?.events[0]?.warnings, [
    "statement 1 (CREATE TABLE t): too many tables",
  ]);
});

test("what the server warned of before a run died is in the row that the next one writes", async () => {
  const database = memoryDatabase(["shop"]);
  const text = `${TABLE} CREATE TYPE a (b int); CREATE TYPE c (d int);`;
  const first = runnerWith(database, async (step, carry) => {
    if (step.index === 2) throw new Error("killed");
    await carry();
    return { kind: "done", warnings: step.index === 0 ? ["too many tables"] : [] };
  });
  await assert.rejects(run(first, text), /killed/);
  await database.clock.sleep(60_000);
  const second = runnerWith(database, async (_step, carry) => carry());
  await run(second, text);
  const events = (await second.context.target.store.read())?.events ?? [];
  assert.deepEqual(
    events.map(({ kind, warnings }) => [kind, ...warnings]),
    [["applied", "statement 1 (CREATE TABLE t): too many tables"]],
  );
});

test("a long statement is no reason to lose the lease", async () => {
  const database = memoryDatabase(["shop"]);
  const runner = runnerWith(database, async (_step, carry) => {
    await database.clock.sleep(600_000);
    return carry();
  });
  const result = await run(runner, TABLE, "CREATE TYPE a (b int);");
  assert.deepEqual([result.current, result.executed[0]?.durationMs], ["1", 1_200_000]);
});

test("who cannot renew the lease in time stops before the next statement", async () => {
  const database = memoryDatabase(["shop"]);
  const wrap = (target: Target): Target => ({
    ...target,
    store: { ...target.store, renew: () => Promise.reject(new Error("nobody answers")) },
    async execute(step, options) {
      await database.clock.sleep(20_000);
      return target.execute(step, options);
    },
  });
  const runner = memoryRunner(database, { wrap });
  const statements = ["CREATE TYPE a (x int);", "CREATE TYPE b (x int);", "CREATE TYPE c (x int);"];
  await assert.rejects(run(runner, ...statements), { code: "lock-lost" });
  assert.deepEqual(texts(database), ["CREATE TYPE a (x int)", "CREATE TYPE b (x int)"]);
});

test("who lost the lease to another writes nothing more, and runs nothing more", async () => {
  const database = memoryDatabase(["shop"]);
  const thief = memoryRunner(database, { name: "thief" }).context.target.store;
  const runner = runnerWith(database, async (step, carry) => {
    const outcome = await carry();
    if (step.index === 0) {
      const partition = database.keyspaces.get("shop")?.history;
      assert.ok(partition !== undefined);
      partition.lease = undefined;
      const holder = { by: "eve", host: "thief", pid: 2, command: "migrate", since: 0 };
      assert.ok(await thief.acquire({ owner: "thief", holder, epoch: partition.epoch, ttlMs: 60_000 }));
    }
    return outcome;
  });
  await assert.rejects(run(runner, "CREATE TYPE a (x int);", "CREATE TYPE b (x int);"), { code: "lock-lost" });
  assert.deepEqual(texts(database), ["CREATE TYPE a (x int)"]);
  const snapshot = await thief.read();
  assert.equal(snapshot?.lease?.owner, "thief");
  assert.deepEqual([snapshot.journal?.doneCount, snapshot.events], [0, []]);
});

test("an interrupted run finishes its statement, records it and gives the lease back", async () => {
  const database = memoryDatabase(["shop"]);
  const interrupt = new AbortController();
  const runner = runnerWith(
    database,
    (_step, carry) => {
      interrupt.abort();
      return carry();
    },
    { signal: interrupt.signal },
  );
  const statements = ["CREATE TYPE a (x int);", "CREATE TYPE b (x int);"];
  await assert.rejects(run(runner, ...statements), { code: "interrupted" });
  const snapshot = await runner.context.target.store.read();
  assert.deepEqual(
    [snapshot?.journal?.doneCount, snapshot?.journal?.intended, snapshot?.lease],
    [1, undefined, undefined],
  );
  assert.equal((await run(memoryRunner(database), ...statements)).current, "1");
  assert.deepEqual(texts(database), ["CREATE TYPE a (x int)", "CREATE TYPE b (x int)"]);
});

test("an interruption does not wait for the rest of the statements that were announced together", async () => {
  const database = memoryDatabase(["shop"]);
  const interrupt = new AbortController();
  const carryAndInterrupt = (step: StatementStep, carry: Carry): Promise<StepOutcome> => {
    if (step.text.includes("(2)")) interrupt.abort();
    return carry();
  };
  const runner = runnerWith(database, carryAndInterrupt, { signal: interrupt.signal });
  const statements = [TABLE, ...[1, 2, 3, 4].map((id) => `INSERT INTO t (id) VALUES (${id});`)];
  await assert.rejects(run(runner, ...statements), { code: "interrupted" });
  assert.equal(texts(database).length, 3);
  await run(memoryRunner(database), ...statements);
  assert.equal(texts(database).length, 5);
});

test("a syntax error is shown at its own line of the file", async () => {
  const refuse = async (): Promise<StepOutcome> => ({
    kind: "failed",
    message: "no viable alternative",
    lineOffset: 2,
  });
  const runner = runnerWith(memoryDatabase(["shop"]), refuse);
  await assert.rejects(run(runner, "CREATE TABLE t (", "  id int,", "  PRIMARY id);"), {
    code: "step-failed",
    message: /V1__t\.cql:3: statement 1 \(CREATE TABLE t\) failed: no viable alternative/,
  });
});

test("a run that is interrupted in its last statement is done", async () => {
  const database = memoryDatabase(["shop"]);
  const interrupt = new AbortController();
  const runner = runnerWith(
    database,
    (_step, carry) => {
      interrupt.abort();
      return carry();
    },
    { signal: interrupt.signal },
  );
  assert.equal((await run(runner, "CREATE TYPE a (x int);")).current, "1");
});

test("a run that is interrupted before it begins touches nothing", async () => {
  const database = memoryDatabase(["shop"]);
  const runner = memoryRunner(database, { signal: AbortSignal.abort() });
  await assert.rejects(run(runner, TABLE), { code: "interrupted" });
  assert.equal(database.keyspaces.get("shop")?.history, undefined);
});

test("a lease that cannot be given back is a warning: the work is done", async () => {
  const wrap = (target: Target): Target => ({
    ...target,
    store: { ...target.store, release: () => Promise.reject(new Error("nobody answers")) },
  });
  const runner = memoryRunner(memoryDatabase(["shop"]), { wrap });
  assert.equal((await run(runner, TABLE)).current, "1");
  assert.ok(runner.events.some((event) => event.kind === "warning" && /expires by itself/.test(event.message)));
});

test("who cannot renew the lease in time stops between statements that were announced together", async () => {
  const database = memoryDatabase(["shop"]);
  await run(memoryRunner(database), TABLE);
  const wrap = (target: Target): Target => ({
    ...target,
    store: { ...target.store, renew: () => Promise.reject(new Error("nobody answers")) },
    async execute(step, options) {
      await database.clock.sleep(20_000);
      return target.execute(step, options);
    },
  });
  const { context, planOptions } = memoryRunner(database, { wrap });
  const inserts = [1, 2, 3].map((id) => `INSERT INTO t (id) VALUES (${id});`).join("\n");
  const migrations = migrationsOf({ "V1__t.cql": TABLE, "V2__seed.cql": inserts });
  await assert.rejects(migrate(context, { ...planOptions, migrations }), { code: "lock-lost" });
  assert.equal(texts(database).length, 3);
});

const INSERTS = [1, 2, 3].map((id) => `INSERT INTO t (id) VALUES (${id});`);

function timestampsOf(database: MemoryDatabase, id: number): readonly (number | undefined)[] {
  const text = `INSERT INTO t (id) VALUES (${id})`;
  const sent = database.executions.filter((each) => each.text === text);
  return [...new Set(sent.map(({ timestampMicros }) => timestampMicros))];
}

/** Three inserts are carried out, and the run ends before it can record them. */
async function dieAfterInserts(database: MemoryDatabase): Promise<void> {
  await run(memoryRunner(database), TABLE);
  const wrap = (target: Target): Target => ({
    ...target,
    store: {
      ...target.store,
      write: (owner, change) =>
        change.events === undefined ? target.store.write(owner, change) : Promise.reject(new Error("killed")),
    },
  });
  await assert.rejects(seed(memoryRunner(database, { wrap })), /killed/);
  await database.clock.sleep(5_000);
}

function seed({ context, planOptions }: MemoryRunner): Promise<MigrateResult> {
  const migrations = migrationsOf({ "V1__t.cql": TABLE, "V2__seed.cql": INSERTS.join("\n") });
  return migrate(context, { ...planOptions, migrations });
}

test("data of a run that died keeps its timestamps when the next run is refused in the middle of it", async () => {
  const database = memoryDatabase(["shop"]);
  await dieAfterInserts(database);
  const refused = runnerWith(database, async (step, carry) =>
    step.text.includes("(2)") ? { kind: "failed", message: "too few nodes", hint: "wait" } : carry(),
  );
  await assert.rejects(seed(refused), { code: "step-failed", hint: /^wait; then run tidemark migrate again/ });
  await database.clock.sleep(5_000);
  assert.equal((await seed(memoryRunner(database))).current, "2");
  assert.deepEqual(
    [1, 2, 3].map((id) => timestampsOf(database, id).length),
    [1, 1, 1],
  );
});

test("data of a run that died keeps its timestamps when the next run is refused at once", async () => {
  const database = memoryDatabase(["shop"]);
  await dieAfterInserts(database);
  const refused = runnerWith(database, async () => ({ kind: "failed", message: "no such table" }));
  await assert.rejects(seed(refused), {
    code: "step-failed",
    hint: /an earlier try of it got no answer.*tidemark repair --retry 2$/,
  });
  await seed(memoryRunner(database));
  assert.deepEqual(
    [1, 2, 3].map((id) => timestampsOf(database, id).length),
    [1, 1, 1],
  );
});

test("data of a run that died keeps its timestamps when the next run is interrupted in the middle of it", async () => {
  const database = memoryDatabase(["shop"]);
  await dieAfterInserts(database);
  const interrupt = new AbortController();
  const interrupted = runnerWith(
    database,
    (_step, carry) => {
      interrupt.abort();
      return carry();
    },
    { signal: interrupt.signal },
  );
  await assert.rejects(seed(interrupted), { code: "interrupted" });
  await database.clock.sleep(5_000);
  await seed(memoryRunner(database));
  assert.deepEqual(
    [1, 2, 3].map((id) => timestampsOf(database, id).length),
    [1, 1, 1],
  );
});

test("data whose answer was lost keeps its timestamp when it is refused the second time", async () => {
  const database = memoryDatabase(["shop"]);
  let sendings = 0;
  const runner = runnerWith(database, async (step, carry) => {
    if (!step.text.includes("(2)")) return carry();
    sendings += 1;
    if (sendings > 1) return { kind: "failed", message: "too few nodes" };
    await carry();
    return NO_ANSWER;
  });
  await assert.rejects(run(runner, TABLE, ...INSERTS), { code: "step-failed" });
  await database.clock.sleep(5_000);
  await run(memoryRunner(database), TABLE, ...INSERTS);
  assert.equal(timestampsOf(database, 2).length, 1);
});
