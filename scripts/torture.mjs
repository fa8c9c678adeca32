// `npm run torture -- --minutes N [--seed S] [--only NAME] [--cassandra V]`: kills, stops and cuts off runners and servers,
// and holds the outcome against undisturbed runs; `--help` shows the rest. With `--sql` on a PostgreSQL. `--no-build` takes what is in build/. Releases
// before 5.0 get a Java 11, fetched when there is none.
import { buildTests, run } from "./build-tests.mjs";
import { findJava11 } from "./java-11.mjs";

const args = process.argv.slice(2).filter((argument) => argument !== "--no-build");
const isOld = args.includes("--cassandra") && !args[args.indexOf("--cassandra") + 1]?.startsWith("5");
// Ctrl-C reaches the program too, which stops its servers and says what it has found so far.
process.on("SIGINT", () => undefined);
try {
  if (args.length === process.argv.length - 2) buildTests();
  const program = args.includes("--sql") ? "sql/main.js" : "main.js";
  run(`build/tests/torture/${program}`, args, isOld ? { JAVA_HOME: findJava11() } : {});
} catch (error) {
  // What failed in a program of its own has said so.
  if (error.status === undefined) console.error(`error: ${error.message}`);
  process.exitCode = error.status ?? 1;
}
