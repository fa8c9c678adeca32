// Goal: the parser takes what Cassandra 5.0 takes, and refuses what it refuses.
// Method: put a corpus of statements and seeded damage to it to Cassandra's own parser, in a Java process, and to ours.
// ORACLE_SEED and ORACLE_MUTATIONS change what is tried; `node scripts/oracle.mjs` hunts for longer.
import assert from "node:assert/strict";
import { test } from "node:test";
import { hunt, renderCounts, renderDisagreement } from "./hunt.ts";
import { REFUSED, TAKEN } from "./odd-statements.ts";
import { capabilitiesOf, judgeOurs } from "./our-verdict.ts";
import { withOracle } from "./with-oracle.ts";

const VERSION = "5.0.8";
const takeOracle = withOracle(VERSION);
const CORPUS_COUNT = 3_000;
const SEED = Number(process.env.ORACLE_SEED ?? 1);
const MUTATION_COUNT = Number(process.env.ORACLE_MUTATIONS ?? 20_000);

test(`Cassandra ${VERSION} and the parser here agree on a corpus and on damage to it`, async (context) => {
  const oracle = takeOracle(context);
  if (oracle === undefined) return;
  const options = { seed: SEED, corpusCount: CORPUS_COUNT, mutationCount: MUTATION_COUNT, shrunkMax: 20 };
  const { corpus, mutations, untaken, disagreementCount, disagreements } = await hunt(oracle, options);
  context.diagnostic(`seed ${SEED}`);
  context.diagnostic(`corpus: ${renderCounts(corpus)}`);
  context.diagnostic(`mutations: ${renderCounts(mutations)}`);
  assert.equal(disagreementCount, 0, `disagreements:\n${disagreements.map(renderDisagreement).join("\n")}`);
  // Both verdicts are to be seen often, or nothing was shown.
  assert.ok(corpus.accepted > 0.98 * CORPUS_COUNT, `the server takes ${corpus.accepted} of the corpus`);
  assert.ok(mutations.accepted > 0.1 * MUTATION_COUNT, `the server takes ${mutations.accepted} mutations`);
  assert.ok(mutations.refused > 0.5 * MUTATION_COUNT, `the server refuses ${mutations.refused} mutations`);
  if (SEED === 1) assert.deepEqual(untaken, [], "every alternative of every rule stands in the corpus");
});

test("of the statements written by hand Cassandra takes one half and refuses the other", async (context) => {
  const oracle = takeOracle(context);
  if (oracle === undefined) return;
  const verdicts = await oracle.judge([...TAKEN, ...REFUSED].map((text) => `${text}\n`));
  const taken = verdicts.slice(0, TAKEN.length);
  const refused = verdicts.slice(TAKEN.length);
  assert.deepEqual(
    TAKEN.filter((_, index) => taken[index]?.kind !== "accepted"),
    [],
  );
  assert.deepEqual(
    REFUSED.filter((_, index) => !["refused", "crashed"].includes(refused[index]?.kind ?? "")),
    [],
  );
});

test("deep nesting breaks the parser of a server, and is a diagnostic here", async (context) => {
  const depth = 10_000;
  const texts = [
    `INSERT INTO t (a) VALUES (${"[".repeat(depth)}1${"]".repeat(depth)})`,
    `SELECT ${"(".repeat(depth)}a${")".repeat(depth)} FROM t`,
    `CREATE TABLE t (a ${"list<".repeat(depth)}int${">".repeat(depth)} PRIMARY KEY)`,
    `SELECT * FROM t WHERE ${"(".repeat(depth)}a = 1${")".repeat(depth)}`,
  ];
  const capabilities = capabilitiesOf(VERSION);
  for (const text of texts) assert.match(judgeOurs(text, capabilities).message, /nested more than \d+ deep/);
  const oracle = takeOracle(context);
  if (oracle === undefined) return;
  const verdicts = await oracle.judge(texts);
  for (const { message } of verdicts) assert.match(message, /^StackOverflowError/);
});
