// `npm run check`: types, lint and the tests that need no server.
import { buildTests, listTests, run } from "./build-tests.mjs";

try {
  buildTests();
  run("node_modules/@biomejs/biome/bin/biome", ["check", "--error-on-warnings", "."]);
  run("--test", ["--test-reporter=spec", ...listTests("src", "tests/unit", "tests/crash"), "build/tests/tidy.test.js"]);
} catch {
  // What failed has said so.
  process.exitCode = 1;
}
