// Goal: what is written is SARIF 2.1.0. Method: what the schema demands of the parts that are written is asked for by hand.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Finding } from "../lint/finding.ts";
import { encodeSarif } from "./lint-sarif.ts";

const TEXT = "-- a\nDROP TABLE carts;\nDROP TABLE carts;\n";
const SOURCE = { name: "my migrations/V1__a.cql", text: TEXT };
const FINDING: Finding = {
  ...{
    rule: "drop-no-if-exists",
    severity: "error",
    version: "1",
    label: "1",
    message: "m",
    hint: "h",
    source: SOURCE,
  },
  span: { start: 16, end: 21 },
  fix: { title: "write IF EXISTS", edits: [{ span: { start: 16, end: 16 }, text: "IF EXISTS " }] },
};

interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly unknown[];
  readonly fixes?: readonly unknown[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly properties?: unknown;
}

interface Run {
  readonly tool: { readonly driver: { readonly name: string; readonly rules: readonly { readonly id: string }[] } };
  readonly results: readonly Result[];
}

function runOf(...findings: readonly Finding[]): Run {
  const { version, runs } = encodeSarif(findings, process.cwd());
  assert.equal(version, "2.1.0");
  assert.ok(Array.isArray(runs) && runs.length === 1);
  return runs[0];
}

function printOf(...findings: readonly Finding[]): readonly string[] {
  return runOf(...findings).results.map(({ partialFingerprints }) => Object.values(partialFingerprints).join());
}

test("a result has level, message, place and fix", () => {
  const [result] = runOf(FINDING).results;
  const artifactLocation = { uri: "my%20migrations/V1__a.cql", uriBaseId: "%SRCROOT%" };
  const region = { startLine: 2, startColumn: 12, endLine: 2, endColumn: 17 };
  assert.equal(result?.level, "error");
  assert.deepEqual(result.message, { text: "m\nh" });
  assert.deepEqual(result.locations, [{ physicalLocation: { artifactLocation, region } }]);
  const deletedRegion = { startLine: 2, startColumn: 12, endLine: 2, endColumn: 12 };
  const replacements = [{ deletedRegion, insertedContent: { text: "IF EXISTS " } }];
  assert.deepEqual(result.fixes, [
    { description: { text: "write IF EXISTS" }, artifactChanges: [{ artifactLocation, replacements }] },
  ]);
});

test("each rule that found something is described once, and results say which it is", () => {
  const ignore: Finding = { ...FINDING, rule: "lint-ignore", severity: "warn" };
  const { tool, results } = runOf(FINDING, ignore, FINDING);
  assert.deepEqual(
    tool.driver.rules.map(({ id }) => id),
    ["drop-no-if-exists", "lint-ignore"],
  );
  assert.deepEqual(
    results.map(({ ruleId, ruleIndex, level }) => [ruleId, ruleIndex, level]),
    [
      ["drop-no-if-exists", 0, "error"],
      ["lint-ignore", 1, "warning"],
      ["drop-no-if-exists", 0, "error"],
    ],
  );
  const rule = tool.driver.rules[0] as unknown as Readonly<Record<string, unknown>>;
  assert.deepEqual(Object.keys(rule), ["id", "shortDescription", "help", "defaultConfiguration"]);
  assert.deepEqual(rule.defaultConfiguration, { level: "error" });
});

test("a file as a whole is shown at its first line, and a file elsewhere by its URL", () => {
  const [whole, away] = runOf(
    { ...FINDING, span: undefined },
    { ...FINDING, source: { ...SOURCE, name: "/x/V1 a.cql" } },
  ).results;
  assert.deepEqual(
    (whole?.locations[0] as { physicalLocation?: { region: unknown } } | undefined)?.physicalLocation?.region,
    {
      startLine: 1,
    },
  );
  assert.equal(whole?.fixes, undefined);
  assert.match(JSON.stringify(away?.locations), /"artifactLocation":\{"uri":"file:\/\/\/x\/V1%20a\.cql"\}/);
});

test("a fingerprint stays when lines come above, and tells equal ones apart", () => {
  const added = "-- b\n-- c\n";
  const moved = { ...FINDING, source: { ...SOURCE, text: added + TEXT }, span: { start: 26, end: 31 } };
  assert.deepEqual(printOf(FINDING), printOf(moved));
  const second = { ...FINDING, span: { start: 34, end: 39 } };
  const prints = printOf(FINDING, second);
  assert.equal(new Set(prints).size, 2);
  assert.notDeepEqual(printOf(FINDING), printOf({ ...FINDING, message: "other" }));
});

test("the servers that a finding holds for are among its properties", () => {
  assert.deepEqual(runOf({ ...FINDING, servers: ["cassandra:4.0"] }).results[0]?.properties, {
    servers: ["cassandra:4.0"],
  });
});

test("no findings are an empty list of results, which says that all is well", () => {
  assert.deepEqual(runOf().results, []);
});
