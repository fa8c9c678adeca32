// Goal: wherever a runner dies, the next one makes the world as if nothing had happened.
// Method: die before and after every call of the ports in turn, and twice in a row, then run again on what survived and compare.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { MemoryDatabase } from "../../src/adapters/memory/memory-database.ts";
import { ToolError } from "../../src/base/errors.ts";
import { HistoryError } from "../../src/engine/disagreement.ts";
import type { Target } from "../../src/engine/ports.ts";
import { settle } from "../../src/engine/repair.ts";
import { memoryRunner } from "../../src/testing/memory-runner.ts";
import { aroundEveryCall, Crash, type DeathPoint, mortality } from "./dying-target.ts";
import { mulberry } from "./mulberry.ts";
import {
  assertAsUndisturbed,
  type Command,
  freshDatabase,
  MIGRATIONS,
  migratedDatabase,
  runCommand,
  takeUp,
} from "./story.ts";

const CALLS_MAX = 400;
const WHENS = ["before", "after"] as const;
/** How many pairs of deaths are tried, chosen by the seed; CRASH_PAIRS=all tries every one, which takes minutes. */
const PAIRS_MAX = process.env.CRASH_PAIRS === "all" ? Number.POSITIVE_INFINITY : 100;
const SEED = 1;
/** Taking up has calls of its own: it reads the journal's hashes, looks at the schema, asks a person. */
const TAKE_UP_CALLS_MAX = 15;

const WORLDS: Readonly<Record<Command, () => Promise<MemoryDatabase>>> = {
  migrate: async () => freshDatabase(),
  rollback: migratedDatabase,
};

async function runUndisturbed(command: Command): Promise<MemoryDatabase> {
  const database = await WORLDS[command]();
  await runCommand(command, memoryRunner(database));
  return database;
}

/** @returns whether it died: a run with fewer calls than that does not. */
async function runAndDie(command: Command, database: MemoryDatabase, death: DeathPoint): Promise<boolean> {
  const { wrap, isDead } = mortality(death);
  try {
    await runCommand(command, memoryRunner(database, { name: "victim", wrap }));
  } catch (error) {
    if (!isDead()) throw error;
  }
  // A runner that dies while it gives the lease back has done its work.
  return isDead();
}

/** As `runAndDie`, of the run that takes up after a death. */
async function takeUpAndDie(command: Command, database: MemoryDatabase, death: DeathPoint): Promise<boolean> {
  const { wrap, isDead } = mortality(death);
  try {
    await takeUp(command, database, { wrap });
  } catch (error) {
    if (!isDead()) throw error;
  }
  return isDead();
}

/** How many calls a run makes that nothing disturbs. */
async function countCalls(command: Command): Promise<number> {
  const { wrap, callCount } = mortality({ call: CALLS_MAX, when: "before" });
  await runCommand(command, memoryRunner(await WORLDS[command](), { wrap }));
  const count = callCount();
  assert.ok(count > 45 && count < CALLS_MAX, `${count} calls`);
  return count;
}

interface PairOfDeaths {
  readonly first: DeathPoint;
  /** Counted from where it is taken up. */
  readonly second: DeathPoint;
}

/** Each call of a run with each of those that are left after it. */
function pairsOfDeaths(callCount: number): readonly PairOfDeaths[] {
  const points = (count: number): readonly DeathPoint[] =>
    Array.from({ length: count }, (_, index) => WHENS.map((when) => ({ call: index + 1, when }))).flat();
  return points(callCount).flatMap((first) =>
    points(callCount - first.call + TAKE_UP_CALLS_MAX).map((second) => ({ first, second })),
  );
}

function oneOf<Item>(items: readonly Item[], random: () => number): Item {
  const item = items[Math.floor(random() * items.length)];
  assert.ok(item !== undefined);
  return item;
}

for (const command of ["migrate", "rollback"] as const) {
  for (const when of WHENS) {
    test(`${command} that dies ${when} any call is taken up by the next`, async () => {
      const undisturbed = await runUndisturbed(command);
      const count = await countCalls(command);
      for (let call = 1; call <= count; call += 1) {
        const database = await WORLDS[command]();
        assert.ok(await runAndDie(command, database, { call, when }), `dies ${when} call ${call}`);
        await takeUp(command, database);
        await assertAsUndisturbed(database, undisturbed);
      }
    });
  }

  test(`${command} that dies at any call, and once more while it is taken up, is taken up by the next`, async (t) => {
    const undisturbed = await runUndisturbed(command);
    const all = pairsOfDeaths(await countCalls(command));
    const random = mulberry(SEED);
    const pairs = PAIRS_MAX < all.length ? Array.from({ length: PAIRS_MAX }, () => oneOf(all, random)) : all;
    let deathsTwice = 0;
    for (const { first, second } of pairs) {
      const database = await WORLDS[command]();
      await runAndDie(command, database, first);
      if (await takeUpAndDie(command, database, second)) deathsTwice += 1;
      await takeUp(command, database);
      await assertAsUndisturbed(database, undisturbed);
    }
    t.diagnostic(`died twice ${deathsTwice} times, of ${all.length} pairs`);
    assert.ok(deathsTwice > pairs.length / 2, `died twice ${deathsTwice} times of ${pairs.length}`);
  });

  test(`${command} that dies again and again is finished by the last`, async () => {
    const undisturbed = await runUndisturbed(command);
    for (let seed = 1; seed <= 60; seed += 1) {
      const random = mulberry(seed);
      const database = await WORLDS[command]();
      for (let deaths = 0; deaths < 4; deaths += 1) {
        const call = 1 + Math.floor(random() * 40);
        const when = random() < 0.5 ? "before" : "after";
        // The doubt of the one before stops it: nothing is done then.
        await runAndDie(command, database, { call, when }).catch((error: unknown) => {
          assert.ok(error instanceof HistoryError, String(error));
        });
        await database.clock.sleep(31_000);
      }
      await takeUp(command, database);
      await assertAsUndisturbed(database, undisturbed);
    }
  });

  test(`${command} that is interrupted at any call leaves no doubt and no lease`, async () => {
    const undisturbed = await runUndisturbed(command);
    const count = await countCalls(command);
    for (let stop = 1; stop <= count; stop += 1) {
      const database = await WORLDS[command]();
      const interrupt = new AbortController();
      let calls = 0;
      const wrap = (target: Target): Target =>
        aroundEveryCall(target, (carryOut) => {
          calls += 1;
          if (calls === stop) interrupt.abort();
          return carryOut();
        });
      const runner = memoryRunner(database, { name: "interrupted", wrap, signal: interrupt.signal });
      await runCommand(command, runner).catch((error: unknown) => {
        assert.ok(error instanceof ToolError && error.code === "interrupted", String(error));
      });
      assert.ok(calls >= stop, `interrupted at call ${stop}`);
      await runCommand(command, memoryRunner(database, { name: "next", lockWaitMs: 0 }));
      await assertAsUndisturbed(database, undisturbed);
    }
  });
}

/** A migration in doubt: whether its counter counted is not known. */
async function doubtfulDatabase(): Promise<MemoryDatabase> {
  const database = freshDatabase();
  const wrap = (target: Target): Target => ({
    ...target,
    async execute(step, options) {
      const outcome = await target.execute(step, options);
      return step.text.includes("hits + 1") ? { kind: "unknown", message: "no answer in time" } : outcome;
    },
  });
  await assert.rejects(runCommand("migrate", memoryRunner(database, { wrap })), { code: "step-in-doubt" });
  return database;
}

test("a verdict that dies at any call can be given again, and counts once", async () => {
  const undisturbed = await runUndisturbed("migrate");
  for (const when of WHENS) {
    let isAlive = false;
    let call = 1;
    for (; !isAlive && call < CALLS_MAX; call += 1) {
      const database = await doubtfulDatabase();
      const { wrap, isDead } = mortality({ call, when });
      const { context, planOptions } = memoryRunner(database, { name: "victim", wrap });
      const verdict = { version: "4", kind: "applied", statementNumber: 2 } as const;
      await settle(context, { ...planOptions, migrations: MIGRATIONS }, verdict).catch((error: unknown) => {
        assert.ok(error instanceof Crash, String(error));
      });
      isAlive = !isDead();
      await takeUp("migrate", database);
      await assertAsUndisturbed(database, undisturbed);
    }
    assert.ok(call > 4 && call < CALLS_MAX, `died at ${call - 2} places`);
  }
});
