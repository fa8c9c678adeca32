// Runners are killed at random moments, again and again, and so is whoever goes on; then the world is as if nothing had been.
import { setTimeout as sleep } from "node:timers/promises";
import { mulberry } from "../crash/mulberry.ts";
import { awaitWork } from "./at-work.ts";
import { breakLock, finish, settleDoubt } from "./finish.ts";
import { readHistory } from "./read-history.ts";
import type { Round, Scenario, Tally } from "./scenario.ts";
import { generateStory } from "./story.ts";
import { addTallies } from "./tally.ts";
import { assertAsUndisturbed, writeAsApplication } from "./undisturbed.ts";
import { LOCK_TTL_MS, type TortureWorld, withTortureWorld } from "./world.ts";

/** Much of a run is waiting: for the server, and for locks to expire. */
const WORLDS_AT_ONCE = 3;
const KILLS_MAX = 12;
/** As many kills are kept for those who hold the lock; the others hit at any time, from the start of the process on. */
const AT_WORK_SHARE = 0.5;
/** Of a whole run: the rest is its start and its end. */
const WORK_SHARE = 0.6;
const ROLLBACK_SHARE = 0.4;

export const kill: Scenario = {
  name: "kill",
  nodeCount: 1,
  async run(round) {
    const worlds = Array.from({ length: WORLDS_AT_ONCE }, (_, index) => {
      const random = mulberry(Math.floor(round.random() * 2 ** 32));
      return disturbWorld({ ...round, random, log: (text) => round.log(`[${index + 1}] ${text}`) });
    });
    // Every world has ended before the first failure is told: a process may still be at work in another.
    await Promise.allSettled(worlds);
    return addTallies(await Promise.all(worlds));
  },
};

async function disturbWorld(round: Round): Promise<Tally> {
  const { random } = round;
  const story = generateStory(random, { migrationCount: 6 + Math.floor(random() * 8) });
  return withTortureWorld(round, story, async (world) => {
    const migrated = await killUntilDone(world, ["migrate"], world.undisturbedMs);
    await assertAsUndisturbed(world);
    if (random() >= ROLLBACK_SHARE) return addTallies([{ worlds: 1 }, migrated]);
    const target = Math.floor(random() * Object.keys(story.files).length);
    const argv = ["rollback", "--target", String(target), "--yes"];
    const startedMs = performance.now();
    await world.runReference(argv);
    const rolledBack = await killUntilDone(world, argv, performance.now() - startedMs);
    await assertAsUndisturbed(world);
    return addTallies([{ worlds: 1, rollbacks: 1 }, migrated, rolledBack]);
  });
}

/** @param lengthMs what the command takes when nothing disturbs it */
async function killUntilDone(world: TortureWorld, argv: readonly string[], lengthMs: number): Promise<Tally> {
  const { random } = world.round;
  const tallies: Tally[] = [];
  let waitMs = 0;
  for (let kills = 0; kills < KILLS_MAX; kills += 1) {
    const run = world.spawn([...argv, "--json"]);
    // Rather soon: the sooner, the more is left for the runs that follow.
    const delayMs = random() ** 2 * lengthMs;
    if (random() < AT_WORK_SHARE) {
      await awaitWork(world, [run]);
      await Promise.race([run.ended, sleep(delayMs * WORK_SHARE)]);
    } else await Promise.race([run.ended, sleep(waitMs + delayMs)]);
    run.child.kill("SIGKILL");
    const ended = await run.ended;
    waitMs = 0;
    if (run.child.signalCode === null) {
      if (ended.exitCode === 0) return addTallies(tallies);
      const verdict = await settleDoubt(world, ended);
      tallies.push({ doubts: 1, doubtsDone: verdict === "done" ? 1 : 0 });
      continue;
    }
    const { pid } = await readHistory(world.client, world.keyspace);
    tallies.push(pid === run.child.pid ? { kills: 1, killsAtWork: 1 } : { kills: 1 });
    if (argv[0] === "migrate") tallies.push({ applicationWrites: await writeAsApplication(world) });
    if (random() < 0.5) waitMs = LOCK_TTL_MS;
    else if (await breakLock(world)) tallies.push({ locksBroken: 1 });
  }
  return addTallies([...tallies, { ...(await finish(world, { argv })) }]);
}
