import assert from "node:assert/strict";
import { test } from "node:test";
import { capabilitiesFor, type ServerSettings } from "./capabilities.ts";
import { describeSwitchedOff, neededFeatures, optionalFeatures } from "./optional-features.ts";
import { parse } from "./parser/parse.ts";

const VIEW = "CREATE MATERIALIZED VIEW v AS SELECT * FROM t WHERE a IS NOT NULL AND b IS NOT NULL PRIMARY KEY (b, a)";
const JAVA = "CREATE FUNCTION f (a int) CALLED ON NULL INPUT RETURNS int LANGUAGE java AS 'x'";
const SCRIPT = "CREATE FUNCTION f (a int) CALLED ON NULL INPUT RETURNS int LANGUAGE JavaScript AS 'x'";

function featuresOf(cql: string): string {
  const { statements, diagnostics } = parse(cql);
  assert.deepEqual(diagnostics, [], cql);
  return statements.flatMap(optionalFeatures).join(" ");
}

function needed(cql: string, version: string, settings: ServerSettings = {}): ReturnType<typeof neededFeatures> {
  return neededFeatures(parse(cql).statements, capabilitiesFor("cassandra", version, settings));
}

test("a statement says which of the things that may be switched off it needs", () => {
  const expected: Readonly<Record<string, string>> = {
    [VIEW]: "materializedViews",
    [JAVA]: "userDefinedFunctions",
    [SCRIPT]: "userDefinedFunctions scriptedFunctions",
    "CREATE CUSTOM INDEX ON t (a) USING 'org.apache.cassandra.index.sasi.SASIIndex'": "sasiIndexes",
    "CREATE CUSTOM INDEX ON t (a) USING 'StorageAttachedIndex'": "",
    "CREATE INDEX ON t (a)": "",
    "ALTER TABLE t DROP COMPACT STORAGE": "dropCompactStorage",
    "ALTER KEYSPACE k WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': '3/1'}": "transientReplication",
    "CREATE KEYSPACE k WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': 3}": "",
    "CREATE TABLE t (a int PRIMARY KEY) WITH cdc = true": "changeDataCapture",
    "ALTER TABLE t WITH cdc = 'TRUE'": "changeDataCapture",
    "ALTER TABLE t WITH cdc = false": "",
    "ALTER TABLE t WITH auto_repair = {'priority': 1}": "autoRepair",
    "CREATE TABLE t (a int PRIMARY KEY, b text MASKED WITH DEFAULT)": "dynamicDataMasking",
    "ALTER TABLE t ADD b text MASKED WITH DEFAULT": "dynamicDataMasking",
    "ALTER TABLE t ALTER b MASKED WITH mask_null()": "dynamicDataMasking",
    "ALTER TABLE t ALTER b DROP MASKED": "",
    "CREATE TABLE t (a int PRIMARY KEY)": "",
    "INSERT INTO t (a) VALUES (1)": "",
  };
  for (const [cql, features] of Object.entries(expected)) assert.equal(featuresOf(cql), features, cql);
});

test("each is named once, for the first statement that needs it, with whether it is on", () => {
  const found = needed(`${JAVA}; ${VIEW}; ${VIEW}; ALTER TABLE t WITH cdc = true`, "5.0", {
    materializedViews: false,
    changeDataCapture: true,
  });
  assert.deepEqual(
    found.map(({ feature, isOn, statementIndex, otherwise }) => [feature, isOn, statementIndex, otherwise]),
    [
      ["userDefinedFunctions", undefined, 0, "refused"],
      ["materializedViews", false, 1, "refused"],
      ["changeDataCapture", true, 3, "forgotten"],
    ],
  );
});

test("the setting has the name that the release gives it", () => {
  const settings = ["3.11", "4.0", "4.1", "5.0"].map((version) => needed(VIEW, version)[0]?.setting);
  const [before, after] = ["enable_materialized_views", "materialized_views_enabled"];
  assert.deepEqual(settings, [before, before, after, after]);
  assert.equal(needed("ALTER TABLE t WITH cdc = true", "4.0")[0]?.setting, "cdc_enabled");
});

test("functions in scripts are gone from Cassandra 5.0, so no switch brings them back", () => {
  assert.deepEqual(
    ["4.1", "5.0"].map((version) => needed(SCRIPT, version).map(({ feature }) => feature)),
    [["userDefinedFunctions", "scriptedFunctions"], ["userDefinedFunctions"]],
  );
});

test("other products than Cassandra do not have these switches", () => {
  assert.deepEqual(neededFeatures(parse(VIEW).statements, capabilitiesFor("scylla", "2025.1")), []);
});

test("what is switched off is said in a sentence with the place of the switch", () => {
  const server = capabilitiesFor("cassandra", "4.0");
  assert.equal(
    describeSwitchedOff("materializedViews", server),
    "materialized views are switched off on this cluster: `enable_materialized_views` in cassandra.yaml",
  );
  assert.match(
    describeSwitchedOff("autoRepair", server),
    /`cassandra\.autorepair\.enable` among the system properties/,
  );
});
