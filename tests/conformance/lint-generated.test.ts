// Goal: lint calls refused, in migration files, what the simulator refuses in the same statements one by one: its own
// knowledge of what the files make, and of what they cannot know, takes nothing away and adds nothing.
// Method: the sequences of the conformance run, with the simulator in the place of the server.
import assert from "node:assert/strict";
import { test } from "node:test";
import { capabilitiesFor } from "../../src/cql/capabilities.ts";
import { CASSANDRA_RELEASES } from "../../src/cql/cassandra-release.ts";
import { emptySchema } from "../../src/cql/schema/schema.ts";
import { compareLinted } from "./compare-linted.ts";
import { chanceOf } from "./generate/chance.ts";
import { generateStatement } from "./generate/generate.ts";
import type { Step } from "./sequence.ts";
import { simulateText } from "./simulate-text.ts";

const SEED_COUNT = Number(process.env.RUNS ?? 60);
const LENGTH = 40;
const SETTINGS = { datacenters: ["datacenter1"], triggerClasses: [], transientReplication: false };

for (const release of CASSANDRA_RELEASES) {
  test(`lint says of generated files what is refused, and nothing else, on ${release}`, () => {
    const capabilities = capabilitiesFor("cassandra", release, SETTINGS);
    let refusedCount = 0;
    for (let seed = 1; seed <= SEED_COUNT; seed++) {
      const chance = chanceOf(seed);
      const steps: Step[] = [];
      let schema = emptySchema();
      for (let index = 0; index < LENGTH; index++) {
        const text = generateStatement({ chance, schema, capabilities }, index);
        const simulated = simulateText(schema, text, capabilities);
        steps.push({ text, isAccepted: simulated.message === undefined });
        schema = simulated.schema;
      }
      assert.deepEqual(compareLinted(steps, capabilities), [], `seed ${seed}`);
      refusedCount += steps.filter(({ isAccepted }) => !isAccepted).length;
    }
    const share = refusedCount / (SEED_COUNT * LENGTH);
    assert.ok(share > 0.35 && share < 0.65, `about half is refused: ${share}`);
  });
}
