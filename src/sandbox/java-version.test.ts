import assert from "node:assert/strict";
import { test } from "node:test";
import { parseJavaVersion } from "./java-version.ts";

const CASES: readonly (readonly [string, number | undefined])[] = [
  ['openjdk version "17.0.15" 2025-04-15\nOpenJDK Runtime Environment (build 17.0.15+6)', 17],
  ['Picked up JAVA_TOOL_OPTIONS: -Xmx1g\nopenjdk version "11.0.13" 2021-10-19', 11],
  ['java version "1.8.0_392"', 8],
  ['openjdk version "21" 2023-09-19', 21],
  ['openjdk version "25-ea" 2025-09-16', 25],
  ["The operation couldn’t be completed. Unable to locate a Java Runtime.", undefined],
];

for (const [text, version] of CASES) {
  test(`${JSON.stringify(text.slice(0, 40))} is ${version === undefined ? "no Java" : `Java ${version}`}`, () => {
    assert.equal(parseJavaVersion(text), version);
  });
}
