// What `status`, `pending` and `validate` cost beside many migrations that are applied, in processor time of the whole process:
// a thousand and ten thousand on a PostgreSQL. Alone, once the tests are built: `node scripts/bench/many-applied.mjs`.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { startPostgres } from "../../build/tests/postgres/start-postgres.js";
import { median } from "./pairs.mjs";
import { runWhole } from "./run-whole.mjs";

const FEW = 1_000;
const MANY = 10_000;
const CPU_MAX_S = 2;

/**
 * @param cli the path of the command line
 * @returns rows for a table of their own
 */
export async function benchManyApplied({ cli, rounds }) {
  const work = mkdtempSync(join(tmpdir(), "tidemark-bench-many-"));
  const postgres = await startPostgres();
  try {
    const [few, many] = [await prepare(cli, work, postgres, FEW), await prepare(cli, work, postgres, MANY)];
    return ["status", "pending", "validate"].map((command) => {
      const took = Array.from({ length: rounds }, () => [few, many].map((target) => cpuOf([cli, command, ...target])));
      const [fewMs, manyMs] = [0, 1].map((index) => median(took.map((each) => each[index])));
      return {
        bench: `${command}, ${MANY} applied, of ${MANY} files: processor time`,
        figure: `${(manyMs / 1_000).toFixed(2)} s; ${(fewMs / 1_000).toFixed(2)} s with ${FEW}`,
        goal: `${CPU_MAX_S} s`,
      };
    });
  } finally {
    await postgres.stop();
    rmSync(work, { recursive: true, force: true });
  }
}

/** @returns the options that name the target and its files */
async function prepare(cli, work, postgres, count) {
  const directory = join(work, String(count));
  mkdirSync(directory);
  for (let n = 1; n <= count; n += 1) {
    const text = `CREATE TABLE t${n} (id int PRIMARY KEY, name text);\n-- @down\nDROP TABLE t${n};\n`;
    writeFileSync(join(directory, `V${String(n).padStart(5, "0")}__step_${n}.sql`), text);
  }
  const server = new pg.Client(postgres.url);
  await server.connect();
  await server.query(`CREATE DATABASE many_${count}`);
  await server.end();
  const target = ["--url", postgres.url.replace(/\/postgres$/, `/many_${count}`), "--migrations-dir", directory, "-q"];
  cpuOf([cli, "baseline", String(count).padStart(5, "0"), "--yes", ...target]);
  return target;
}

function cpuOf(args) {
  return runWhole([process.execPath, ...args]).cpuMs;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const cli = process.argv[2] ?? join(dirname(fileURLToPath(import.meta.url)), "../../dist/bin/tidemark.js");
  console.table(await benchManyApplied({ cli, rounds: Number(process.env.BENCH_ROUNDS ?? 9) }));
}
