// What agreement decides: what is recorded when the nodes do not agree, and what is done without some of them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { memoryDatabase } from "../adapters/memory/memory-database.ts";
import { ToolError } from "../base/errors.ts";
import { memoryRunner, migrationsOf } from "../testing/memory-runner.ts";
import { migrate } from "./migrate.ts";
import { NO_ANSWER, run, TABLE, texts } from "./one-migration-fixture.test.ts";
import type { AbsentNode, StepOutcome, Target } from "./ports.ts";

/** Agreement that is not reached at the call of that number, from 1. */
function disagreeAt(call: number): (target: Target) => Target {
  let calls = 0;
  return (target) => ({
    ...target,
    async awaitAgreement() {
      calls += 1;
      if (calls === call) throw new ToolError("agreement-not-reached", "one node is down", { hint: "start it" });
      return { absent: [] };
    },
  });
}

test("without agreement at the start nothing is run, and nothing is left half done", async () => {
  const database = memoryDatabase(["shop"]);
  await assert.rejects(run(memoryRunner(database, { wrap: disagreeAt(1) }), TABLE), { code: "agreement-not-reached" });
  const snapshot = await memoryRunner(database).context.target.store.read();
  assert.deepEqual([texts(database), snapshot?.journal, snapshot?.lease], [[], undefined, undefined]);
});

const TYPES = ["CREATE TYPE a (x int);", "CREATE TYPE b (x int);"];

for (const [call, doneCount] of [
  [2, 1],
  [3, 2],
] as const) {
  test(`without agreement after change ${doneCount} of 2 the run stops, records it, and the next one goes on after that change`, async () => {
    const database = memoryDatabase(["shop"]);
    await assert.rejects(run(memoryRunner(database, { wrap: disagreeAt(call) }), ...TYPES), {
      code: "agreement-not-reached",
      message: `migrations/V1__t.cql:${doneCount}: statement ${doneCount} (CREATE TYPE ${"ab"[doneCount - 1]}) is carried out, and not settled: one node is down`,
      hint: /^start it; then run the command again: it begins by waiting for the nodes/,
    });
    const { store } = memoryRunner(database).context.target;
    const snapshot = await store.read();
    assert.deepEqual(
      snapshot?.events.map(({ kind }) => kind),
      ["failed"],
    );
    assert.match(snapshot?.events[0]?.error ?? "", /not settled: one node is down/);
    assert.deepEqual([snapshot?.journal?.doneCount, snapshot?.journal?.intended], [doneCount, undefined]);
    assert.equal((await run(memoryRunner(database), ...TYPES)).current, "1");
    assert.deepEqual(texts(database), ["CREATE TYPE a (x int)", "CREATE TYPE b (x int)"]);
  });
}

test("a migration is not applied as long as the nodes do not agree on its last change", async () => {
  const database = memoryDatabase(["shop"]);
  await assert.rejects(run(memoryRunner(database, { wrap: disagreeAt(3) }), ...TYPES), {
    code: "agreement-not-reached",
  });
  await assert.rejects(run(memoryRunner(database, { wrap: disagreeAt(1) }), ...TYPES), {
    code: "agreement-not-reached",
  });
  const { events = [] } = (await memoryRunner(database).context.target.store.read()) ?? {};
  assert.deepEqual(
    events.map(({ kind }) => kind),
    ["failed"],
  );
});

test("data after a change of an earlier run waits for agreement on that change", async () => {
  const database = memoryDatabase(["shop"]);
  const statements = [TABLE, "INSERT INTO t (id) VALUES (1);"];
  await assert.rejects(run(memoryRunner(database, { wrap: disagreeAt(2) }), ...statements), {
    code: "agreement-not-reached",
  });
  await assert.rejects(run(memoryRunner(database, { wrap: disagreeAt(1) }), ...statements), {
    code: "agreement-not-reached",
  });
  assert.equal(texts(database).length, 1);
});

const AWAY: AbsentNode = { address: "10.0.0.3", problem: "did not answer within 3 s", reason: "tolerated" };

function withoutNodes(...absent: readonly AbsentNode[]): (target: Target) => Target {
  return (target) => ({ ...target, awaitAgreement: async () => ({ absent }) });
}

test("nodes that are done without are told once, and stand in the history", async () => {
  const database = memoryDatabase(["shop"]);
  const runner = memoryRunner(database, { wrap: withoutNodes(AWAY) });
  await run(runner, ...TYPES);
  assert.deepEqual(
    runner.events.filter(({ kind }) => kind === "nodes-absent"),
    [{ kind: "nodes-absent", nodes: [AWAY] }],
  );
  const { events = [] } = (await runner.context.target.store.read()) ?? {};
  assert.deepEqual(events[0]?.warnings, ["settled without 10.0.0.3 (did not answer within 3 s)"]);
});

for (const guard of ["", "IF NOT EXISTS "]) {
  for (const reason of ["tolerated", "coordinator"] as const) {
    test(`a CREATE TABLE ${guard}in doubt is not sent again while a node is away (${reason}) that may have it`, async () => {
      const database = memoryDatabase(["shop"]);
      const text = `CREATE TABLE ${guard}t (id int PRIMARY KEY);`;
      let sendings = 0;
      const silent = async (): Promise<StepOutcome> => {
        sendings += 1;
        return NO_ANSWER;
      };
      const wrap = (target: Target): Target => withoutNodes({ ...AWAY, reason })({ ...target, execute: silent });
      for (const again of [0, 1]) {
        await assert.rejects(run(memoryRunner(database, { wrap }), text), {
          code: "agreement-not-reached",
          message: /it is not there, and may be on a node that is away: 10\.0\.0\.3/,
          hint: /^bring it back, then run the command again; only if it never comes back: tidemark repair --retry 1$/,
        });
        assert.equal(sendings, 1, `after ${again} further runs`);
      }
      assert.equal((await run(memoryRunner(database), text)).current, "1");
      assert.equal(texts(database).length, 1);
    });
  }
}

/** Interrupts while agreement is waited for, at the call of that number. */
function interruptAt(call: number, interrupt: AbortController): (target: Target) => Target {
  let calls = 0;
  return (target) => ({
    ...target,
    async awaitAgreement() {
      calls += 1;
      if (calls === call) interrupt.abort();
      return target.awaitAgreement();
    },
  });
}

for (const [call, sent] of [
  [1, 0],
  [2, 1],
] as const) {
  test(`who interrupts wait ${call} for agreement waits for no further statement`, async () => {
    const database = memoryDatabase(["shop"]);
    const interrupt = new AbortController();
    const runner = memoryRunner(database, { wrap: interruptAt(call, interrupt), signal: interrupt.signal });
    await assert.rejects(run(runner, ...TYPES), { code: "interrupted" });
    assert.equal(texts(database).length, sent);
    const { journal, lease } = (await runner.context.target.store.read()) ?? {};
    assert.deepEqual([journal?.doneCount, journal?.intended, lease], [sent || undefined, undefined, undefined]);
    assert.equal((await run(memoryRunner(database), ...TYPES)).current, "1");
    assert.equal(texts(database).length, 2);
  });
}

test("a long wait for agreement is told of", async () => {
  const database = memoryDatabase(["shop"]);
  const slow = (target: Target): Target => ({
    ...target,
    async awaitAgreement() {
      await database.clock.sleep(15_000);
      return target.awaitAgreement();
    },
  });
  const runner = memoryRunner(database, { wrap: slow });
  await run(runner, TABLE);
  const told = runner.events.flatMap((event) => (event.kind === "waiting-for-agreement" ? [event.waitedMs] : []));
  assert.deepEqual(told, [3_000, 13_000, 3_000, 13_000]);
});

test("a run of data alone asks for no agreement", async () => {
  const database = memoryDatabase(["shop"]);
  await run(memoryRunner(database), TABLE);
  const { context, planOptions } = memoryRunner(database, { wrap: disagreeAt(1) });
  const migrations = migrationsOf({ "V1__t.cql": TABLE, "V2__seed.cql": "INSERT INTO t (id) VALUES (1)" });
  assert.equal((await migrate(context, { ...planOptions, migrations })).current, "2");
});

test("without agreement, data whose answer was lost stays announced, with its timestamp", async () => {
  const database = memoryDatabase(["shop"]);
  const statements = [TABLE, "INSERT INTO t (id) VALUES (1);", "CREATE TYPE a (x int);"];
  const silent = (target: Target): Target => ({
    ...target,
    execute: async (step, options) => (step.effect === "data" ? NO_ANSWER : target.execute(step, options)),
  });
  await assert.rejects(run(memoryRunner(database, { wrap: silent }), ...statements), { code: "connection-failed" });
  const announced = async (): Promise<unknown> =>
    (await memoryRunner(database).context.target.store.read())?.journal?.intended;
  const before = await announced();
  await assert.rejects(run(memoryRunner(database, { wrap: disagreeAt(1) }), ...statements), {
    code: "agreement-not-reached",
  });
  assert.deepEqual(await announced(), before);
  assert.notEqual(before, undefined);
});
