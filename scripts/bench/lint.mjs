// What `lint` costs: five thousand files of CQL, the whole process, against cql-track's linter on the same files, in processor
// time; and how much memory it takes. Alone: `node scripts/bench/lint.mjs`.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeDdl } from "./ddl-corpus.mjs";
import { median, takePairs } from "./pairs.mjs";
import { runWhole } from "./run-whole.mjs";

const FILE_COUNT = 5_000;
const STATEMENTS_A_FILE = 5;
const PEER = "cql-track==1.1.0";
const RSS_MAX_MB = 400;
const TIMES_MIN = 4;

/**
 * @param cli the path of the command line
 * @returns rows for a table of their own
 */
export function benchLint({ cli, rounds }) {
  const work = mkdtempSync(join(tmpdir(), "tidemark-bench-lint-"));
  try {
    const { config, megabytes } = writeProject(work);
    const ours = () => runWhole([process.execPath, cli, "--config", config, "lint"]);
    const cqltrack = installPeer(work);
    const theirs = () => runWhole([cqltrack, "--config", config, "lint"]);
    const { maxRssMb } = ours();
    const memory = { bench: "lint of the same: memory at most", figure: `${maxRssMb.toFixed(0)} MB`, goal: RSS_MAX_MB };
    const speed = (ms) => `${((megabytes / ms) * 1_000).toFixed(1)} MB/s`;
    if (cqltrack === undefined) {
      const alone = median(Array.from({ length: rounds }, () => ours().cpuMs));
      const figure = `${(alone / 1_000).toFixed(2)} s, ${speed(alone)}; no ${PEER} to compare with`;
      return [{ bench: `lint, ${FILE_COUNT} files, ${megabytes.toFixed(1)} MB`, figure, goal: TIMES_MIN }, memory];
    }
    theirs();
    const pairs = takePairs(rounds, ours, theirs);
    const ratios = pairs.map(({ a, b }) => b.cpuMs / a.cpuMs).sort((x, y) => x - y);
    const oursMs = median(pairs.map(({ a }) => a.cpuMs));
    const theirsMs = median(pairs.map(({ b }) => b.cpuMs));
    return [
      {
        bench: `lint, ${FILE_COUNT} files, ${megabytes.toFixed(1)} MB: times faster than ${PEER.replace("==", " ")}`,
        figure: `${median(ratios).toFixed(2)} (${ratios[0].toFixed(2)} … ${ratios.at(-1).toFixed(2)}): ${(oursMs / 1_000).toFixed(2)} s, ${speed(oursMs)}, against ${(theirsMs / 1_000).toFixed(2)} s, ${speed(theirsMs)}`,
        goal: TIMES_MIN,
      },
      memory,
    ];
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Files with a down side each, in a project that both tools read. */
function writeProject(work) {
  const directory = join(work, "migrations");
  mkdirSync(directory);
  const statements = makeDdl(FILE_COUNT * STATEMENTS_A_FILE);
  let bytes = 0;
  for (let n = 1; n <= FILE_COUNT; n += 1) {
    const own = statements.slice((n - 1) * STATEMENTS_A_FILE, n * STATEMENTS_A_FILE);
    const down = own.map(undo).reverse();
    const text = `-- Step ${n}.\n${own.join(";\n\n")};\n\n-- @down\n${down.join(";\n")};\n`;
    bytes += text.length;
    writeFileSync(join(directory, `V${String(n).padStart(4, "0")}__step_${n}.cql`), text);
  }
  const config = join(work, "cqltrack.yml");
  writeFileSync(
    config,
    `cassandra:\n  contact_points: ["127.0.0.1"]\nkeyspace:\n  name: shop\nmigrations:\n  directory: ${directory}\n`,
  );
  return { config, megabytes: bytes / 1e6 };
}

/** What takes a statement of the corpus back, as far as one statement can. */
function undo(statement) {
  const made = /CREATE (?:OR REPLACE |CUSTOM )?(MATERIALIZED VIEW|\w+) (?:IF NOT EXISTS )?(\S+)/.exec(statement);
  if (made !== null) return `DROP ${made[1]} IF EXISTS ${made[1] === "INDEX" ? `shop.${bare(made[2])}` : made[2]}`;
  const added = /ALTER TABLE (\S+) ADD/.exec(statement);
  if (added !== null) return `ALTER TABLE ${added[1]} DROP (nickname, "Joined At")`;
  const index = /DROP INDEX IF EXISTS shop\.((\w+)_by_email)/.exec(statement);
  if (index !== null) return `CREATE INDEX IF NOT EXISTS ${index[1]} ON shop.${index[2]} (email)`;
  return "SELECT release_version FROM system.local";
}

function bare(name) {
  return name.replace(/^shop\./, "");
}

/** Undefined where there is no Python, or no index of packages to be reached. */
function installPeer(work) {
  const venv = join(work, "venv");
  try {
    execFileSync("python3", ["-m", "venv", venv]);
    execFileSync(join(venv, "bin/pip"), ["install", "--quiet", PEER]);
    return join(venv, "bin/cqltrack");
  } catch (error) {
    console.log(`${PEER} cannot be installed, so lint is measured alone: ${error.message}`);
    return undefined;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const cli = process.argv[2] ?? join(dirname(fileURLToPath(import.meta.url)), "../../dist/bin/tidemark.js");
  console.table(benchLint({ cli, rounds: Number(process.env.BENCH_ROUNDS ?? 9) }));
}
