// On a cluster of three nodes, where each DDL has to reach every one of them: the whole command line, with its lock and its
// journal, against a plain loop over the stock driver with that driver's own wait for agreement. Called by bench.mjs, or alone.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { median, takePairs } from "./pairs.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const CLI = join(here, "../../dist/bin/tidemark.js");
const STOCK = join(here, "stock-driver.mjs");
const MIGRATIONS = 20;
const NODES = 3;
/** Every node has every row, so that the journal's conditional writes ask all three of them. */
const REPLICATION = `{ class: SimpleStrategy, replication_factor: ${NODES} }`;

/**
 * How many times faster than the stock driver it is to be: without the flush of the schema tables after each DDL, which
 * throw-away servers leave out, and with it, as servers are by default.
 */
const CLUSTERS = [
  { name: "without schema flushes", fastDdl: true, goal: 6 },
  { name: "with schema flushes", fastDdl: false, goal: 2.5 },
];

/** @returns the rows of a table: the medians, and the ratio of each pair. */
export async function benchThreeNodes({ rounds }) {
  const { startCassandra } = await import("../../dist/sandbox/start-cassandra.js");
  const directory = mkdtempSync(join(tmpdir(), "tidemark-bench-"));
  const migrations = join(directory, "migrations");
  mkdirSync(migrations);
  for (let n = 1; n <= MIGRATIONS; n += 1) {
    const text = `CREATE TABLE t${n} (id int PRIMARY KEY, name text, at timestamp);\n-- @down\nDROP TABLE t${n};\n`;
    writeFileSync(join(migrations, `V${String(n).padStart(4, "0")}__step_${n}.cql`), text);
  }
  const rows = [];
  try {
    for (const { name, fastDdl, goal } of CLUSTERS) {
      const cluster = await startCassandra({ nodes: NODES, fastDdl, onProgress: (text) => console.log(text) });
      try {
        rows.push(compareOn(cluster, { name, goal, rounds, directory }));
      } finally {
        await cluster.stop();
      }
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
  return rows;
}

function compareOn(cluster, { name, goal, rounds, directory }) {
  const stock = (...args) => run([STOCK, cluster.contactPoint, String(cluster.port), ...args]);
  const cli = (keyspace, ...args) => {
    const target = `cassandra: { contact_points: ["${cluster.contactPoint}:${cluster.port}"] }`;
    const config = join(directory, "tidemark.yaml");
    writeFileSync(config, `${target}\nkeyspace: { name: ${keyspace}, replication: ${REPLICATION} }\n`);
    return run([CLI, "-c", config, "-v", ...args]);
  };
  const ours = (round) => {
    const keyspace = `ours${round}`;
    cli(keyspace, "init");
    const { tookMs, stderr } = cli(keyspace, "migrate");
    stock("drop", keyspace);
    return { tookMs, ddlMs: sumOfSteps(stderr) };
  };
  const theirs = (round) => {
    const keyspace = `stock${round}`;
    cli(keyspace, "init");
    const { tookMs } = stock("create-tables", keyspace, String(MIGRATIONS));
    stock("drop", keyspace);
    return tookMs;
  };
  ours("_warm");
  theirs("_warm");
  const pairs = takePairs(rounds, ours, theirs);
  const ratios = pairs.map(({ a, b }) => b / a.tookMs).sort((x, y) => x - y);
  const row = {
    bench: `${MIGRATIONS} migrations of one CREATE TABLE, ${NODES} nodes, RF ${NODES}, ${name}`,
    "ms, ours": median(pairs.map(({ a }) => a.tookMs)).toFixed(0),
    "of it DDL": median(pairs.map(({ a }) => a.ddlMs)).toFixed(0),
    "ms, stock driver": median(pairs.map(({ b }) => b)).toFixed(0),
    "times faster": median(ratios).toFixed(1),
    "min … max": `${ratios[0].toFixed(1)} … ${ratios.at(-1).toFixed(1)}`,
    goal: `>= ${goal}`,
  };
  console.log(
    `${row.bench}: ${row["times faster"]} times faster (${row["min … max"]}), goal ${row.goal}; ${row["ms, ours"]} ms (DDL ${row["of it DDL"]} ms) against ${row["ms, stock driver"]} ms`,
  );
  return row;
}

/** What the server itself took for the statements: "0001: CREATE TABLE t1 (12 ms)". */
function sumOfSteps(stderr) {
  const units = { ms: 1, s: 1_000 };
  const steps = [...stderr.matchAll(/^\d+: .* \(([\d.]+) (ms|s)\)$/gm)];
  if (steps.length !== MIGRATIONS) throw new Error(`${steps.length} statements:\n${stderr}`);
  return steps.reduce((sum, [, number, unit]) => sum + Number(number) * units[unit], 0);
}

/** A whole process. */
function run(args) {
  const started = process.hrtime.bigint();
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  const tookMs = Number(process.hrtime.bigint() - started) / 1e6;
  if (status !== 0) throw new Error(`${args.join(" ")} ended with ${status}: ${stdout}${stderr}`);
  return { tookMs, stderr };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.table(await benchThreeNodes({ rounds: Number(process.env.BENCH_ROUNDS ?? 3) }));
}
