// A program: kills and cuts off runners on a real PostgreSQL at random, and holds the outcome against undisturbed runs
// (`npm run torture -- --sql`).
import { createHash } from "node:crypto";
import { parseArgs } from "node:util";
import { mulberry } from "../../crash/mulberry.ts";
import { startPostgres } from "../../postgres/start-postgres.ts";
import type { Tally } from "../scenario.ts";
import { addTallies } from "../tally.ts";
import { sqlCrowd } from "./sql-crowd.ts";
import { sqlCut } from "./sql-cut.ts";
import { sqlKill } from "./sql-kill.ts";
import type { SqlRound } from "./sql-world.ts";

const SCENARIOS: Readonly<Record<string, (round: SqlRound) => Promise<Tally>>> = {
  kill: sqlKill,
  crowd: sqlCrowd,
  cut: sqlCut,
};
/** Much of a run is waiting for locks to expire. */
const WORLDS_AT_ONCE: Readonly<Record<string, number>> = { kill: 3, crowd: 1, cut: 3 };

const HELP = `npm run torture -- --sql [options]

  --kills N      until so many runners were killed (300)
  --crowds N     rounds of eight runners at once (50)
  --cuts N       until so many connections were cut (100)
  --seed S       where the random numbers start (by the clock)
  --only NAME --round K   one round again
  --url URL      a PostgreSQL that is there, instead of one that is started
  --help
`;

interface Wanted {
  readonly scenario: string;
  readonly isEnough: (tally: Tally, rounds: number) => boolean;
}

interface Failure {
  readonly scenario: string;
  readonly number: number;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      sql: { type: "boolean" },
      kills: { type: "string", default: "300" },
      crowds: { type: "string", default: "50" },
      cuts: { type: "string", default: "100" },
      seed: { type: "string", default: String(Date.now() % 1_000_000) },
      only: { type: "string" },
      round: { type: "string" },
      url: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return void process.stdout.write(HELP);
  const seed = Number(values.seed);
  const postgres = values.url === undefined ? await startPostgres() : undefined;
  const serverUrl = values.url ?? postgres?.url ?? "";
  const failures: Failure[] = [];
  console.log(`seed ${seed}`);

  async function play(scenario: string, number: number): Promise<Tally> {
    const hash = createHash("sha256").update(`${seed} ${scenario} ${number}`).digest();
    const log: string[] = [];
    const startedMs = performance.now();
    const write = (text: string): void => {
      log.push(`${((performance.now() - startedMs) / 1_000).toFixed(3).padStart(8)} s  ${text}`);
    };
    try {
      const tally = await SCENARIOS[scenario]?.({ serverUrl, random: mulberry(hash.readUInt32LE()), log: write });
      console.log(`${scenario} ${number}: ${describe(tally ?? {})}`);
      return tally ?? {};
    } catch (error) {
      failures.push({ scenario, number });
      console.log(`${scenario} ${number}: FAILED\n${log.join("\n")}\n`, error);
      return {};
    }
  }

  async function playUntil({ scenario, isEnough }: Wanted): Promise<void> {
    const startedMs = performance.now();
    let tally: Tally = {};
    let rounds = 0;
    const playOne = async (): Promise<void> => {
      while (!isEnough(tally, rounds)) {
        rounds += 1;
        const played = await play(scenario, rounds);
        tally = addTallies([tally, played]);
      }
    };
    await Promise.all(Array.from({ length: WORLDS_AT_ONCE[scenario] ?? 1 }, playOne));
    const seconds = (performance.now() - startedMs) / 1_000;
    console.log(`= ${scenario}: ${rounds} rounds in ${seconds.toFixed(0)} s: ${describe(tally)}`);
  }

  try {
    if (values.only !== undefined && values.round !== undefined) await play(values.only, Number(values.round));
    else {
      const wanted: readonly Wanted[] = [
        { scenario: "kill", isEnough: ({ kills = 0 }) => kills >= Number(values.kills) },
        { scenario: "crowd", isEnough: (_tally, rounds) => rounds >= Number(values.crowds) },
        { scenario: "cut", isEnough: ({ cuts = 0 }) => cuts >= Number(values.cuts) },
      ];
      for (const each of wanted.filter(({ scenario }) => (values.only ?? scenario) === scenario)) await playUntil(each);
    }
  } finally {
    await postgres?.stop();
  }
  console.log(failures.length === 0 ? "nothing failed" : `${failures.length} rounds failed:`);
  for (const { scenario, number } of failures) {
    console.log(`  npm run torture -- --sql --seed ${seed} --only ${scenario} --round ${number}`);
  }
  if (failures.length > 0) process.exitCode = 1;
}

function describe(tally: Tally): string {
  return Object.entries(tally)
    .map(([name, count]) => `${name} ${count}`)
    .join(", ");
}

await main();
