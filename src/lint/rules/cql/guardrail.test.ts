import assert from "node:assert/strict";
import { test } from "node:test";
import { capabilitiesFor } from "../../../cql/capabilities.ts";
import { lintFiles, messagesOf, wordsOf } from "../../lint-fixture.test.ts";

test("nothing is said where no limit is configured", () => {
  assert.deepEqual(wordsOf("guardrail", "DROP TABLE t; TRUNCATE u;"), []);
});

test("limits count what the files make, in both sides", () => {
  const guardrails = { tables_fail_threshold: 2, drop_truncate_table_enabled: false };
  const files = {
    "V1__a.cql": "CREATE TABLE a (k int PRIMARY KEY);\n-- @down\nDROP TABLE a;",
    "V2__b.cql": "CREATE TABLE b (k int PRIMARY KEY); CREATE TABLE c (k int PRIMARY KEY);",
  };
  const refuses = "refuses this to roles that are no superuser";
  assert.deepEqual(messagesOf("guardrail", files, { guardrails }), [
    `V1__a.cql: the guardrail \`drop_truncate_table_enabled: false\` ${refuses}: it drops a table`,
    `V2__b.cql: the guardrail \`tables_fail_threshold\` (2) ${refuses}: the cluster would have 3 tables and views`,
  ]);
});

test("what no file makes is taken to be there", () => {
  const guardrails = {
    alter_table_enabled: false,
    table_properties_disallowed: ["caching"],
    simplestrategy_enabled: false,
  };
  const text = [
    "ALTER TABLE legacy ADD a int;",
    "ALTER TABLE legacy WITH caching = {'keys': 'NONE'};",
    "ALTER KEYSPACE other WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 3};",
    "INSERT INTO legacy (k) VALUES (1) USING TIMESTAMP 5;",
  ].join("\n");
  assert.deepEqual(wordsOf("guardrail", text, { guardrails }), [
    "legacy",
    "caching = {'keys': 'NONE'}",
    "'SimpleStrategy'",
  ]);
});

test("a statement that is refused anyway meets no guardrail", () => {
  const text = "CREATE TABLE t (k int PRIMARY KEY); ALTER TABLE t ADD k int;";
  assert.deepEqual(wordsOf("guardrail", text, { guardrails: { alter_table_enabled: false } }), []);
});

test("it warns, and says once what every profile meets", () => {
  const files = { "V1__a.cql": "-- @env dev\nSELECT k FROM t;", "V2__b.cql": "TRUNCATE t;" };
  const found = lintFiles(files, { guardrails: { drop_truncate_table_enabled: false } });
  assert.deepEqual(
    found.filter(({ rule }) => rule === "guardrail").map(({ severity }) => severity),
    ["warn"],
  );
});

test("a release before 4.1 has no guardrails", () => {
  const options = { guardrails: { drop_truncate_table_enabled: false } };
  const capabilities = capabilitiesFor("cassandra", "4.0");
  assert.deepEqual(wordsOf("guardrail", "TRUNCATE t;", options), ["t"]);
  assert.deepEqual(wordsOf("guardrail", "TRUNCATE t;", { ...options, capabilities }), []);
});
