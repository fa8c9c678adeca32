// Eight runners at once on a keyspace without a history, sometimes with one of them killed: each migration is applied once,
// by one of them, and none fails.
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { type CliProcess, documentOf } from "../cli/cli.ts";
import { awaitWork } from "./at-work.ts";
import { finish, settleDoubt } from "./finish.ts";
import type { Scenario, Tally } from "./scenario.ts";
import { generateStory } from "./story.ts";
import { addTallies } from "./tally.ts";
import { assertAsUndisturbed } from "./undisturbed.ts";
import { type TortureWorld, withTortureWorld } from "./world.ts";

const RUNNER_COUNT = 8;
const KILL_SHARE = 0.4;

export const crowd: Scenario = {
  name: "crowd",
  nodeCount: 1,
  run(round) {
    const story = generateStory(round.random, { migrationCount: 2 + Math.floor(round.random() * 5) });
    return withTortureWorld(round, story, async (world) => {
      const runs = Array.from({ length: RUNNER_COUNT }, () => world.spawn(["migrate", "--json"]));
      if (round.random() < KILL_SHARE) await killOne(world, runs);
      await Promise.all(runs.map(({ ended }) => ended));
      const isKilled = runs.some(({ child }) => child.signalCode === "SIGKILL");
      const tallies: Tally[] = [{ runners: RUNNER_COUNT, kills: isKilled ? 1 : 0 }, await judge(world, runs, isKilled)];
      if (isKilled) tallies.push({ ...(await finish(world)) });
      await assertAsUndisturbed(world);
      return addTallies(tallies);
    });
  },
};

/** The one that holds the lock, or any. */
async function killOne(world: TortureWorld, runs: readonly CliProcess[]): Promise<void> {
  const { round, undisturbedMs } = world;
  const any = runs[Math.floor(round.random() * runs.length)];
  const victim = round.random() < 0.5 ? await awaitWork(world, runs) : any;
  await sleep(round.random() * undisturbedMs);
  victim?.child.kill("SIGKILL");
}

/** Nobody fails, but that all of them may stop at what the killed one left in doubt; and no two say that they did the same. */
async function judge(world: TortureWorld, runs: readonly CliProcess[], isKilled: boolean): Promise<Tally> {
  const applied: string[] = [];
  let stopped = 0;
  for (const run of runs) {
    const ended = await run.ended;
    if (run.child.signalCode !== null) continue;
    if (isKilled && ended.exitCode === 4) {
      // The others are in doubt about the same statement, which is settled by then.
      if (stopped === 0) await settleDoubt(world, ended);
      stopped += 1;
      continue;
    }
    assert.equal(ended.exitCode, 0, `a runner failed:\n${ended.stdout}${ended.stderr}`);
    const document = documentOf(ended) as { readonly applied: readonly { readonly version: string }[] };
    applied.push(...document.applied.map(({ version }) => version));
  }
  assert.equal(new Set(applied).size, applied.length, `applied by two runners: ${applied.join(", ")}`);
  if (!isKilled) assert.equal(applied.length, Object.keys(world.story.files).length);
  return { doubts: stopped > 0 ? 1 : 0, stoppedInDoubt: stopped };
}
