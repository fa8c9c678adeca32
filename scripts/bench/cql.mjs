// `npm run bench`, the part about CQL without a server: how fast statements are parsed and simulated, and that the time
// grows with the text and not faster. Cassandra's own parser is timed in turn with the one here, on the same statements,
// one at a time and both warm. `node scripts/bench/cql.mjs` runs this part alone.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { buildTests } from "../build-tests.mjs";
import { makeDdl } from "./ddl-corpus.mjs";
import { median } from "./pairs.mjs";

const CASSANDRA = "5.0.8";
/** As sandboxes run, which start fast and optimise little; and with all that the machine can do. */
const JAVAS = [
  { name: "C1 alone", flags: ["-XX:TieredStopAtLevel=1"] },
  { name: "C2 too", flags: [] },
];
const WARM_MS = 5_000;
/** Short enough that some rounds run to their end undisturbed. */
const STATEMENTS_PER_ROUND = 1_200;
const SIMULATED = 10_000;
const DEPTH = 10_000;

/** Prints each figure with its goal; returns them as rows for a table. `built` is where the compiled tests are. */
export async function benchCql({ rounds, built = "../../build" }) {
  const { parse } = await import(`${built}/src/cql/parser/parse.js`);
  const rows = [
    ...(await benchParse(parse, built, rounds * 10)),
    await benchSimulate(parse, built, rounds),
    benchLength(parse, Math.max(3, Math.round(rounds / 3))),
    benchNesting(parse, rounds),
  ];
  for (const { bench, figure, goal } of rows) console.log(`${bench}: ${figure}${goal === "" ? "" : `, goal ${goal}`}`);
  return rows;
}

async function benchParse(parse, built, rounds) {
  const texts = makeDdl(STATEMENTS_PER_ROUND).map(ownString);
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  const ours = () => {
    const start = performance.now();
    for (const text of texts) parse(text);
    return performance.now() - start;
  };
  const rate = (ms) => (bytes / 1e3 / ms).toFixed(1);
  const shown = (times) => `${rate(median(times))} MB/s (best ${rate(Math.min(...times))})`;
  const rows = [];
  for (const { name, flags } of JAVAS) {
    const bench = `parse DDL / Cassandra's own parser, ${name}`;
    const oracle = await startCassandraParser(built, texts, flags);
    if (oracle.missing !== undefined) {
      rows.push({ bench, figure: `not measured: ${oracle.missing}`, goal: ">= 4" });
      continue;
    }
    try {
      await warm(ours);
      await warm(oracle.parseAll);
      const pairs = [];
      for (let round = 0; round < rounds; round++) pairs.push({ a: ours(), b: await oracle.parseAll() });
      const ratio = median(pairs.map(({ a, b }) => b / a)).toFixed(2);
      const [own, theirs] = [shown(pairs.map(({ a }) => a)), shown(pairs.map(({ b }) => b))];
      rows.push({ bench, figure: `${ratio} times: ${own} against ${theirs}`, goal: ">= 4" });
    } finally {
      oracle.close();
    }
  }
  return rows;
}

/** @returns `parseAll`, which resolves to the milliseconds of one round, and `close`; or `missing`, why there is none */
async function startCassandraParser(built, texts, flags) {
  const { prepareOracle } = await import(`${built}/tests/oracle/oracle-program.js`);
  const { frame } = await import(`${built}/tests/oracle/server-oracle.js`);
  let program;
  try {
    program = await prepareOracle(CASSANDRA);
  } catch (error) {
    if (error.code !== "sandbox-failed") throw error;
    return { missing: error.message };
  }
  const child = spawn(program.command, [...flags, ...program.args, "bench"], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  child.stdin.write(frame([...texts, ""]));
  return {
    parseAll: async () => {
      child.stdin.write("\n");
      const { value, done } = await lines.next();
      if (done) throw new Error("Cassandra's parser ended");
      return Number(value) / 1e6;
    },
    close: () => child.stdin.end(),
  };
}

async function benchSimulate(parse, built, rounds) {
  const { simulate } = await import(`${built}/src/cql/simulate/simulate.js`);
  const { emptySchema } = await import(`${built}/src/cql/schema/schema.js`);
  const { capabilitiesFor } = await import(`${built}/src/cql/capabilities.js`);
  const server = capabilitiesFor("cassandra", CASSANDRA);
  const keyspace = "CREATE KEYSPACE shop WITH replication = {'class': 'SimpleStrategy', 'replication_factor': '1'}";
  const { statements } = parse([keyspace, ...makeDdl(SIMULATED - 1)].join(";\n"));
  let refused = 0;
  const once = (count) => {
    const start = process.cpuUsage();
    let schema = emptySchema();
    refused = 0;
    for (const statement of statements.slice(0, count)) {
      const step = simulate(schema, statement, server);
      schema = step.schema;
      if (step.diagnostics.length > 0) refused++;
    }
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1e3;
  };
  once(SIMULATED);
  const times = Array.from({ length: rounds }, () => ({ a: once(SIMULATED / 10), b: once(SIMULATED) }));
  const took = median(times.map(({ b }) => b)).toFixed(0);
  const ratio = median(times.map(({ a, b }) => b / a)).toFixed(1);
  return {
    bench: `simulate ${SIMULATED} statements (${refused} refused)`,
    figure: `${took} ms of CPU; ${ratio} times that of ${SIMULATED / 10}`,
    goal: "< 1000 ms; about 10",
  };
}

/** Files of 5 and of 50 MB. */
function benchLength(parse, rounds) {
  const small = ownString(makeDdl(26_000).join(";\n"));
  const large = ownString(Array(10).fill(small).join(";\n"));
  const time = (text) => {
    const start = performance.now();
    parse(text);
    return performance.now() - start;
  };
  time(small);
  const times = Array.from({ length: rounds }, () => ({ a: time(small), b: time(large) }));
  const ratio = median(times.map(({ a, b }) => b / a)).toFixed(1);
  const rate = (small.length / 1e3 / median(times.map(({ a }) => a))).toFixed(1);
  return {
    bench: "parse a file of 50 MB / of 5 MB",
    figure: `${ratio} times; of 5 MB at ${rate} MB/s`,
    goal: "about 10; >= 20 MB/s",
  };
}

/** Too deep is one mistake, found at the bound; the rest is passed over. */
function benchNesting(parse, rounds) {
  const nested = (depth) => `INSERT INTO t (a) VALUES (${"[".repeat(depth)}1${"]".repeat(depth)})`;
  const time = (text) => {
    const start = performance.now();
    const { diagnostics } = parse(text);
    if (diagnostics.length !== 1) throw new Error("deep nesting is one mistake");
    return performance.now() - start;
  };
  const deep = nested(DEPTH);
  const deeper = nested(10 * DEPTH);
  time(deep);
  const times = Array.from({ length: rounds }, () => ({ a: time(deep), b: time(deeper) }));
  const took = median(times.map(({ a }) => a)).toFixed(1);
  const ratio = median(times.map(({ a, b }) => b / a)).toFixed(1);
  return {
    bench: `parse ${DEPTH} nested brackets`,
    figure: `${took} ms; ten times as many: ${ratio} times`,
    goal: "about 10",
  };
}

async function warm(once) {
  const start = performance.now();
  do await once();
  while (performance.now() - start < WARM_MS && !Number.isNaN(await once()));
}

/** The text as one string of its own, as a file that is read is; not a tree of the pieces that it was made from. */
function ownString(text) {
  return Buffer.from(text).toString();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [built] = process.argv.slice(2);
  if (built === undefined) buildTests();
  await benchCql({ rounds: Number(process.env.BENCH_ROUNDS ?? 9), ...(built !== undefined && { built }) });
}
