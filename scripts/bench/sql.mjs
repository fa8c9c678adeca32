// What costs a SQL user time: two hundred migrations against a plain loop, finding nothing to do beside five thousand, and an
// embedded database.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { startPostgres } from "../../build/tests/postgres/start-postgres.js";

const STOCK = join(dirname(fileURLToPath(import.meta.url)), "stock-pg.mjs");

/**
 * @param tools `compare` and `time` of bench.mjs, the path of the command line, and a directory to work in
 * @returns rows for its table
 */
export async function benchSql({ compare, time, cli, work, rounds }) {
  const rows = [];
  const twoHundred = writeFiles(work, "sql-200", 200);
  const fiveThousand = writeFiles(work, "sql-5000", 5_000);
  const postgres = await startPostgres();
  const server = new pg.Client(postgres.url);
  await server.connect();
  const urlOf = (name) => postgres.url.replace(/\/postgres$/, `/${name}`);
  // Prepared before anything is timed: each round has a database of its own.
  const fresh = async (prefix) => {
    const names = Array.from({ length: rounds + 1 }, (_, index) => `${prefix}_${index}`);
    for (const name of names) await server.query(`CREATE DATABASE ${name}`);
    return (round) => urlOf(names[round + 1]);
  };
  try {
    const [ours, theirs] = [await fresh("ours"), await fresh("theirs")];
    rows.push(
      compare(
        "SQL: migrate, 200 x CREATE TABLE / pg loop of four calls each",
        0.85,
        rounds,
        (round) => time([cli, "migrate", "-q", "--url", ours(round), "--migrations-dir", twoHundred]),
        (round) => time([STOCK, theirs(round), "migrate", twoHundred]),
      ),
    );
    await server.query("CREATE DATABASE many");
    time([cli, "baseline", "5000", "--yes", "-q", "--url", urlOf("many"), "--migrations-dir", fiveThousand]);
    const noOp = (command) => () =>
      time([cli, command, "-q", "--url", urlOf("many"), "--migrations-dir", fiveThousand]);
    for (const command of ["migrate", "status"]) {
      rows.push(
        compare(`SQL: ${command}, 5,000 applied / pg connects, reads the table`, 1.5, rounds, noOp(command), () =>
          time([STOCK, urlOf("many"), "read"]),
        ),
      );
    }
  } finally {
    await server.end();
    await postgres.stop();
  }
  const one = writeFiles(work, "sql-1", 1);
  let directories = 0;
  rows.push(
    compare(
      "SQL: migrate on a new embedded database / node -e 0",
      Number.NaN,
      rounds,
      () => {
        directories += 1;
        const directory = join(work, `pglite-${directories}`);
        const tookMs = time([cli, "migrate", "-q", "--url", `pglite:${directory}`, "--migrations-dir", one]);
        rmSync(directory, { recursive: true, force: true });
        return tookMs;
      },
      () => time(["-e", "0"]),
    ),
  );
  return rows;
}

function writeFiles(work, name, count) {
  const directory = join(work, name);
  mkdirSync(directory, { recursive: true });
  for (let n = 1; n <= count; n += 1) {
    const file = `V${String(n).padStart(4, "0")}__step_${n}.sql`;
    writeFileSync(
      join(directory, file),
      `CREATE TABLE t${n} (id int PRIMARY KEY, name text, at timestamptz);\n-- @down\nDROP TABLE t${n};\n`,
    );
  }
  return directory;
}
