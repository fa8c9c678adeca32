// Goal: a run whose coordinator, or another node, stops ends well or says why it did not; once the node is back the next run ends
// it, with nothing lost and nothing done twice. Method: a node is stopped or killed at a random moment of a run, and comes back
// after a while, or after the run.
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import type { CliResult } from "../cli/cli.ts";
import { clusterOf } from "./cluster.ts";
import { finish } from "./finish.ts";
import type { Round, Scenario, Tally } from "./scenario.ts";
import { generateStory } from "./story.ts";
import { assertAsUndisturbed } from "./undisturbed.ts";
import { withTortureWorld } from "./world.ts";

const CONFIG = { cassandra: { connect_timeout: "2s", request_timeout: "3s" }, schema: { agreement_wait: "4s" } };
const KILL_SHARE = 0.3;
const TOLERANT_SHARE = 0.4;
const AWAY_MAX_MS = 20_000;
/** Failed or not agreed, lock lost, in doubt, not reached. */
const TYPED_ENDS: readonly number[] = [1, 3, 4, 5];

export const nodeDies: Scenario = {
  name: "node-dies",
  nodeCount: 3,
  run: (round) => runWhileNodeDies(round, round.random() < KILL_SHARE ? "killed" : "stopped"),
};

export async function runWhileNodeDies(round: Round, how: "killed" | "stopped"): Promise<Tally> {
  const { random, log } = round;
  const cluster = clusterOf(round.server);
  await cluster.awaitWhole();
  const [coordinator, victimIndex] = [0, 1].map(() => Math.floor(random() * cluster.servers.length));
  const place = cluster.nodes[coordinator ?? 0];
  const victim = cluster.servers[random() < 0.5 ? (coordinator ?? 0) : (victimIndex ?? 0)];
  assert.ok(place !== undefined && victim !== undefined);
  const story = generateStory(random, { migrationCount: 4 + Math.floor(random() * 4) });
  return withTortureWorld(
    round,
    story,
    async (world) => {
      const isTolerant = random() < TOLERANT_SHARE;
      const run = world.spawn(["migrate", ...(isTolerant ? ["--tolerate-down", "1"] : []), "--json"]);
      const delayMs = random() * world.undisturbedMs;
      const awayMs = random() < 0.5 ? undefined : AWAY_MAX_MS * random();
      await sleep(delayMs);
      if (how === "killed") await victim.kill();
      else victim.pause();
      log(`${victim.address} is ${how} ${delayMs.toFixed(0)} ms after the start; coordinator: ${place.address}`);
      let result: CliResult;
      try {
        await (awayMs === undefined ? run.ended : sleep(awayMs));
      } finally {
        if (how === "killed") await victim.restart();
        else victim.resume();
        log(`${victim.address} is back, ${awayMs === undefined ? "after the run" : `after ${awayMs.toFixed(0)} ms`}`);
        result = await run.ended;
        await cluster.awaitWhole();
      }
      if (result.exitCode !== 0) assertTyped(result);
      const finished = await finish(world);
      await assertAsUndisturbed(world, { withoutFailures: true });
      return {
        [how]: 1,
        tolerant: isTolerant ? 1 : 0,
        unhurt: result.exitCode === 0 ? 1 : 0,
        [codeOf(result)]: 1,
        ...finished,
      };
    },
    {
      contactPoints: [`${place.address}:${place.port}`],
      // A short one is lost while its coordinator stands still, a long one is kept: then statements are tried again.
      config: { ...CONFIG, lock: { ttl: Object.keys(story.files).length % 2 === 0 ? "3s" : "30s" } },
    },
  );
}

function assertTyped(result: CliResult): void {
  assert.ok(TYPED_ENDS.includes(result.exitCode), `exit code ${result.exitCode}:\n${result.stdout}${result.stderr}`);
  assert.notEqual(codeOf(result), "", result.stdout);
}

function codeOf({ exitCode, stdout }: CliResult): string {
  if (exitCode === 0) return "done";
  return (JSON.parse(stdout) as { readonly error: { readonly code: string } }).error.code;
}
