// Goal: however many run at once, and whatever of theirs is slow, lost or dies, each step is carried out once.
// Method: seeded schedules of 2 to 8 runners on one world, each call delayed, some answers lost, some runners dead.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { MemoryDatabase } from "../../src/adapters/memory/memory-database.ts";
import { ToolError } from "../../src/base/errors.ts";
import type { StepOutcome, Target } from "../../src/engine/ports.ts";
import { type MemoryRunner, memoryRunner } from "../../src/testing/memory-runner.ts";
import { aroundEveryCall, Crash } from "./dying-target.ts";
import { mulberry } from "./mulberry.ts";
import { assertAsUndisturbed, freshDatabase, migratedDatabase, runCommand, takeUp } from "./story.ts";

const SEEDS = 75;
const DELAY_MAX_MS = 400;

interface Dangers {
  /** Of dying, at each call. */
  readonly death: number;
  /** Of losing the answer to a statement. */
  readonly silence: number;
  /** Of nodes that do not agree in time. */
  readonly disagreement: number;
}

/** A runner that is slow at everything; whenever it sends a statement it must hold the lease. */
function slowRunner(database: MemoryDatabase, name: string, random: () => number, dangers: Dangers): MemoryRunner {
  const { clock } = database;
  let isDead = false;
  const delay = (): Promise<void> => clock.sleep(random() * DELAY_MAX_MS);

  async function live<Result>(carryOut: () => Promise<Result>): Promise<Result> {
    await delay();
    if (isDead || random() < dangers.death) {
      isDead = true;
      throw new Crash(`${name} is dead`);
    }
    const result = await carryOut();
    await delay();
    return result;
  }

  const wrap = (target: Target): Target =>
    aroundEveryCall(
      {
        ...target,
        async execute(step, options): Promise<StepOutcome> {
          const lease = database.keyspaces.get("shop")?.history?.lease;
          assert.ok(lease?.owner.startsWith(name) && clock.nowMs() < lease.expiresAtMs, `${name} holds the lease`);
          const isSilent = random() < dangers.silence;
          if (isSilent && random() < 0.5) return { kind: "unknown", message: "lost before" };
          const outcome = await target.execute(step, options);
          return isSilent ? { kind: "unknown", message: "lost after" } : outcome;
        },
        async awaitAgreement(): ReturnType<Target["awaitAgreement"]> {
          if (random() < dangers.disagreement) throw new ToolError("agreement-not-reached", "a node is down");
          return target.awaitAgreement();
        },
      },
      live,
    );
  return memoryRunner(database, { name, wrap, runtime: { random } });
}

/** Some of the codes are how a runner ends well when others are in its way or die. */
const EXPECTED_ENDS: ReadonlySet<string> = new Set([
  "history-diverged",
  "step-in-doubt",
  "connection-failed",
  "agreement-not-reached",
  "lock-held",
]);

async function race(
  command: "migrate" | "rollback",
  database: MemoryDatabase,
  seed: number,
  dangers: Dangers,
): Promise<readonly unknown[]> {
  const random = mulberry(seed);
  const count = 2 + Math.floor(random() * 7);
  const runners = Array.from({ length: count }, (_, index) => slowRunner(database, `r${index}`, random, dangers));
  const ends = await Promise.allSettled(runners.map((runner) => runCommand(command, runner)));
  return ends.flatMap((end): readonly unknown[] => (end.status === "rejected" ? [end.reason] : []));
}

for (const command of ["migrate", "rollback"] as const) {
  const world = command === "migrate" ? async (): Promise<MemoryDatabase> => freshDatabase() : migratedDatabase;

  test(`of many that ${command} at once, one does it and the others end well`, async () => {
    const undisturbed = await world();
    await runCommand(command, memoryRunner(undisturbed));
    for (let seed = 1; seed <= SEEDS / 3; seed += 1) {
      const database = await world();
      assert.deepEqual(
        await race(command, database, seed, { death: 0, silence: 0, disagreement: 0 }),
        [],
        `seed ${seed}`,
      );
      await assertAsUndisturbed(database, undisturbed);
    }
  });

  test(`of many that ${command} at once while some die and answers are lost, nothing is done twice`, async () => {
    const undisturbed = await world();
    await runCommand(command, memoryRunner(undisturbed));
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const database = await world();
      for (const error of await race(command, database, seed, { death: 0.01, silence: 0.05, disagreement: 0.05 })) {
        const isExpected = error instanceof ToolError ? EXPECTED_ENDS.has(error.code) : isCrash(error);
        assert.ok(isExpected, `seed ${seed}: ${error}`);
      }
      await takeUp(command, database);
      await assertAsUndisturbed(database, undisturbed, "any");
    }
  });
}

/** Agreement that ends with anything but a ToolError is taken for a bug, and a dead runner's does. */
function isCrash(error: unknown): boolean {
  return error instanceof Crash || (error instanceof Error && /Crash/.test(error.message));
}
