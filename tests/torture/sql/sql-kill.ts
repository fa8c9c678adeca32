// Runners are killed at random moments, again and again, and so is whoever goes on; then the world is as if nothing had been.
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import type { Tally } from "../scenario.ts";
import { addTallies } from "../tally.ts";
import { generateSqlStory } from "./sql-story.ts";
import {
  assertAsReference,
  breakLock,
  LOCK_TTL_MS,
  readLease,
  type SqlRound,
  type SqlWorld,
  withSqlWorld,
} from "./sql-world.ts";

const KILLS_MAX = 10;
/** As many kills are kept for those who hold the lock. */
const AT_WORK_SHARE = 0.7;
const ROLLBACK_SHARE = 0.5;
const POLL_MS = 10;

export function sqlKill(round: SqlRound): Promise<Tally> {
  const { random } = round;
  const story = generateSqlStory(random, 5 + Math.floor(random() * 6));
  return withSqlWorld(round, story, async (world) => {
    const migrated = await killUntilDone(world, ["migrate"], world.undisturbedMs);
    await assertAsReference(world);
    if (random() >= ROLLBACK_SHARE) return addTallies([{ worlds: 1 }, migrated]);
    const target = 1 + Math.floor(random() * (story.migrationCount - 1));
    const argv = ["rollback", "--target", String(target), "--yes"];
    const startedMs = performance.now();
    await world.runReference(argv);
    const rolledBack = await killUntilDone(world, argv, performance.now() - startedMs);
    await assertAsReference(world);
    return addTallies([{ worlds: 1, rollbacks: 1 }, migrated, rolledBack]);
  });
}

/** Nothing that a kill leaves is for a person to decide: every run that is not killed ends well. */
async function killUntilDone(world: SqlWorld, argv: readonly string[], lengthMs: number): Promise<Tally> {
  const { random } = world.round;
  const tallies: Tally[] = [];
  for (let kills = 0; kills < KILLS_MAX; kills += 1) {
    const run = world.spawn([...argv, "--json"]);
    if (random() < AT_WORK_SHARE) await awaitHeld(world, run.child.pid, run.ended);
    await Promise.race([run.ended, sleep(random() ** 2 * lengthMs)]);
    run.child.kill("SIGKILL");
    const ended = await run.ended;
    if (run.child.signalCode === null) {
      assert.equal(ended.exitCode, 0, `${ended.stdout}${ended.stderr}`);
      return addTallies(tallies);
    }
    const isAtWork = (await readLease(world.client))?.pid === run.child.pid;
    tallies.push(isAtWork ? { kills: 1, killsAtWork: 1 } : { kills: 1 });
    // What the dead one sent may still be under way in the server when the next one takes over.
    if (random() < 0.6 && (await breakLock(world))) tallies.push({ locksBroken: 1 });
  }
  const last = await world.run([...argv, "--json"]);
  assert.equal(last.exitCode, 0, `${last.stdout}${last.stderr}`);
  return addTallies(tallies);
}

async function awaitHeld(world: SqlWorld, pid: number | undefined, ended: Promise<unknown>): Promise<void> {
  let isOver = false;
  void ended.then(() => {
    isOver = true;
  });
  const untilMs = performance.now() + 2 * LOCK_TTL_MS;
  while (!isOver && performance.now() < untilMs && (await readLease(world.client))?.pid !== pid) await sleep(POLL_MS);
}
