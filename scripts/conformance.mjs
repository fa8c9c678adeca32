// `npm run conformance -- --statements N --cassandra V [--seed S] [--java PATH]`: random DDL on a real server and through
// the simulator; ends with 1 when they disagree, and prints the shortest sequence that shows it. `--no-build` takes what
// is in build/. Releases before 5.0 get a Java 11, fetched when there is none; where that is not possible it says so.
import { buildTests, run } from "./build-tests.mjs";
import { findJava11 } from "./java-11.mjs";

const args = process.argv.slice(2).filter((argument) => argument !== "--no-build");
const version = args[args.indexOf("--cassandra") + 1] ?? "";
const isOld = args.includes("--cassandra") && !version.startsWith("5");
try {
  if (args.length === process.argv.length - 2) buildTests();
  run("build/tests/conformance/main.js", [
    ...args,
    ...(isOld && !args.includes("--java") ? ["--java", findJava11()] : []),
  ]);
} catch (error) {
  // What failed in a program of its own has said so.
  if (error.status === undefined) console.error(`error: ${error.message}`);
  process.exitCode = 1;
}
