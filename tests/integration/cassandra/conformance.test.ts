// Goal: the simulator says what a real server says, of statements and of what they leave behind.
// Method: random sequences of DDL from one seed, about half of them refused; `npm run conformance` runs many more.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { type ConformanceCounts, type FoundDisagreement, runConformance } from "../../conformance/conformance.ts";
import type { Side } from "../../conformance/sequence.ts";
import { capabilitiesOf } from "../../conformance/server-session.ts";
import { type TestServer, withServer } from "./server.ts";

const SEED = 1;
const STATEMENTS = 400;

withServer("the simulator and a real server", (server) => {
  test("the simulator agrees with a real server on random statements and the schemas they leave", async (t) => {
    const side = await sideOf(server);
    const found: FoundDisagreement[] = [];
    const counts = await runConformance(async () => side, {
      seed: SEED,
      statements: STATEMENTS,
      disagreementsMax: 1,
      shrinkTriesMax: 60,
      onDisagreement: (disagreement) => found.push(disagreement),
    });
    t.diagnostic(summaryOf(counts));
    const [first] = found;
    if (first !== undefined) assert.fail(reportOf(first));
    const share = counts.refused / counts.statements;
    assert.ok(share > 0.35 && share < 0.65, `about half of the statements are refused: ${summaryOf(counts)}`);
  });
});

/** Names of keyspaces that no other run on this server has. */
async function sideOf({ host, port }: TestServer): Promise<Side> {
  const place = { contactPoint: host, port };
  const prefix = `c${randomUUID().slice(0, 8)}`;
  let count = 0;
  return {
    place,
    capabilities: await capabilitiesOf(place),
    newPrefix: () => `${prefix}_${++count}`,
    isThrowaway: false,
  };
}

function summaryOf({ statements, sequences, accepted, refused, kinds }: ConformanceCounts): string {
  return `seed ${SEED}: ${statements} statements of ${kinds.size} kinds in ${sequences} sequences, ${accepted} accepted, ${refused} refused`;
}

function reportOf({ kind, seed, texts, report }: FoundDisagreement): string {
  return `the ${kind} differs (seed ${seed}):\n${texts.map((text) => `  ${text};`).join("\n")}\n${report}`;
}
