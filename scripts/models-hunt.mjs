// `npm run models-hunt -- --count N --seed S [--cassandra V] [--java PATH]`: random models on a real keyspace, by sync and by
// generated migrations, up and down; ends with 1 when the keyspace is not what was declared, and prints the models.
// `--no-build` takes what is in build/. Releases before 5.0 get a Java 11, fetched when there is none.
import { buildTests, run } from "./build-tests.mjs";
import { findJava11 } from "./java-11.mjs";

const args = process.argv.slice(2).filter((argument) => argument !== "--no-build");
const version = args[args.indexOf("--cassandra") + 1] ?? "";
const isOld = args.includes("--cassandra") && !version.startsWith("5");
try {
  if (args.length === process.argv.length - 2) buildTests();
  const java = isOld && !args.includes("--java") ? ["--java", findJava11()] : [];
  run("build/tests/models/main.js", [...args, ...java]);
} catch (error) {
  // What failed in a program of its own has said so.
  if (error.status === undefined) console.error(`error: ${error.message}`);
  process.exitCode = 1;
}
