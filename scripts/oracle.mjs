// `node scripts/oracle.mjs --mutations N --seed S --cassandra V --corpus N --shrink N`: a longer hunt for texts on which
// the parser here and Cassandra's own disagree. Ends with 1 when there are any. `--no-build` takes what is in build/.
import { parseArgs } from "node:util";
import { buildTests } from "./build-tests.mjs";

const { values } = parseArgs({
  options: {
    mutations: { type: "string", default: "200000" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    cassandra: { type: "string", default: "5.0.8" },
    corpus: { type: "string", default: "3000" },
    shrink: { type: "string", default: "40" },
    "no-build": { type: "boolean", default: false },
    build: { type: "string", default: "../build" },
  },
});
if (!values["no-build"]) buildTests();
const { hunt, renderCounts, renderDisagreement } = await import(`${values.build}/tests/oracle/hunt.js`);
const { startOracle } = await import(`${values.build}/tests/oracle/server-oracle.js`);

const oracle = await startOracle(values.cassandra);
try {
  const result = await hunt(oracle, {
    seed: Number(values.seed),
    corpusCount: Number(values.corpus),
    mutationCount: Number(values.mutations),
    shrunkMax: Number(values.shrink),
  });
  for (const each of result.disagreements) console.log(renderDisagreement(each));
  console.log(`Cassandra ${values.cassandra}, seed ${values.seed}`);
  console.log(`corpus:    ${renderCounts(result.corpus)}; parts of the grammar not used: ${result.untaken.length}`);
  console.log(`mutations: ${renderCounts(result.mutations)}`);
  console.log(`disagreements: ${result.disagreementCount}`);
  if (result.disagreementCount > 0) process.exitCode = 1;
} finally {
  oracle.close();
}
