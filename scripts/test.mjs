// `npm test`: everything. One Cassandra is started for all test files; without Java or Maven the tests that need it are
// skipped with the reason, and in CI (the variable CI is set) that is a failure.
import { buildTests, listTests, run } from "./build-tests.mjs";

const isCi = (process.env.CI ?? "") !== "";

async function main() {
  run("scripts/build.mjs", []);
  buildTests();
  run("node_modules/@biomejs/biome/bin/biome", ["check", "--error-on-warnings", "."]);
  const sandbox = await startServer();
  try {
    const server = sandbox === undefined ? {} : { TEST_CASSANDRA: `${sandbox.contactPoint}:${sandbox.port}` };
    const files = process.argv.slice(2);
    run(
      "--test",
      ["--test-reporter=spec", "--test-concurrency=2", ...(files.length > 0 ? files : listTests("src", "tests"))],
      server,
    );
  } finally {
    await sandbox?.stop();
  }
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
