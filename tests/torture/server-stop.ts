// The server process stands still at random moments of a run, for longer or for shorter than a request may take: the run ends
// well, or with an error that says what happened, and whoever goes on after it gets to the end.
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { finish } from "./finish.ts";
import { readError } from "./read-error.ts";
import type { Round, Scenario, Tally } from "./scenario.ts";
import { generateStory } from "./story.ts";
import { addTallies } from "./tally.ts";
import { assertAsUndisturbed } from "./undisturbed.ts";
import { LOCK_TTL_MS, withTortureWorld } from "./world.ts";

const REQUEST_TIMEOUT_MS = 1_000;
const STOPS_MAX = 3;
const EXIT_CODES: readonly number[] = [0, 1, 4, 5];
/** "lock-lost": no renewal got through in time. */
const EXIT_LOCK = 3;

export const serverStop: Scenario = {
  name: "server-stop",
  nodeCount: 1,
  run(round) {
    const { random } = round;
    const story = generateStory(random, { migrationCount: 4 + Math.floor(random() * 8) });
    const timeouts = { request_timeout: `${REQUEST_TIMEOUT_MS}ms`, connect_timeout: `${REQUEST_TIMEOUT_MS}ms` };
    return withTortureWorld(
      round,
      story,
      async (world) => {
        const run = world.spawn(["migrate", "--json"]);
        let isOver = false;
        void run.ended.then(() => {
          isOver = true;
        });
        const tallies: Tally[] = [];
        let stoppedMs = 0;
        for (let stops = 1 + Math.floor(random() * STOPS_MAX); stops > 0 && !isOver; stops -= 1) {
          await sleep(random() * world.undisturbedMs);
          const ms = drawStop(round);
          await stopServer(round, ms);
          stoppedMs += ms;
          tallies.push(ms < REQUEST_TIMEOUT_MS ? { shortStops: 1 } : { longStops: 1 });
        }
        const ended = await run.ended;
        // A third of the lease may pass before its next renewal.
        const mayLoseLock = stoppedMs >= LOCK_TTL_MS / 2;
        const isAllowed = EXIT_CODES.includes(ended.exitCode) || (mayLoseLock && ended.exitCode === EXIT_LOCK);
        assert.ok(isAllowed, `exit code ${ended.exitCode}:\n${ended.stdout}${ended.stderr}`);
        const how = ended.exitCode === 0 ? "done" : readError(ended).code;
        const finished = await finish(world);
        await assertAsUndisturbed(world);
        return addTallies([...tallies, { [how]: 1 }, { ...finished }]);
      },
      { config: { cassandra: timeouts } },
    );
  },
};

function drawStop({ random }: Round): number {
  return random() < 0.5 ? random() * REQUEST_TIMEOUT_MS : REQUEST_TIMEOUT_MS * (1 + random() * 4);
}

async function stopServer({ server, log }: Round, ms: number): Promise<void> {
  const pids = server.nodes.map(({ pid }) => pid);
  log(`the server stands still for ${ms.toFixed(0)} ms`);
  try {
    for (const pid of pids) process.kill(pid, "SIGSTOP");
    await sleep(ms);
  } finally {
    for (const pid of pids) process.kill(pid, "SIGCONT");
  }
  log("the server goes on");
}
