// A program: random models on a real keyspace (`npm run models-hunt`).
//
// --cassandra V   a release or line of Cassandra, for a sandbox of its own (5.0)
// --java PATH     a Java for it, where none of the machine fits
// --count N       how many seeds (200)
// --seed S        the first; each has the next (by the clock)
// --failures N    how many end the run (5)
import { parseArgs } from "node:util";
import { startCassandra } from "../../src/sandbox/start-cassandra.ts";
import { capabilitiesOf } from "../conformance/server-session.ts";
import { type HuntDeed, type HuntSide, huntSeed } from "./hunt.ts";

/** A server slows down with the number of its tables, those that were dropped included; a new one takes seconds. */
const SEEDS_A_SERVER = 25;

const { values } = parseArgs({
  options: {
    cassandra: { type: "string", default: "5.0" },
    java: { type: "string" },
    count: { type: "string", default: "200" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    failures: { type: "string", default: "5" },
  },
});

interface RunningServer extends Pick<HuntSide, "place" | "capabilities"> {
  readonly version: string;
  stop(): Promise<void>;
}

async function startServer(): Promise<RunningServer> {
  const place = await startCassandra({ version: values.cassandra, java: values.java, jvmHeap: "1g" });
  return { place, version: place.version, capabilities: await capabilitiesOf(place), stop: () => place.stop() };
}

async function main(): Promise<void> {
  const first = Number(values.seed);
  const count = Number(values.count);
  const deeds = new Map<HuntDeed, number>();
  let failureCount = 0;
  let seedCount = 0;
  let server = await startServer();
  console.log(`Cassandra ${server.version}, ${count} seeds from ${first}`);
  try {
    while (seedCount < count && failureCount < Number(values.failures)) {
      if (seedCount > 0 && seedCount % SEEDS_A_SERVER === 0) {
        await server.stop();
        server = await startServer();
      }
      const seed = first + seedCount++;
      const { done, failure } = await huntSeed(seed, { ...server, keyspace: `hunt_${seedCount}` });
      for (const deed of done) deeds.set(deed, (deeds.get(deed) ?? 0) + 1);
      if (failure !== undefined) {
        failureCount++;
        console.log(`\n--seed ${seed}: ${failure}\n`);
      }
      if (seedCount % 10 === 0) console.log(`${seedCount} seeds, ${failureCount} failed`);
    }
  } finally {
    await server.stop();
  }
  for (const [deed, times] of [...deeds].sort(([one], [two]) => (one < two ? -1 : 1))) {
    console.log(`  ${deed.padEnd(16)} ${String(times).padStart(5)}`);
  }
  console.log(`Cassandra ${server.version}: ${seedCount} seeds from ${first}, ${failureCount} failed`);
  process.exitCode = failureCount === 0 ? 0 : 1;
}

await main();
