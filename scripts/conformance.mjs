// `npm run conformance -- --statements N --cassandra V [--seed S] [--java PATH]`: random DDL on a real server and through
// the simulator; ends with 1 when they disagree, and prints the shortest sequence that shows it.
import { buildTests, run } from "./build-tests.mjs";

buildTests();
try {
  run("build/tests/conformance/main.js", process.argv.slice(2));
} catch {
  // What failed has said so.
  process.exitCode = 1;
}
