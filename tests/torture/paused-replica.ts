// Goal: when replicas of the history stand still, so that conditional writes end without an outcome, nothing is lost and nothing
// is done twice. Method: one or two nodes, never the coordinator, are stopped at random moments of a run, again and again. It runs
// in this process, where the writes without an outcome can be counted.
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { type CliResult, runCli } from "../cli/cli.ts";
import { clusterOf } from "./cluster.ts";
import { countConditionalWrites } from "./count-unanswered.ts";
import { finish } from "./finish.ts";
import type { Round, Scenario, Tally } from "./scenario.ts";
import { generateStory } from "./story.ts";
import { assertAsUndisturbed } from "./undisturbed.ts";
import { withTortureWorld } from "./world.ts";

const PAUSES_MAX = 5;
const BETWEEN_MAX_MS = 600;
const PAUSE_MIN_MS = 500;
const PAUSE_MAX_MS = 6_000;
const BOTH_SHARE = 0.7;
const TYPED_ENDS: readonly number[] = [0, 1, 3, 4, 5];

export const pausedReplica: Scenario = {
  name: "paused-replica",
  nodeCount: 3,
  run: runWithPauses,
};

export async function runWithPauses(round: Round): Promise<Tally> {
  const { random, log } = round;
  const cluster = clusterOf(round.server);
  await cluster.awaitWhole();
  const story = generateStory(random, { migrationCount: 4 + Math.floor(random() * 4) });
  const [coordinator, ...replicas] = cluster.servers;
  assert.ok(coordinator !== undefined);
  return withTortureWorld(
    round,
    story,
    async (world) => {
      let result: CliResult | undefined;
      let pauses = 0;
      const writes = await countConditionalWrites(async () => {
        const running = runCli(["migrate", "--json"], { cwd: world.directory }).then((ended) => {
          result = ended;
        });
        while (result === undefined && pauses < PAUSES_MAX) {
          await Promise.race([sleep(random() * BETWEEN_MAX_MS), running]);
          if (result !== undefined) break;
          const chosen = random() < BOTH_SHARE ? replicas : replicas.filter((_, index) => index === pauses % 2);
          const pauseMs = PAUSE_MIN_MS * (PAUSE_MAX_MS / PAUSE_MIN_MS) ** random();
          log(`${chosen.map(({ address }) => address).join(", ")} stand still for ${pauseMs.toFixed(0)} ms`);
          pauses += 1;
          for (const replica of chosen) replica.pause();
          try {
            await sleep(pauseMs);
          } finally {
            for (const replica of chosen) replica.resume();
          }
        }
        await running;
      });
      assert.ok(result !== undefined);
      const { exitCode, stdout, stderr } = result;
      log(
        `ended with ${exitCode}; conditional writes: ${writes.sent}, without an outcome: ${writes.unanswered}\n${stdout}${stderr}`,
      );
      assert.ok(TYPED_ENDS.includes(exitCode), `exit code ${exitCode}:\n${stdout}${stderr}`);
      await cluster.awaitWhole();
      const finished = await finish(world);
      await assertAsUndisturbed(world, { withoutFailures: true });
      return {
        pauses,
        writes: writes.sent,
        unanswered: writes.unanswered,
        unhurt: exitCode === 0 ? 1 : 0,
        ...finished,
      };
    },
    {
      contactPoints: [`${cluster.contactPoint}:${cluster.port}`],
      // A short one is lost, a long one is kept: then the writes are tried again.
      config: { lock: { ttl: random() < 0.5 ? "3s" : "20s" } },
    },
  );
}
