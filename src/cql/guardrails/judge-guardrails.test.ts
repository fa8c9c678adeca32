import assert from "node:assert/strict";
import { test } from "node:test";
import type { Capabilities } from "../capabilities.ts";
import { parse } from "../parser/parse.ts";
import { simulate } from "../simulate/simulate.ts";
import { cassandra, SHOP, schemaAfter } from "../simulate/simulate-fixture.test.ts";
import type { GuardrailHit, Guardrails } from "./guardrails.ts";
import { judgeGuardrails } from "./judge-guardrails.ts";

interface Options {
  /** What is there. */
  readonly made?: string;
  readonly capabilities?: Capabilities;
  readonly hiddenTableCount?: number;
}

const TABLE = "CREATE TABLE t (k int PRIMARY KEY, a int);";
const VIEW = "CREATE MATERIALIZED VIEW v AS SELECT * FROM t WHERE k IS NOT NULL AND a IS NOT NULL PRIMARY KEY (a, k)";

function judge(guardrails: Guardrails, text: string, options: Options = {}): readonly GuardrailHit[] {
  const { made = "", capabilities = cassandra("5.0"), hiddenTableCount } = options;
  const before = schemaAfter(SHOP + made, capabilities);
  const [statement] = parse(text).statements;
  assert.ok(statement !== undefined, text);
  const { schema, diagnostics } = simulate(before, statement, capabilities);
  assert.deepEqual(diagnostics, [], text);
  return judgeGuardrails(before, schema, statement, { guardrails, capabilities, hiddenTableCount });
}

/** "name level", each with the words that it means. */
function said(guardrails: Guardrails, text: string, options?: Options): readonly string[] {
  return judge(guardrails, text, options).map(({ guardrail, level, span }) => {
    return `${guardrail} ${level}: ${text.slice(span.start, span.end)}`;
  });
}

test("a number above its threshold fails, one between the two warns, and one that reaches it does neither", () => {
  const guardrails = { columns_per_table_warn_threshold: 2, columns_per_table_fail_threshold: 3 };
  const create = (columns: string): string => `CREATE TABLE u (k int PRIMARY KEY${columns})`;
  assert.deepEqual(said(guardrails, create(", a int")), []);
  assert.deepEqual(said(guardrails, create(", a int, b int")), ["columns_per_table_warn_threshold warn: u"]);
  assert.deepEqual(said(guardrails, create(", a int, b int, c int")), ["columns_per_table_fail_threshold fail: u"]);
});

test("what is said names the guardrail, its value, whom it binds and what there would be", () => {
  const [hit] = judge({ columns_per_table_fail_threshold: 2 }, "ALTER TABLE t ADD b int", { made: TABLE });
  assert.equal(
    hit?.message,
    "the guardrail `columns_per_table_fail_threshold` (2) refuses this to roles that are no superuser: table `t` would have 3 columns",
  );
});

test("a threshold below 1 and a switch that is on say nothing", () => {
  const guardrails = { tables_fail_threshold: -1, tables_warn_threshold: 0, alter_table_enabled: true };
  assert.deepEqual(said(guardrails, "CREATE TABLE u (k int PRIMARY KEY)"), []);
  assert.deepEqual(said(guardrails, "ALTER TABLE t ADD b int", { made: TABLE }), []);
});

test("tables of all keyspaces count, views with them, and those that the schema leaves out", () => {
  const made = `${TABLE} ${VIEW}; CREATE KEYSPACE other WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}; CREATE TABLE other.u (k int PRIMARY KEY);`;
  const create = "CREATE TABLE x (k int PRIMARY KEY)";
  assert.deepEqual(said({ tables_fail_threshold: 4 }, create, { made }), []);
  assert.deepEqual(said({ tables_fail_threshold: 3 }, create, { made }), ["tables_fail_threshold fail: x"]);
  assert.deepEqual(said({ tables_fail_threshold: 4 }, create, { made, hiddenTableCount: 1 }), [
    "tables_fail_threshold fail: x",
  ]);
});

test("IF NOT EXISTS does not keep away what is asked before the table is looked for", () => {
  const create = "CREATE TABLE IF NOT EXISTS t (k int PRIMARY KEY, a int) WITH compression = {'enabled': 'false'}";
  const guardrails = { tables_fail_threshold: 1, uncompressed_tables_enabled: false };
  assert.deepEqual(said(guardrails, create, { made: TABLE }), ["tables_fail_threshold fail: t"]);
});

test("options of a table: disallowed, left out, warned of, each at its place", () => {
  const guardrails = {
    table_properties_disallowed: ["CACHING"],
    table_properties_ignored: ["comment"],
    table_properties_warned: ["gc_grace_seconds"],
  };
  const options = "caching = {'keys': 'ALL'} AND comment = 'x' AND gc_grace_seconds = 5 AND crc_check_chance = 1";
  const expected = [
    "table_properties_disallowed fail: caching = {'keys': 'ALL'}",
    "table_properties_ignored warn: comment = 'x'",
    "table_properties_warned warn: gc_grace_seconds = 5",
  ];
  assert.deepEqual(said(guardrails, `CREATE TABLE u (k int PRIMARY KEY) WITH ${options}`), expected);
  assert.deepEqual(said(guardrails, `ALTER TABLE t WITH ${options}`, { made: TABLE }), expected);
  assert.deepEqual(said(guardrails, `${VIEW} WITH comment = 'x'`, { made: TABLE }), [
    "table_properties_ignored warn: comment = 'x'",
  ]);
  assert.deepEqual(said(guardrails, "ALTER MATERIALIZED VIEW v WITH comment = 'x'", { made: `${TABLE} ${VIEW};` }), [
    "table_properties_ignored warn: comment = 'x'",
  ]);
});

test("each switch and what it forbids", () => {
  const made = `${TABLE} CREATE TABLE gone (k int PRIMARY KEY);`;
  const cases: readonly (readonly [keyof Guardrails, string])[] = [
    ["alter_table_enabled", "ALTER TABLE t ADD b int"],
    ["alter_table_enabled", "ALTER TABLE t DROP a"],
    ["alter_table_enabled", "ALTER TABLE t RENAME k TO l"],
    ["drop_truncate_table_enabled", "DROP TABLE gone"],
    ["drop_truncate_table_enabled", "TRUNCATE t"],
    ["drop_keyspace_enabled", "DROP KEYSPACE shop"],
    ["secondary_indexes_enabled", "CREATE INDEX ON t (a)"],
    ["uncompressed_tables_enabled", "ALTER TABLE t WITH compression = {'enabled': 'false'}"],
    ["uncompressed_tables_enabled", "CREATE TABLE u (k int PRIMARY KEY) WITH compression = {'enabled': 'false'}"],
    ["vector_type_enabled", "ALTER TABLE t ADD b vector<float, 3>"],
    ["compact_tables_enabled", "CREATE TABLE u (k int PRIMARY KEY, a int) WITH COMPACT STORAGE"],
    ["user_timestamps_enabled", "INSERT INTO t (k, a) VALUES (1, 1) USING TIMESTAMP 5"],
    ["user_timestamps_enabled", "BEGIN BATCH UPDATE t USING TIMESTAMP 5 SET a = 1 WHERE k = 1; APPLY BATCH"],
    ["group_by_enabled", "SELECT k FROM t GROUP BY k"],
    ["allow_filtering_enabled", "SELECT k FROM t WHERE a = 1 ALLOW FILTERING"],
  ];
  for (const [name, text] of cases) {
    const hits = judge({ [name]: false }, text, { made });
    assert.deepEqual(
      hits.map(({ guardrail, level }) => `${guardrail} ${level}`),
      [`${name} fail`],
      text,
    );
    assert.deepEqual(judge({ [name]: true }, text, { made }), [], text);
  }
});

test("other changes of a table are no changes of its columns, and the timestamp of a batch passes", () => {
  assert.deepEqual(said({ alter_table_enabled: false }, "ALTER TABLE t WITH comment = 'x'", { made: TABLE }), []);
  const batch = "BEGIN BATCH USING TIMESTAMP 5 INSERT INTO t (k) VALUES (1); APPLY BATCH";
  assert.deepEqual(said({ user_timestamps_enabled: false }, batch, { made: TABLE }), []);
});

test("SimpleStrategy counts by the name as it is written", () => {
  const guardrails = { simplestrategy_enabled: false };
  const create = (name: string): string =>
    `CREATE KEYSPACE IF NOT EXISTS shop WITH replication = {'class': '${name}', 'replication_factor': 1}`;
  assert.deepEqual(said(guardrails, create("SimpleStrategy")), ["simplestrategy_enabled fail: 'SimpleStrategy'"]);
  assert.deepEqual(said(guardrails, create("org.apache.cassandra.locator.SimpleStrategy")), []);
  const alter = "ALTER KEYSPACE shop WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}";
  assert.deepEqual(said(guardrails, alter), ["simplestrategy_enabled fail: 'SimpleStrategy'"]);
});

test("replicas count in each data centre, as many as the keyspace will have", () => {
  const guardrails = { minimum_replication_factor_fail_threshold: 3, maximum_replication_factor_warn_threshold: 3 };
  const create =
    "CREATE KEYSPACE other WITH replication = {'class': 'NetworkTopologyStrategy', 'a': 2, 'b': 4, 'c': 3}";
  assert.deepEqual(
    judge(guardrails, create).map(({ message }) => message.replace(/^.*: /, "")),
    ["keyspace `other` would have 2 replicas in `a`", "keyspace `other` would have 4 replicas in `b`"],
  );
  assert.deepEqual(said(guardrails, "ALTER KEYSPACE shop WITH durable_writes = false"), [
    "minimum_replication_factor_fail_threshold fail: shop",
  ]);
});

test("keyspaces, indexes, views, fields and dimensions are counted as they will be", () => {
  const keyspace = "CREATE KEYSPACE other WITH replication = {'class': 'NetworkTopologyStrategy', 'a': 3}";
  assert.deepEqual(said({ keyspaces_warn_threshold: 1 }, keyspace), ["keyspaces_warn_threshold warn: other"]);
  const indexed = `${TABLE} ALTER TABLE t ADD b int; CREATE INDEX i ON t (a);`;
  assert.deepEqual(
    said({ secondary_indexes_per_table_fail_threshold: 1 }, "CREATE INDEX j ON t (b)", { made: indexed }),
    ["secondary_indexes_per_table_fail_threshold fail: j"],
  );
  const again = "CREATE INDEX IF NOT EXISTS i ON t (a)";
  assert.deepEqual(said({ secondary_indexes_per_table_fail_threshold: 1 }, again, { made: indexed }), []);
  const second = VIEW.replace("VIEW v", "VIEW w");
  assert.deepEqual(said({ materialized_views_per_table_fail_threshold: 1 }, second, { made: `${TABLE} ${VIEW};` }), [
    "materialized_views_per_table_fail_threshold fail: w",
  ]);
  const type = "CREATE TYPE p (a int, b int);";
  assert.deepEqual(said({ fields_per_udt_warn_threshold: 1 }, type), ["fields_per_udt_warn_threshold warn: p"]);
  assert.deepEqual(said({ fields_per_udt_warn_threshold: 2 }, "ALTER TYPE p ADD c int", { made: type }), [
    "fields_per_udt_warn_threshold warn: p",
  ]);
  const vector = "CREATE TABLE u (k int PRIMARY KEY, v list<frozen<tuple<vector<float, 9>>>>)";
  assert.deepEqual(said({ vector_dimensions_fail_threshold: 8 }, vector), [
    "vector_dimensions_fail_threshold fail: vector<float, 9>",
  ]);
});

test("time windows without a time to live are judged by the statement alone", () => {
  const window = "compaction = {'class': 'TimeWindowCompactionStrategy'}";
  const made = "CREATE TABLE t (k int PRIMARY KEY) WITH default_time_to_live = 60;";
  const alter = `ALTER TABLE t WITH ${window}`;
  assert.deepEqual(said({ zero_ttl_on_twcs_warned: true }, alter, { made }), [
    `zero_ttl_on_twcs_warned warn: ${window}`,
  ]);
  assert.deepEqual(said({ zero_ttl_on_twcs_warned: true, zero_ttl_on_twcs_enabled: false }, alter, { made }), [
    `zero_ttl_on_twcs_enabled fail: ${window}`,
  ]);
  assert.deepEqual(said({ zero_ttl_on_twcs_warned: true }, `${alter} AND default_time_to_live = 60`, { made }), []);
});

test("a release has its own guardrails, and those before 4.1 and other products none", () => {
  const guardrails = { simplestrategy_enabled: false, keyspaces_fail_threshold: 1 };
  const create = "CREATE KEYSPACE other WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}";
  const on = (version: string): number => judge(guardrails, create, { capabilities: cassandra(version) }).length;
  assert.deepEqual([on("5.0"), on("4.1"), on("4.0"), on("3.11")], [2, 1, 0, 0]);
});
