// Goal: what is predicted of guardrails is what a real server does. Method: a server whose limits are low, a role that is
// no superuser and one that is; each statement is judged on the live schema and what those before made of it, then run by the
// first, and, where that was refused, by the second. TEST_CASSANDRA_VERSION names another release than the newest.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Client } from "cassandra-driver";
import { readModel } from "../../src/adapters/cassandra/read-model.ts";
import type { SchemaModel } from "../../src/dialect/schema-model.ts";
import { withServer } from "./cassandra/server.ts";
import { withServerWithRoles } from "./server-with-roles.ts";

const VERSION = process.env.TEST_CASSANDRA_VERSION ?? "5.0.8";
const IS_5_0 = VERSION.startsWith("5.");
const MANY_COLUMNS = "k int PRIMARY KEY, a int, b int, c int, d int, e int";
const WINDOWS = "compaction = {'class': 'TimeWindowCompactionStrategy'}";

const SETTINGS = {
  materialized_views_enabled: true,
  keyspaces_warn_threshold: 2,
  keyspaces_fail_threshold: 3,
  tables_warn_threshold: 3,
  tables_fail_threshold: 12,
  columns_per_table_warn_threshold: 4,
  columns_per_table_fail_threshold: 5,
  secondary_indexes_per_table_warn_threshold: 1,
  secondary_indexes_per_table_fail_threshold: 2,
  materialized_views_per_table_warn_threshold: 1,
  materialized_views_per_table_fail_threshold: 2,
  fields_per_udt_warn_threshold: 2,
  fields_per_udt_fail_threshold: 3,
  minimum_replication_factor_warn_threshold: 2,
  table_properties_disallowed: ["caching"],
  table_properties_ignored: ["comment"],
  table_properties_warned: ["crc_check_chance"],
  allow_filtering_enabled: false,
  compact_tables_enabled: false,
  drop_truncate_table_enabled: false,
  group_by_enabled: false,
  uncompressed_tables_enabled: false,
  user_timestamps_enabled: false,
  ...(IS_5_0 && {
    maximum_replication_factor_fail_threshold: 3,
    vector_dimensions_warn_threshold: 4,
    vector_dimensions_fail_threshold: 8,
    drop_keyspace_enabled: false,
    simplestrategy_enabled: false,
  }),
};

/** In order; each builds on those before. */
const STATEMENTS: readonly string[] = [
  "CREATE TABLE shop.t (k int PRIMARY KEY, a int)",
  "CREATE TABLE IF NOT EXISTS shop.t (k int PRIMARY KEY, a int)",
  "CREATE TABLE shop.u (k int PRIMARY KEY, a int, b int, c int)",
  "ALTER TABLE shop.u ADD d int",
  "ALTER TABLE shop.u ADD e int",
  "ALTER TABLE shop.u DROP e",
  `CREATE TABLE shop.w (${MANY_COLUMNS})`,
  "CREATE TABLE shop.x (k int PRIMARY KEY) WITH caching = {'keys': 'NONE'}",
  "CREATE TABLE shop.y (k int PRIMARY KEY) WITH comment = 'x' AND crc_check_chance = 0.5",
  "CREATE TABLE shop.z (k int PRIMARY KEY) WITH compression = {'enabled': 'false'}",
  "CREATE TABLE IF NOT EXISTS shop.z (k int PRIMARY KEY) WITH compression = {'enabled': 'false'}",
  "ALTER TABLE shop.z WITH gc_grace_seconds = 1",
  "ALTER TABLE shop.t WITH caching = {'keys': 'NONE'}",
  "ALTER TABLE shop.t WITH comment = 'x'",
  "CREATE INDEX i ON shop.u (a)",
  "CREATE INDEX j ON shop.u (b)",
  "CREATE INDEX IF NOT EXISTS j ON shop.u (b)",
  "CREATE INDEX l ON shop.u (c)",
  "CREATE MATERIALIZED VIEW shop.v1 AS SELECT * FROM shop.t WHERE k IS NOT NULL AND a IS NOT NULL PRIMARY KEY (a, k)",
  "CREATE MATERIALIZED VIEW shop.v2 AS SELECT * FROM shop.t WHERE k IS NOT NULL AND a IS NOT NULL PRIMARY KEY (a, k)",
  "CREATE MATERIALIZED VIEW shop.v3 AS SELECT * FROM shop.t WHERE k IS NOT NULL AND a IS NOT NULL PRIMARY KEY (a, k)",
  "ALTER MATERIALIZED VIEW shop.v1 WITH caching = {'keys': 'NONE'}",
  "ALTER MATERIALIZED VIEW IF EXISTS shop.v1 WITH crc_check_chance = 0.5",
  "CREATE TYPE shop.p (a int, b int)",
  "ALTER TYPE shop.p ADD c int",
  "ALTER TYPE shop.p ADD d int",
  "CREATE TYPE shop.q (a int, b int, c int, d int)",
  "CREATE TABLE shop.full1 (k int PRIMARY KEY)",
  "CREATE TABLE shop.full2 (k int PRIMARY KEY)",
  "CREATE TABLE shop.full3 (k int PRIMARY KEY)",
  "CREATE TABLE IF NOT EXISTS shop.t (k int PRIMARY KEY, a int)",
  "CREATE TABLE shop.compact (k int PRIMARY KEY, a int) WITH COMPACT STORAGE",
  "INSERT INTO shop.t (k, a) VALUES (1, 1) USING TIMESTAMP 5",
  "INSERT INTO shop.t (k, a) VALUES (1, 1)",
  "UPDATE shop.t USING TIMESTAMP 5 SET a = 1 WHERE k = 1",
  "DELETE FROM shop.t USING TIMESTAMP 5 WHERE k = 1",
  "BEGIN BATCH INSERT INTO shop.t (k, a) VALUES (1, 1) USING TIMESTAMP 5 APPLY BATCH",
  "BEGIN BATCH USING TIMESTAMP 5 INSERT INTO shop.t (k, a) VALUES (1, 1) APPLY BATCH",
  "SELECT k FROM shop.t GROUP BY k",
  "SELECT k FROM shop.t WHERE a = 1 ALLOW FILTERING",
  "CREATE KEYSPACE two WITH replication = {'class': 'NetworkTopologyStrategy', 'datacenter1': 1}",
  "CREATE KEYSPACE IF NOT EXISTS two WITH replication = {'class': 'NetworkTopologyStrategy', 'datacenter1': 1}",
  "CREATE KEYSPACE three WITH replication = {'class': 'NetworkTopologyStrategy', 'replication_factor': 2}",
  "CREATE KEYSPACE four WITH replication = {'class': 'NetworkTopologyStrategy', 'datacenter1': 4}",
  "ALTER KEYSPACE four WITH durable_writes = false",
  "ALTER KEYSPACE two WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 2}",
  "ALTER KEYSPACE IF EXISTS nowhere WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 2}",
  "CREATE KEYSPACE IF NOT EXISTS two WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 2}",
  "ALTER KEYSPACE two WITH replication = {'class': 'org.apache.cassandra.locator.SimpleStrategy', 'replication_factor': 2}",
  `ALTER TABLE shop.t WITH ${WINDOWS}`,
  `ALTER TABLE shop.t WITH ${WINDOWS} AND default_time_to_live = 60`,
  `CREATE TABLE shop.windows (k int PRIMARY KEY) WITH ${WINDOWS}`,
  ...(IS_5_0
    ? [
        "ALTER TABLE shop.u ADD (f vector<float, 4>)",
        "CREATE TABLE shop.vectors (k int PRIMARY KEY, v list<frozen<vector<float, 9>>>, w vector<vector<float, 9>, 2>)",
        "CREATE TYPE shop.vectored (v vector<float, 5>)",
        "ALTER TYPE shop.vectored ADD w tuple<vector<float, 9>>",
      ]
    : []),
  "TRUNCATE shop.t",
  "DROP TABLE shop.w",
  "DROP TABLE IF EXISTS shop.nowhere",
  "DROP KEYSPACE two",
  "DROP KEYSPACE IF EXISTS nowhere",
];

interface Answer {
  readonly refusal: string | undefined;
  /** Those of guardrails. */
  readonly warnings: readonly string[];
}

async function run(client: Client, text: string): Promise<Answer> {
  try {
    const { warnings = [] } = (await client.execute(text)).info;
    return { refusal: undefined, warnings: warnings.filter((warning) => warning.startsWith("Guardrail ")) };
  } catch (error) {
    return { refusal: (error as Error).message, warnings: [] };
  }
}

withServer("guardrails", () => {
  let plain: Client;
  const server = withServerWithRoles({ version: VERSION, settings: SETTINGS }, async ({ admin, logIn }) => {
    const replication = "{'class': 'NetworkTopologyStrategy', 'replication_factor': 1}";
    await admin.execute(`CREATE KEYSPACE shop WITH replication = ${replication}`);
    await admin.execute("CREATE ROLE plain WITH PASSWORD = 'plain' AND LOGIN = true");
    await admin.execute("GRANT ALL ON ALL KEYSPACES TO plain");
    plain = await logIn("plain", "plain");
  });

  test("each guardrail refuses, warns or keeps silent as predicted, and never binds a superuser", async () => {
    let model: SchemaModel | undefined = await readModel(server().admin, "shop");
    for (const text of STATEMENTS) {
      assert.ok(model !== undefined);
      const { guardrails, refusal, after: next } = model.tryStatement(text, "shop");
      assert.equal(refusal, undefined, text);
      model = next;
      const failures = guardrails.filter(({ level }) => level === "fail").map(({ guardrail }) => guardrail);
      const answer = await run(plain, text);
      if (failures.length === 0) {
        assert.equal(answer.refusal, undefined, text);
        assert.equal(answer.warnings.length, guardrails.length, `${text}: ${answer.warnings.join("; ")}`);
        continue;
      }
      assert.match(answer.refusal ?? "", /^Guardrail /, `${text}: ${failures.join(", ")}`);
      const base = failures[0]?.replace(/_(?:fail_threshold|enabled|disallowed)$/, "");
      assert.match(answer.refusal ?? "", new RegExp(`^Guardrail ${base}`), text);
      assert.deepEqual(await run(server().admin, text), { refusal: undefined, warnings: [] }, text);
    }
  });
});
