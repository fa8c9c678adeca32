// Goal: whatever call of a run fails while its runner lives, the run ends with a clear error or not at all, and the next one
// makes the world as if nothing had happened.
// Method: each call of the ports fails in turn, once or from then on, with its effect and without; statements get no answer.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { MemoryDatabase } from "../../src/adapters/memory/memory-database.ts";
import { memoryRunner } from "../../src/testing/memory-runner.ts";
import type { PortCall } from "./dying-target.ts";
import {
  assertAsUndisturbed,
  assertMayEndSo,
  type Command,
  freshDatabase,
  migratedDatabase,
  runCommand,
  takeUp,
} from "./story.ts";
import { type Stumble, stumbling } from "./stumbling-target.ts";

const CALLS_MAX = 400;

const WORLDS: Readonly<Record<Command, () => Promise<MemoryDatabase>>> = {
  migrate: async () => freshDatabase(),
  rollback: migratedDatabase,
};

interface Ends {
  /** Runs that stumbled. */
  readonly stumbles: number;
  /** Of them, those that came to their end all the same. */
  readonly finished: number;
}

/** Stumbles at each call in turn, as long as there is one. */
async function stumbleEverywhere(command: Command, stumble: Omit<Stumble, "call">): Promise<Ends> {
  const undisturbed = await WORLDS[command]();
  await runCommand(command, memoryRunner(undisturbed));
  let finished = 0;
  for (let call = 1; call < CALLS_MAX; call += 1) {
    const database = await WORLDS[command]();
    const { wrap, hasStumbled } = stumbling({ ...stumble, call }, database.clock);
    const end = await runCommand(command, memoryRunner(database, { name: "victim", wrap })).then(
      () => undefined,
      (error: unknown) => error ?? "nothing",
    );
    if (end === undefined) finished += 1;
    else assertMayEndSo(end, command);
    await takeUp(command, database);
    await assertAsUndisturbed(database, undisturbed, "any");
    if (!hasStumbled()) return { stumbles: call - 1, finished: finished - 1 };
  }
  return assert.fail(`more than ${CALLS_MAX} calls`);
}

const is =
  (...wanted: readonly PortCall[]) =>
  (call: PortCall): boolean =>
    wanted.includes(call);

for (const command of ["migrate", "rollback"] as const) {
  test(`${command} finds out by itself what became of a statement without an answer, unless it is data that counts`, async () => {
    for (const when of ["before", "after", "later"] as const) {
      const { stumbles, finished } = await stumbleEverywhere(command, { when, lasts: "once", concerns: is("execute") });
      assert.ok(stumbles >= 15, `${stumbles} statements`);
      const asked = stumbles - finished;
      assert.equal(asked, command === "migrate" ? 4 : 3, `${when}: a person was asked ${asked} times`);
    }
  });

  test(`${command} that gets no more answers to statements is taken up once there are some`, async () => {
    for (const when of ["before", "after"] as const) {
      const { stumbles } = await stumbleEverywhere(command, { when, lasts: "on", concerns: is("execute") });
      assert.ok(stumbles >= 15, `${stumbles} statements`);
    }
  });

  test(`${command} goes on after the nodes did not agree, at any wait for it`, async () => {
    for (const lasts of ["once", "on"] as const) {
      const concerns = is("awaitAgreement");
      const { stumbles, finished } = await stumbleEverywhere(command, { when: "before", lasts, concerns });
      assert.ok(stumbles >= 10, `${stumbles} waits`);
      assert.equal(finished, 0, "none goes on without agreement");
    }
  });

  test(`${command} goes on after a read or a write of the history, or a look at the schema, failed`, async () => {
    const concerns = (call: PortCall): boolean => call !== "execute" && call !== "awaitAgreement";
    for (const stumble of [
      { when: "before", lasts: "once" },
      { when: "after", lasts: "once" },
      { when: "before", lasts: "on" },
    ] as const) {
      const { stumbles } = await stumbleEverywhere(command, { ...stumble, concerns });
      assert.ok(stumbles >= 20, `${stumbles} calls`);
    }
  });
}
