// `npm test`: everything. One Cassandra is started for all test files; without Java or Maven the tests that need it are
// skipped with the reason, and in CI (the variable CI is set) that is a failure.
import { readFileSync } from "node:fs";
import { buildTests, listTests, run } from "./build-tests.mjs";

const SKIPPED = "build/skipped.txt";
const isCi = (process.env.CI ?? "") !== "";

async function main() {
  run("scripts/build.mjs", []);
  buildTests();
  run("node_modules/@biomejs/biome/bin/biome", ["check", "--error-on-warnings", "."]);
  const sandbox = await startServer();
  try {
    const server = sandbox === undefined ? {} : { TEST_CASSANDRA: `${sandbox.contactPoint}:${sandbox.port}` };
    const files = process.argv.slice(2);
    const reporters = [
      ...["--test-reporter=spec", "--test-reporter-destination=stdout"],
      ...["--test-reporter=./scripts/skipped-reporter.mjs", `--test-reporter-destination=${SKIPPED}`],
    ];
    run(
      "--test",
      [...reporters, "--test-concurrency=2", ...(files.length > 0 ? files : listTests("src", "tests"))],
      server,
    );
    refuseSkips();
  } finally {
    await sandbox?.stop();
  }
}

/** What was not tried in CI was not shown to work. */
function refuseSkips() {
  const skipped = readFileSync(SKIPPED, "utf8");
  if (!isCi || skipped === "") return;
  console.error(`error: skipped, which CI does not allow:\n${skipped}`);
  throw new Error("skipped tests");
}

async function startServer() {
  const { startCassandra } = await import("../build/src/sandbox/start-cassandra.js");
  try {
    return await startCassandra({ onProgress: (text) => console.log(text) });
  } catch (error) {
    const hint = error.hint === undefined ? "" : ` (${error.hint})`;
    console.error(`${isCi ? "error" : "skipping the tests on a real Cassandra"}: ${error.message}${hint}`);
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
