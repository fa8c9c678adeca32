// Eight runners at once on a database without a history: each migration is applied once, by one of them, and none fails.
import assert from "node:assert/strict";
import { documentOf } from "../../cli/cli.ts";
import type { Tally } from "../scenario.ts";
import { generateSqlStory } from "./sql-story.ts";
import { assertAsReference, type SqlRound, withSqlWorld } from "./sql-world.ts";

const RUNNER_COUNT = 8;

export function sqlCrowd(round: SqlRound): Promise<Tally> {
  const story = generateSqlStory(round.random, 3 + Math.floor(round.random() * 4));
  return withSqlWorld(round, story, async (world) => {
    const runs = Array.from({ length: RUNNER_COUNT }, () => world.spawn(["migrate", "--json"]));
    const applied: string[] = [];
    for (const run of runs) {
      const ended = await run.ended;
      assert.equal(ended.exitCode, 0, `a runner failed:\n${ended.stdout}${ended.stderr}`);
      const document = documentOf(ended) as { readonly applied: readonly { readonly version: string }[] };
      applied.push(...document.applied.map(({ version }) => version));
    }
    assert.deepEqual([...new Set(applied)], applied, "no two say that they applied the same");
    assert.equal(applied.length, story.migrationCount);
    await assertAsReference(world);
    return { runners: RUNNER_COUNT };
  });
}
