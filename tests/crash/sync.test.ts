// Goal: wherever a sync dies, stumbles or is interrupted, the next one finishes it, and nothing is done twice.
// Method: die before and after every call of the ports in turn, then run again on what survived and compare.
import assert from "node:assert/strict";
import { test } from "node:test";
import { describeEffect, type MemoryDatabase, memoryDatabase } from "../../src/adapters/memory/memory-database.ts";
import { ToolError } from "../../src/base/errors.ts";
import type { Target } from "../../src/engine/ports.ts";
import { syncOn } from "../../src/engine/sync-fixture.test.ts";
import { aroundEveryCall, Crash, type DeathPoint, mortality } from "./dying-target.ts";
import { mulberry } from "./mulberry.ts";

const CALLS_MAX = 200;
const LEASE_MS = 31_000;

const BEFORE = `CREATE TYPE place (city text);
  CREATE TABLE a (k int PRIMARY KEY, v int);
  CREATE TABLE stays (k int PRIMARY KEY);`;

const DECLARED = `CREATE TYPE place (city text, zip text);
  CREATE TABLE a (k int PRIMARY KEY, v int, w text, p frozen<place>) WITH default_time_to_live = 60;
  CREATE TABLE b (k int PRIMARY KEY, v int);
  CREATE INDEX ON a (w);
  CREATE INDEX ON b (v);`;

async function world(): Promise<MemoryDatabase> {
  const database = memoryDatabase(["shop"], { buildMs: 5_000 });
  await syncOn(database, BEFORE);
  return database;
}

async function undisturbedWorld(): Promise<MemoryDatabase> {
  const database = await world();
  await syncOn(database, DECLARED);
  return database;
}

async function countCalls(): Promise<number> {
  const { wrap, callCount } = mortality({ call: CALLS_MAX, when: "before" });
  await syncOn(await world(), DECLARED, { wrap });
  const count = callCount();
  assert.ok(count > 25 && count < CALLS_MAX, `${count} calls`);
  return count;
}

/** @returns whether it died. */
async function syncAndDie(database: MemoryDatabase, death: DeathPoint): Promise<boolean> {
  const { wrap, isDead } = mortality(death);
  await syncOn(database, DECLARED, { name: "victim", wrap }).catch((error: unknown) => {
    assert.ok(error instanceof Crash, String(error));
  });
  return isDead();
}

/** The next one finishes it; everything was carried out once, and nobody holds the lease. */
async function assertFinished(database: MemoryDatabase, undisturbed: MemoryDatabase): Promise<void> {
  await syncOn(database, DECLARED, { name: "next" });
  assert.deepEqual(describeEffect(database), describeEffect(undisturbed));
  const texts = database.executions.map(({ text }) => text);
  assert.deepEqual(texts, [...new Set(texts)]);
  assert.deepEqual([...texts].sort(), undisturbed.executions.map(({ text }) => text).sort());
  assert.deepEqual((await syncOn(database, DECLARED, { name: "last" })).statements, []);
}

for (const when of ["before", "after"] as const) {
  test(`a sync that dies ${when} any call is finished by the next`, async () => {
    const undisturbed = await undisturbedWorld();
    const count = await countCalls();
    for (let call = 1; call <= count; call += 1) {
      const database = await world();
      assert.ok(await syncAndDie(database, { call, when }), `dies ${when} call ${call}`);
      await assertFinished(database, undisturbed);
    }
  });
}

test("a sync that dies again and again is finished by the last", async () => {
  const undisturbed = await undisturbedWorld();
  for (let seed = 1; seed <= 40; seed += 1) {
    const random = mulberry(seed);
    const database = await world();
    for (let deaths = 0; deaths < 4; deaths += 1) {
      const when = random() < 0.5 ? "before" : "after";
      await syncAndDie(database, { call: 1 + Math.floor(random() * 25), when });
      await database.clock.sleep(LEASE_MS);
    }
    await assertFinished(database, undisturbed);
  }
});

test("a sync that is interrupted at any call leaves no lease, and the next one goes on at once", async () => {
  const undisturbed = await undisturbedWorld();
  const count = await countCalls();
  for (let stop = 1; stop <= count; stop += 1) {
    const database = await world();
    const interrupt = new AbortController();
    let calls = 0;
    const wrap = (target: Target): Target =>
      aroundEveryCall(target, (carryOut) => {
        calls += 1;
        if (calls === stop) interrupt.abort();
        return carryOut();
      });
    await syncOn(database, DECLARED, { name: "interrupted", wrap, signal: interrupt.signal }).catch(
      (error: unknown) => {
        assert.ok(error instanceof ToolError && error.code === "interrupted", String(error));
      },
    );
    assert.equal(database.keyspaces.get("shop")?.history?.lease, undefined, `interrupted at call ${stop}`);
    await assertFinished(database, undisturbed);
  }
});

test("of eight slow ones at once, each sends only under the lease, and each statement is sent once", async () => {
  const undisturbed = await undisturbedWorld();
  for (let seed = 1; seed <= 30; seed += 1) {
    const random = mulberry(seed);
    const database = await world();
    const { clock } = database;
    const runs = Array.from({ length: 2 + (seed % 7) }, (_, index) => {
      const name = `runner${index}`;
      const wrap = (target: Target): Target =>
        aroundEveryCall(
          {
            ...target,
            execute: (step, options) => {
              const lease = database.keyspaces.get("shop")?.history?.lease;
              assert.ok(lease?.owner.startsWith(name) && clock.nowMs() < lease.expiresAtMs, `${name} holds the lease`);
              return target.execute(step, options);
            },
          },
          async (carryOut) => {
            await clock.sleep(random() * 300);
            return carryOut();
          },
        );
      return syncOn(database, DECLARED, { name, wrap, runtime: { random } });
    });
    const counts = (await Promise.all(runs)).map(({ statements }) => statements.length);
    assert.deepEqual(counts.filter((each) => each > 0).length, 1, counts.join());
    await assertFinished(database, undisturbed);
  }
});
