// A program: disturbs runs and servers at random, for as long as it is told, and holds the outcome against undisturbed runs
// (`npm run torture`).
import { parseArgs } from "node:util";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { startCassandra } from "../../src/sandbox/start-cassandra.ts";
import { startCluster } from "./cluster.ts";
import { type PlayedRound, playRound } from "./play-round.ts";
import type { Scenario, Tally } from "./scenario.ts";
import { SCENARIOS } from "./scenarios.ts";
import { addTallies } from "./tally.ts";

/** A server slows down with the number of its tables, those that were dropped included. */
const ROUNDS_A_SERVER = 40;
const DEFAULT_VERSION = "5.0";
const EXIT_INTERRUPTED = 130;

const HELP = `npm run torture -- [options]

  --minutes N          how long, shared evenly among the scenarios (10)
  --seed S             where the random numbers start (by the clock)
  --only NAME[,NAME]   these scenarios alone
  --round K            this round alone, of the one scenario that --only names
  --cassandra VERSION  a release or line of Cassandra (${DEFAULT_VERSION})
  --list               the scenarios
  --help

Each round's numbers come from the seed, the name of its scenario and its own number. The moments at which processes meet do
not: a replay does the same again, and may have to be repeated until it shows the same.
`;

interface Request {
  readonly minutes: number;
  readonly seed: number;
  readonly scenarios: readonly Scenario[];
  readonly onlyRound: number | undefined;
  readonly version: string;
}

/** Servers that are started when they are first asked for. */
interface ServerKeeper {
  get(): Promise<Sandbox>;
  stop(): Promise<void>;
}

function readRequest(): Request | undefined {
  const { values } = parseArgs({
    options: {
      minutes: { type: "string", default: "10" },
      seed: { type: "string", default: String(Date.now() % 1_000_000) },
      only: { type: "string" },
      round: { type: "string" },
      cassandra: { type: "string", default: DEFAULT_VERSION },
      list: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) process.stdout.write(HELP);
  if (values.list) {
    for (const { name, nodeCount } of SCENARIOS)
      console.log(`${name.padEnd(16)} ${nodeCount} node${nodeCount > 1 ? "s" : ""}`);
  }
  if (values.help || values.list) return undefined;
  const scenarios = values.only === undefined ? SCENARIOS : values.only.split(",").map(scenarioOf);
  if (values.round !== undefined && scenarios.length !== 1) throw new Error("--round needs --only with one scenario");
  return {
    minutes: numberOf("--minutes", values.minutes),
    seed: numberOf("--seed", values.seed),
    scenarios,
    onlyRound: values.round === undefined ? undefined : numberOf("--round", values.round),
    version: values.cassandra,
  };
}

function scenarioOf(name: string): Scenario {
  const found = SCENARIOS.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no scenario "${name}"; --list shows them`);
  return found;
}

function numberOf(flag: string, text: string): number {
  const number = Number(text);
  if (text === "" || !(number >= 0)) throw new Error(`${flag} takes a number, not "${text}"`);
  return number;
}

function keepServer(start: () => Promise<Sandbox>): ServerKeeper {
  let server: Promise<Sandbox> | undefined;
  return {
    get() {
      server ??= start();
      return server;
    },
    async stop() {
      const stopping = server;
      server = undefined;
      await (await stopping)?.stop();
    },
  };
}

/** Plays scenarios on one kind of server for their share of the time: always the one that had least of it. */
async function playAll(
  { seed, onlyRound }: Request,
  scenarios: readonly Scenario[],
  server: ServerKeeper,
  shareMs: number,
  { onPlayed, signal }: { readonly onPlayed: (played: PlayedRound) => void; readonly signal: AbortSignal },
): Promise<void> {
  const spent = new Map(scenarios.map((scenario) => [scenario, { ms: 0, rounds: 0 }]));
  for (let rounds = 1; ; rounds += 1) {
    const [next] = [...spent].toSorted(([, one], [, other]) => one.ms - other.ms);
    if (next === undefined) return;
    const [scenario, so] = next;
    if (so.ms >= shareMs && so.rounds > 0) return;
    const place = await server.get();
    const played = await playRound(scenario, place, seed, onlyRound ?? so.rounds + 1);
    // Its servers were stopped in the middle.
    if (signal.aborted) return;
    spent.set(scenario, { ms: so.ms + played.ms, rounds: so.rounds + 1 });
    onPlayed(played);
    if (onlyRound !== undefined) return;
    // After a failure nobody knows what state it is in.
    if (rounds % ROUNDS_A_SERVER === 0 || played.failure !== undefined) await server.stop();
  }
}

function printRound(request: Request, played: PlayedRound): void {
  const { scenario, number, ms, tally, failure } = played;
  const outcome = failure === undefined ? describeTally(tally) : "FAILED";
  console.log(`${scenario} ${number} (${(ms / 1_000).toFixed(1)} s): ${outcome}`);
  if (failure === undefined) return;
  for (const line of failure.log) console.log(`  ${line}`);
  console.log(failure.error);
  console.log(`again: ${replayCommand(request, played)}`);
}

function describeTally(tally: Tally): string {
  const figures = Object.entries(tally).filter(([, count]) => count > 0);
  return figures.map(([name, count]) => `${name} ${count}`).join(", ");
}

function replayCommand({ seed, version }: Request, { scenario, number }: PlayedRound): string {
  const server = version === DEFAULT_VERSION ? "" : ` --cassandra ${version}`;
  return `npm run torture -- --seed ${seed} --only ${scenario} --round ${number}${server}`;
}

function printTable(request: Request, played: readonly PlayedRound[]): void {
  console.log(`\nseed ${request.seed}`);
  for (const { name } of request.scenarios) {
    const rounds = played.filter(({ scenario }) => scenario === name);
    const seconds = rounds.reduce((sum, { ms }) => sum + ms, 0) / 1_000;
    const figures = describeTally(addTallies(rounds.map(({ tally }) => tally)));
    console.log(`  ${name.padEnd(16)} ${rounds.length} rounds in ${seconds.toFixed(0)} s: ${figures}`);
  }
  const failed = played.filter(({ failure }) => failure !== undefined);
  console.log(failed.length === 0 ? "nothing failed" : `${failed.length} rounds failed:`);
  for (const round of failed) console.log(`  ${replayCommand(request, round)}`);
}

async function main(request: Request): Promise<void> {
  const { scenarios, minutes, seed, version } = request;
  const played: PlayedRound[] = [];
  const single = keepServer(() => startCassandra({ version, fastDdl: true }));
  const cluster = keepServer(() => startCluster({ version }));
  const interrupt = new AbortController();
  process.once("SIGINT", () => {
    interrupt.abort();
    printTable(request, played);
    void Promise.allSettled([single.stop(), cluster.stop()]).then(() => process.exit(EXIT_INTERRUPTED));
  });
  console.log(`seed ${seed}, Cassandra ${version}, ${minutes} minutes`);
  const onPlayed = (round: PlayedRound): void => {
    played.push(round);
    printRound(request, round);
  };
  const shareMs = (minutes * 60_000) / scenarios.length;
  try {
    for (const [nodeCount, server] of [
      [1, single],
      [3, cluster],
    ] as const) {
      const suitable = scenarios.filter((scenario) => scenario.nodeCount === nodeCount);
      if (interrupt.signal.aborted) return;
      await playAll(request, suitable, server, shareMs, { onPlayed, signal: interrupt.signal });
      // One kind after the other: they would take the machine from each other.
      await server.stop();
    }
  } finally {
    await Promise.allSettled([single.stop(), cluster.stop()]);
  }
  printTable(request, played);
  if (played.some(({ failure }) => failure !== undefined)) process.exitCode = 1;
}

try {
  const request = readRequest();
  if (request !== undefined) await main(request);
} catch (error) {
  console.error(`error: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 2;
}
