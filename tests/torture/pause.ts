// A runner stands still past its lease while another one finishes; when it goes on it does nothing more, and says why.
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { documentOf } from "../cli/cli.ts";
import { awaitWork } from "./at-work.ts";
import { finish } from "./finish.ts";
import { readError } from "./read-error.ts";
import type { Scenario } from "./scenario.ts";
import { generateStory } from "./story.ts";
import { addTallies } from "./tally.ts";
import { assertAsUndisturbed } from "./undisturbed.ts";
import { withTortureWorld } from "./world.ts";

/** Of a whole run: the rest is its start and its end. */
const WORK_SHARE = 0.6;

export const pause: Scenario = {
  name: "pause",
  nodeCount: 1,
  run(round) {
    const { random, log } = round;
    const story = generateStory(random, { migrationCount: 8 + Math.floor(random() * 8) });
    return withTortureWorld(round, story, async (world) => {
      const paused = world.spawn(["migrate", "--json"]);
      try {
        await awaitWork(world, [paused]);
        await sleep(random() * world.undisturbedMs * WORK_SHARE);
        paused.child.kill("SIGSTOP");
        log(`process ${paused.child.pid} stands still`);
        const finished = await finish(world);
        await assertAsUndisturbed(world);
        paused.child.kill("SIGCONT");
        log("it goes on");
        const ended = await paused.ended;
        if (ended.exitCode === 0) {
          const { applied } = documentOf(ended) as { readonly applied: readonly unknown[] };
          // It was stopped before it had the lock, or after its last write.
          const all = Object.keys(story.files).length;
          assert.ok(applied.length === 0 || applied.length === all, `${applied.length} of ${all} applied`);
          await assertAsUndisturbed(world);
          return addTallies([{ pauses: 1, endedDone: 1 }, { ...finished }]);
        }
        assert.equal(ended.exitCode, 3, `${ended.stdout}${ended.stderr}`);
        assert.equal(readError(ended).code, "lock-lost");
        await assertAsUndisturbed(world);
        return addTallies([{ pauses: 1, endedLockLost: 1 }, { ...finished }]);
      } finally {
        // One that stands still would not even end by SIGTERM.
        paused.child.kill("SIGKILL");
        await paused.ended;
      }
    });
  },
};
