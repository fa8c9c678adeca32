// Goal: a reviewed plan that was cut off anywhere goes on to its end by the same plan.
// Method: die before and after every call of the ports in turn, then give the plan to the next run on what survived, and compare.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { ReviewedPlan } from "../../src/engine/plan-document.ts";
import { reviewInMemory } from "../../src/testing/memory-review.ts";
import { memoryRunner } from "../../src/testing/memory-runner.ts";
import { mortality } from "./dying-target.ts";
import { assertAsUndisturbed, freshDatabase, MIGRATIONS, migratedDatabase, runCommand, takeUp } from "./story.ts";

const CALLS_MAX = 400;

async function review(): Promise<ReviewedPlan> {
  const { context, planOptions } = memoryRunner(freshDatabase());
  return reviewInMemory(context, { ...planOptions, migrations: MIGRATIONS });
}

for (const when of ["before", "after"] as const) {
  test(`a reviewed plan whose run dies ${when} any call is carried out to its end by the next`, async () => {
    const undisturbed = await migratedDatabase();
    const reviewed = await review();
    let call = 0;
    for (let hasDied = true; hasDied; ) {
      call += 1;
      const database = freshDatabase();
      const { wrap, isDead } = mortality({ call, when });
      await runCommand("migrate", memoryRunner(database, { name: "victim", wrap }), reviewed).catch(
        (error: unknown) => {
          if (!isDead()) throw error;
        },
      );
      hasDied = isDead();
      await takeUp("migrate", database, { reviewed });
      await assertAsUndisturbed(database, undisturbed);
    }
    assert.ok(call > 45 && call < CALLS_MAX, `${call} calls`);
  });
}
