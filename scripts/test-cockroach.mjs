// `npm run test:cockroach -- --url cockroach://USER@HOST:26257/defaultdb`: the contract suites and the stories on a real CockroachDB.
// Each test makes a database of its own there, and drops it. `--no-build` takes what is in build/.
import { buildTests, run } from "./build-tests.mjs";

const USAGE = `usage: npm run test:cockroach -- --url cockroach://USER[:PASSWORD]@HOST:26257/defaultdb[?sslmode=…] [--no-build]
The role must be able to create and drop databases: they are called tidemark_test_…, one a test, and nothing else is touched.`;

function readUrl(args) {
  const at = args.indexOf("--url");
  const url = at === -1 ? args.find((arg) => arg.startsWith("--url="))?.slice("--url=".length) : args[at + 1];
  return url !== undefined && /^(cockroach(db)?|postgres(ql)?):\/\//.test(url) ? url : undefined;
}

const args = process.argv.slice(2);
const url = readUrl(args);
if (url === undefined) {
  console.error(USAGE);
  process.exitCode = 2;
} else {
  try {
    if (!args.includes("--no-build")) buildTests();
    run("--test", ["--test-reporter=spec", "--test-concurrency=1", "build/tests/cockroach/cluster.js"], {
      TEST_COCKROACH: url,
    });
    console.log("all of it holds on this cluster");
  } catch (error) {
    // What failed has said so.
    if (error.status === undefined) console.error(`error: ${error.message}`);
    process.exitCode = 1;
  }
}
