// A program: random DDL on a real server of one version against the simulator (`npm run conformance`).
//
// --cassandra V    a release or line of Cassandra, for a sandbox of its own (5.0)
// --java PATH      a Java for it, where none of the machine fits
// --statements N   how many, in all sequences together (5000)
// --seed S         where to start; each sequence has the next seed (by the clock)
// --disagreements N   how many end the run (20)
import { parseArgs } from "node:util";
import { startCassandra } from "../../src/sandbox/start-cassandra.ts";
import { type ConformanceCounts, type FoundDisagreement, runConformance } from "./conformance.ts";
import type { Side } from "./sequence.ts";
import { capabilitiesOf } from "./server-session.ts";

/** A server slows down with the number of its tables, those that were dropped included; a new one takes seconds. */
const STATEMENTS_A_SERVER = 1_200;
const PROGRESS_MS = 5_000;

const { values } = parseArgs({
  options: {
    cassandra: { type: "string", default: "5.0" },
    java: { type: "string" },
    statements: { type: "string", default: "5000" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    disagreements: { type: "string", default: "20" },
  },
});

interface RunningSide extends Side {
  readonly version: string;
  stop(): Promise<void>;
}

async function startSide(): Promise<RunningSide> {
  const sandbox = await startCassandra({ version: values.cassandra, java: values.java, jvmHeap: "1g" });
  let count = 0;
  return {
    place: sandbox,
    version: sandbox.version,
    capabilities: await capabilitiesOf(sandbox),
    newPrefix: () => `c${++count}`,
    isThrowaway: true,
    stop: () => sandbox.stop(),
  };
}

async function main(): Promise<void> {
  const seed = Number(values.seed);
  const statements = Number(values.statements);
  const startedMs = performance.now();
  let side = await startSide();
  let startedAt = 0;
  let progressMs = 0;
  let done = 0;
  console.log(`Cassandra ${side.version}, seed ${seed}, ${statements} statements`);
  try {
    const freshSide = async (): Promise<Side> => {
      if (done - startedAt < STATEMENTS_A_SERVER) return side;
      await side.stop();
      side = await startSide();
      startedAt = done;
      return side;
    };
    const counts = await runConformance(freshSide, {
      seed,
      statements,
      disagreementsMax: Number(values.disagreements),
      shrinkTriesMax: 120,
      onDisagreement: printDisagreement,
      onProgress: (so) => {
        done = so.statements;
        if (performance.now() - progressMs < PROGRESS_MS) return;
        progressMs = performance.now();
        console.log(`${so.statements} statements, ${so.disagreements} disagreements`);
      },
    });
    printCounts(counts, (performance.now() - startedMs) / 1_000);
    process.exitCode = counts.disagreements === 0 ? 0 : 1;
  } finally {
    await side.stop();
  }
}

function printDisagreement({ kind, seed, texts, report }: FoundDisagreement): void {
  console.log(`\ndisagreement (${kind}), --seed ${seed}:`);
  for (const text of texts) console.log(`  ${text};`);
  console.log(`${report}\n`);
}

function printCounts(counts: ConformanceCounts, seconds: number): void {
  const { statements, sequences, accepted, refused, disagreements } = counts;
  for (const [kind, count] of [...counts.kinds].sort(([one], [other]) => (one < other ? -1 : 1))) {
    console.log(
      `  ${kind.padEnd(28)} ${String(count.accepted).padStart(6)} accepted ${String(count.refused).padStart(6)} refused`,
    );
  }
  console.log(
    `Cassandra ${values.cassandra}, seed ${values.seed}: ${statements} statements in ${sequences} sequences, ` +
      `${accepted} accepted, ${refused} refused, ${disagreements} disagreements, ${seconds.toFixed(0)} s`,
  );
}

await main();
