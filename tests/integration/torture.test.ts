// Goal: nothing is lost and nothing is done twice, whatever becomes of runners and of the server.
// Method: a few rounds of each scenario that one node is enough for; `npm run torture` goes on for as long as it is told.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { startCassandra } from "../../src/sandbox/start-cassandra.ts";
import { playRound } from "../torture/play-round.ts";
import { SCENARIOS } from "../torture/scenarios.ts";
import { withServer } from "./cassandra/server.ts";

const SEED = 1;
const ROUNDS: Readonly<Record<string, number>> = { kill: 1, crowd: 1, pause: 1, "server-stop": 1 };

// Where there is a server for the other tests, there can be one that stands still without disturbing them.
withServer("tortured runs", () => {
  let sandbox: Promise<Sandbox> | undefined;
  after(async () => (await sandbox)?.stop());

  for (const scenario of SCENARIOS.filter(({ name }) => name in ROUNDS)) {
    for (let number = 1; number <= (ROUNDS[scenario.name] ?? 0); number += 1) {
      test(`${scenario.name}, round ${number}: the world is as if nothing had happened`, async () => {
        sandbox ??= startCassandra();
        const { failure } = await playRound(scenario, await sandbox, SEED, number);
        if (failure !== undefined) assert.fail(`${failure.error}\n${failure.log.join("\n")}`);
      });
    }
  }
});
