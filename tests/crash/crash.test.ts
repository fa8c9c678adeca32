// Goal: wherever a runner dies, the next one makes the world as if nothing had happened.
// Method: die before and after every call of the ports in turn, then run again on what survived and compare.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { MemoryDatabase } from "../../src/adapters/memory/memory-database.ts";
import { ToolError } from "../../src/base/errors.ts";
import type { Target } from "../../src/engine/ports.ts";
import { settle } from "../../src/engine/repair.ts";
import { memoryRunner } from "../../src/testing/memory-runner.ts";
import { aroundEveryCall, Crash, type DeathPoint, type DyingTarget, dyingTarget } from "./dying-target.ts";
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

const CALLS_MAX = 200;

const WORLDS: Readonly<Record<Command, () => Promise<MemoryDatabase>>> = {
  migrate: async () => freshDatabase(),
  rollback: migratedDatabase,
};

/** @returns whether it died: a run with fewer calls than that does not. */
async function runAndDie(command: Command, database: MemoryDatabase, death: DeathPoint): Promise<boolean> {
  let dying: DyingTarget | undefined;
  const wrap = (target: Target): Target => {
    dying = dyingTarget(target, death);
    return dying.target;
  };
  const runner = memoryRunner(database, { name: "victim", wrap });
  try {
    await runCommand(command, runner);
  } catch (error) {
    if (dying?.isDead() !== true) throw error;
    return true;
  }
  // A runner that dies while it gives the lease back has done its work.
  return dying?.isDead() === true;
}

for (const command of ["migrate", "rollback"] as const) {
  for (const when of ["before", "after"] as const) {
    test(`${command} that dies ${when} any call is taken up by the next`, async () => {
      const undisturbed = await WORLDS[command]();
      await runCommand(command, memoryRunner(undisturbed));
      let call = 1;
      for (; call < CALLS_MAX; call += 1) {
        const database = await WORLDS[command]();
        if (!(await runAndDie(command, database, { call, when }))) break;
        await takeUp(command, database);
        await assertAsUndisturbed(database, undisturbed);
      }
      assert.ok(call > 20 && call < CALLS_MAX, `died at ${call - 1} places`);
    });
  }

  test(`${command} that dies again and again is finished by the last`, async () => {
    const undisturbed = await WORLDS[command]();
    await runCommand(command, memoryRunner(undisturbed));
    for (let seed = 1; seed <= 60; seed += 1) {
      const random = mulberry(seed);
      const database = await WORLDS[command]();
      for (let deaths = 0; deaths < 4; deaths += 1) {
        const call = 1 + Math.floor(random() * 25);
        const when = random() < 0.5 ? "before" : "after";
        // The doubt of the one before stops it: nothing is done then.
        await runAndDie(command, database, { call, when }).catch((error: unknown) => {
          assert.ok(!(error instanceof Crash));
        });
        await database.clock.sleep(31_000);
      }
      await takeUp(command, database);
      await assertAsUndisturbed(database, undisturbed);
    }
  });

  test(`${command} that is interrupted at any call leaves no doubt and no lease`, async () => {
    const undisturbed = await WORLDS[command]();
    await runCommand(command, memoryRunner(undisturbed));
    let stop = 1;
    for (; stop < CALLS_MAX; stop += 1) {
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
      if (calls < stop) break;
      await runCommand(command, memoryRunner(database, { name: "next", lockWaitMs: 0 }));
      await assertAsUndisturbed(database, undisturbed);
    }
    assert.ok(stop > 20 && stop < CALLS_MAX, `interrupted at ${stop - 1} places`);
  });
}

/** A migration in doubt: whether its counter counted is not known. */
async function doubtfulDatabase(): Promise<MemoryDatabase> {
  const database = freshDatabase();
  const wrap = (target: Target): Target => ({
    ...target,
    async execute(step, options) {
      const outcome = await target.execute(step, options);
      return step.text.includes("logins + 1") ? { kind: "unknown", message: "no answer in time" } : outcome;
    },
  });
  await assert.rejects(runCommand("migrate", memoryRunner(database, { wrap })), { code: "step-in-doubt" });
  return database;
}

test("a verdict that dies at any call can be given again, and counts once", async () => {
  const undisturbed = freshDatabase();
  await runCommand("migrate", memoryRunner(undisturbed));
  for (const when of ["before", "after"] as const) {
    let isDead = true;
    let call = 1;
    for (; isDead && call < CALLS_MAX; call += 1) {
      const database = await doubtfulDatabase();
      let dying: DyingTarget | undefined;
      const wrap = (target: Target): Target => {
        dying = dyingTarget(target, { call, when });
        return dying.target;
      };
      const { context, planOptions } = memoryRunner(database, { name: "victim", wrap });
      const verdict = { version: "1", kind: "applied", statementNumber: 4 } as const;
      await settle(context, { ...planOptions, migrations: MIGRATIONS }, verdict).catch((error: unknown) => {
        assert.ok(error instanceof Crash, String(error));
      });
      isDead = dying?.isDead() === true;
      await takeUp("migrate", database);
      await assertAsUndisturbed(database, undisturbed);
    }
    assert.ok(call > 4 && call < CALLS_MAX, `died at ${call - 2} places`);
  }
});
