// `npm run bench`: how far tidemark is from the limit. Every figure is a ratio of whole processes, taken in turn within
// one run (A B A B …), so that the machine's own speed drops out; the median of the pairs is what counts. What needs no
// server, in bench/cql.mjs, is measured within processes that are warm.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { benchCql } from "./bench/cql.mjs";
import { benchLint } from "./bench/lint.mjs";
import { median, takePairs } from "./bench/pairs.mjs";
import { benchThreeNodes } from "./bench/three-nodes.mjs";
import { buildTests } from "./build-tests.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const CLI = join(here, "../dist/bin/tidemark.js");
const STOCK = join(here, "bench/stock-driver.mjs");
const work = mkdtempSync(join(tmpdir(), "tidemark-bench-"));

/** Wall time of a whole process in milliseconds. */
function time(args, options = {}) {
  const started = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8", ...options });
  const tookMs = Number(process.hrtime.bigint() - started) / 1e6;
  if (status !== 0) throw new Error(`${args.join(" ")} ended with ${status}: ${stderr}`);
  return tookMs;
}

/** Only rows with this in their name; what needs servers of its own is left out then. */
const ONLY = process.env.BENCH_ONLY;

/** Times `ours` and `theirs` in turn; `before` prepares each. */
function compare(name, limit, rounds, ours, theirs) {
  if (ONLY !== undefined && !name.includes(ONLY)) return [];
  ours(-1);
  theirs(-1);
  const pairs = takePairs(rounds, ours, theirs);
  const ratios = pairs.map(({ a, b }) => a / b).sort((x, y) => x - y);
  const row = {
    name,
    "ms, ours": median(pairs.map(({ a }) => a)).toFixed(0),
    "ms, limit": median(pairs.map(({ b }) => b)).toFixed(0),
    ratio: median(ratios).toFixed(2),
    "min … max": `${ratios[0].toFixed(2)} … ${ratios.at(-1).toFixed(2)}`,
    goal: limit.toFixed(2),
  };
  console.log(
    `${row.name}: ${row.ratio} (${row["min … max"]}), goal ${row.goal}; ${row["ms, ours"]} ms against ${row["ms, limit"]} ms`,
  );
  return row;
}

function writeMigrations(name, count, textOf) {
  const directory = join(work, name);
  mkdirSync(directory, { recursive: true });
  for (let n = 1; n <= count; n += 1) {
    writeFileSync(join(directory, `V${String(n).padStart(4, "0")}__step_${n}.cql`), textOf(n));
  }
  return directory;
}

/** Models in TypeScript, as a person writes them, in a project of their own. @returns its configuration */
function writeModels(server, keyspace, count) {
  const directory = join(work, keyspace);
  mkdirSync(directory, { recursive: true });
  const tables = Array.from({ length: count }, (_, n) => tableModel(n));
  const text = `import { bigint, int, map, set, table, text, timestamp, uuid } from "tidemark/models";\n\n${tables.join("\n")}`;
  writeFileSync(join(directory, "models.ts"), text);
  const config = join(directory, "tidemark.yaml");
  writeFileSync(
    config,
    `cassandra:\n  contact_points: ["${server.contactPoint}:${server.port}"]\nkeyspace: ${keyspace}\nmodels: models.ts\n`,
  );
  return config;
}

const tableModel = (n) => `export const t${n} = table(
  "t${n}",
  {
    id: uuid().partitionKey(),
    at: timestamp().clusteringKey("desc"),
    brand: text()${n % 5 === 0 ? ".indexed()" : ""},
    count: bigint(),
    size: int(),
    tags: set(text()),
    attributes: map(text(), text()),
  },
  { comment: "table ${n}", defaultTtl: 86_400 },
);
`;

function cliOn(server, keyspace, directory) {
  const target = [
    "--host",
    server.contactPoint,
    "--port",
    String(server.port),
    "--keyspace",
    keyspace,
    "--migrations-dir",
    directory,
    "-q",
  ];
  return (...args) => time([CLI, ...target, ...args]);
}

const createTable = (n) =>
  `CREATE TABLE t${n} (id int PRIMARY KEY, name text, at timestamp);\n-- @down\nDROP TABLE t${n};\n`;

/** What thousands of files cost. */
async function benchFiles(rounds) {
  const { benchManyApplied } = await import("./bench/many-applied.mjs");
  return [...benchLint({ cli: CLI, rounds }), ...(await benchManyApplied({ cli: CLI, rounds }))];
}

async function main() {
  const rounds = Number(process.env.BENCH_ROUNDS ?? 9);
  buildTests();
  const lintRows = ONLY === undefined || ONLY === "lint" ? await benchFiles(rounds) : [];
  if (ONLY === "lint") return console.table(lintRows);
  const cqlRows = ONLY === undefined ? await benchCql({ rounds }) : [];
  const rows = [];
  rows.push(
    compare(
      "--version / node -e 0",
      1.25,
      2 * rounds,
      () => time([CLI, "--version"]),
      () => time(["-e", "0"]),
    ),
  );
  rows.push(
    compare(
      "--help / node -e 0",
      1.5,
      2 * rounds,
      () => time([CLI, "--help"]),
      () => time(["-e", "0"]),
    ),
  );

  const { benchSql } = await import("./bench/sql.mjs");
  if (ONLY === undefined || ONLY.startsWith("SQL"))
    rows.push(...(await benchSql({ compare, time, cli: CLI, work, rounds })));
  if (ONLY?.startsWith("SQL")) return console.table(rows.flat());

  const { startCassandra } = await import("../dist/sandbox/start-cassandra.js");
  // As a server is by default: every DDL flushes the schema tables.
  const server = await startCassandra({ fastDdl: false, jvmHeap: "1g", onProgress: (text) => console.log(text) });
  try {
    const stock = (...args) => time([STOCK, server.contactPoint, String(server.port), ...args]);
    const fifty = writeMigrations("fifty", 50, createTable);
    const init = (keyspace) => cliOn(server, keyspace, fifty)("init");

    rows.push(
      compare(
        "migrate, 50 migrations of one CREATE TABLE / stock driver",
        1.1,
        Math.max(3, Math.round(rounds / 2)),
        (round) => {
          const keyspace = `ours${round + 1}`;
          init(keyspace);
          const tookMs = cliOn(server, keyspace, fifty)("migrate");
          stock("drop", keyspace);
          return tookMs;
        },
        (round) => {
          const keyspace = `stock${round + 1}`;
          init(keyspace);
          const tookMs = stock("create-tables", keyspace, "50");
          stock("drop", keyspace);
          return tookMs;
        },
      ),
    );

    init("status50");
    cliOn(server, "status50", fifty)("baseline", "50", "--yes");
    rows.push(
      compare(
        "status, 50 applied / read one table",
        1.35,
        2 * rounds,
        () => cliOn(server, "status50", fifty)("status"),
        () => stock("read", "status50"),
      ),
    );
    const fiftyModels = writeModels(server, "sync50", 50);
    const sync = () => time([CLI, "--config", fiftyModels, "-q", "sync"]);
    init("sync50");
    sync();
    rows.push(
      compare("sync, 50 unchanged tables / connect and read the schema tables", 1.5, 2 * rounds, sync, () =>
        stock("schema", "sync50"),
      ),
    );
    for (const [count, limit] of [
      [2000, 1.5],
      [4000, 1.5],
    ]) {
      const directory = writeMigrations(`many${count}`, count, createTable);
      const keyspace = `status${count}`;
      init(keyspace);
      cliOn(server, keyspace, directory)("baseline", String(count), "--yes");
      rows.push(
        compare(
          `status, ${count} applied / read one table`,
          limit,
          rounds,
          () => cliOn(server, keyspace, directory)("status"),
          () => stock("read", keyspace),
        ),
      );
    }

    const inserts = Array.from(
      { length: 1000 },
      (_, n) => `INSERT INTO big (id, body) VALUES (${n}, '${"x".repeat(5000)}');`,
    );
    const big = writeMigrations(
      "big",
      1,
      () => `CREATE TABLE IF NOT EXISTS big (id int PRIMARY KEY, body text);\n${inserts.join("\n")}\n`,
    );
    writeFileSync(join(work, "big.txt"), inserts.join("\n"));
    rows.push(
      compare(
        "migrate, 5 MB file of 1,000 INSERTs / stock driver",
        1.25,
        Math.max(3, Math.round(rounds / 2)),
        (round) => {
          const keyspace = `big${round + 1}`;
          init(keyspace);
          return cliOn(server, keyspace, big)("migrate");
        },
        (round) => {
          const keyspace = `bigstock${round + 1}`;
          init(keyspace);
          return stock("insert", keyspace, join(work, "big.txt"));
        },
      ),
    );
  } finally {
    await server.stop();
    rmSync(work, { recursive: true, force: true });
  }
  // Each run of the stock driver takes 20 s there.
  const clusterRows = ONLY === undefined ? await benchThreeNodes({ rounds: Math.max(3, Math.round(rounds / 2)) }) : [];
  console.table(rows.flat().map(({ name, ...figures }) => ({ bench: name, ...figures })));
  console.table(clusterRows);
  console.table(cqlRows);
  console.table(lintRows);
}

await main();
