import assert from "node:assert/strict";
import { test } from "node:test";
import { capabilitiesFor } from "../capabilities.ts";
import { printCqlType } from "../schema/print-cql-type.ts";
import { assertVerdicts, cassandra, keyspaceIn, refusal, SHOP, schemaAfter, tableIn } from "./simulate-fixture.test.ts";

const POINT = `${SHOP} CREATE TYPE point (x int, y int);`;
const TABLE = `${POINT} CREATE TABLE t (k int, c int, v int, w text, s int static, p frozen<point>, q point, PRIMARY KEY (k, c));`;
const VIEW =
  "CREATE TABLE b (k int, c int, v int, PRIMARY KEY (k, c));" +
  "CREATE MATERIALIZED VIEW m AS SELECT * FROM b WHERE k IS NOT NULL AND c IS NOT NULL PRIMARY KEY (c, k);" +
  "CREATE MATERIALIZED VIEW n AS SELECT k, c, v FROM b WHERE k > 3 AND c IS NOT NULL PRIMARY KEY (c, k);";

test("ADD takes new columns alone", () => {
  assertVerdicts(TABLE, {
    "ALTER TABLE t ADD a int": "all",
    "ALTER TABLE t ADD (a int, b list<int>)": "all",
    "ALTER TABLE t ADD (a int, a int)": "none",
    "ALTER TABLE t ADD v int": "none",
    "ALTER TABLE t ADD k int": "none",
    "ALTER TABLE t ADD a counter": "none",
    "ALTER TABLE t ADD a nothing": "none",
    "ALTER TABLE t ADD a int static": "all",
    "ALTER TABLE nobody ADD a int": "none",
    "ALTER TABLE nowhere.t ADD a int": "none",
    "ALTER TABLE IF EXISTS nobody ADD a int": "4.1 5.0",
    "ALTER TABLE IF EXISTS nowhere.t ADD a int": "4.1 5.0",
  });
});

test("ADD IF NOT EXISTS passes over a column of another type in silence, but not over a type that is unknown", () => {
  assertVerdicts(TABLE, {
    "ALTER TABLE t ADD IF NOT EXISTS v text": "4.1 5.0",
    "ALTER TABLE t ADD IF NOT EXISTS v nothing": "none",
  });
  const table = tableIn(schemaAfter(`${TABLE} ALTER TABLE t ADD IF NOT EXISTS (v text, a int);`), "t");
  assert.deepEqual(table.columns.get("v")?.type, { kind: "native", name: "int" });
  assert.ok(table.columns.has("a"));
});

test("a static column needs a clustering column", () => {
  assertVerdicts(`${SHOP} CREATE TABLE t (k int PRIMARY KEY);`, { "ALTER TABLE t ADD a int static": "none" });
});

test("Cassandra 3.11 adds a user-defined type whose collections are not frozen, later ones do not", () => {
  assertVerdicts(`${SHOP} CREATE TYPE bag (items list<int>); CREATE TABLE t (k int PRIMARY KEY);`, {
    "ALTER TABLE t ADD a bag": "3.11",
    "ALTER TABLE t ADD a frozen<bag>": "all",
    "ALTER TABLE t ADD IF NOT EXISTS k bag": "4.1 5.0",
  });
});

test("a table of counters takes counters alone, even when it has none left", () => {
  const counters = `${SHOP} CREATE TABLE t (k int PRIMARY KEY, a counter);`;
  const added = { "ALTER TABLE t ADD b int": "none", "ALTER TABLE t ADD b counter": "all" };
  assertVerdicts(counters, added);
  assertVerdicts(`${counters} ALTER TABLE t DROP a;`, { ...added, "ALTER TABLE t ADD a counter": "none" });
  assertVerdicts(counters, { "ALTER TABLE t WITH default_time_to_live = 10": "none" });
});

test("a table that was made for counters has no index and no view, even when it has no counter left", () => {
  const attached = {
    "CREATE INDEX ON t (c)": "none",
    "CREATE MATERIALIZED VIEW v AS SELECT k, c FROM t WHERE k IS NOT NULL AND c IS NOT NULL PRIMARY KEY (c, k)": "none",
  };
  const counters = `${SHOP} CREATE TABLE t (k int, c int, a counter, PRIMARY KEY (k, c));`;
  assertVerdicts(counters, attached);
  assertVerdicts(`${counters} ALTER TABLE t DROP a;`, attached);
});

test("a view of all columns gets the columns that its table gets, static ones aside", () => {
  const schema = schemaAfter(`${SHOP}${VIEW} ALTER TABLE b ADD (x int, y text); ALTER TABLE b ADD z int static;`);
  assert.deepEqual(
    keyspaceIn(schema)
      .views.get("m")
      ?.columns.sorted()
      .map(({ name }) => name),
    ["c", "k", "v", "x", "y"],
  );
  assert.deepEqual(
    keyspaceIn(schema)
      .views.get("n")
      ?.columns.sorted()
      .map(({ name }) => name),
    ["c", "k", "v"],
  );
});

test("a column that was dropped comes back with a type that can read its values", () => {
  const before = (type: string): string =>
    `${POINT} CREATE TABLE t (k int, c int, v ${type}, PRIMARY KEY (k, c)); ALTER TABLE t DROP v;`;
  const again: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    int: { int: "all", bigint: "none", varint: "none", blob: "none", text: "none", "int static": "none" },
    text: { text: "all", blob: "all", ascii: "none" },
    ascii: { text: "all" },
    bigint: { timestamp: "all", time: "none" },
    timestamp: { bigint: "all" },
    timeuuid: { uuid: "all" },
    uuid: { timeuuid: "none" },
    "list<int>": { "list<int>": "all", "list<varint>": "none", "frozen<list<int>>": "none", "set<int>": "none" },
    "list<ascii>": { "list<text>": "all" },
    "set<text>": { "set<blob>": "all" },
    "frozen<list<int>>": { "frozen<list<int>>": "all", blob: "3.11 4.0 4.1" },
    "map<ascii, ascii>": { "map<text, blob>": "all" },
    "tuple<int, ascii>": { "tuple<varint, blob, int>": "all", "tuple<int>": "none", blob: "all" },
    "frozen<point>": { "frozen<point>": "none", "tuple<int, int>": "all", "tuple<int>": "none" },
    "list<frozen<point>>": { "list<frozen<point>>": "none", "list<frozen<tuple<int, int>>>": "all" },
    "set<frozen<point>>": { "set<frozen<point>>": "all" },
  };
  for (const [type, verdicts] of Object.entries(again)) {
    const statements = Object.entries(verdicts).map(([next, takers]) => [`ALTER TABLE t ADD v ${next}`, takers]);
    assertVerdicts(before(type), Object.fromEntries(statements));
  }
});

test("ScyllaDB lets a column come back with any type, collections and counters aside", () => {
  const scylla = capabilitiesFor("scylla", "2025.1");
  const before = (type: string): string =>
    "CREATE KEYSPACE shop WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': 1}; USE shop;" +
    `CREATE TABLE t (k int PRIMARY KEY, v ${type}); ALTER TABLE t DROP v;`;
  assert.equal(refusal(before("int"), "ALTER TABLE t ADD v text", scylla), undefined);
  assert.ok(refusal(before("list<int>"), "ALTER TABLE t ADD v list<text>", scylla)?.includes("was dropped"));
  assert.ok(refusal(before("counter"), "ALTER TABLE t ADD v counter", scylla)?.includes("cannot be added again"));
});

test("DROP takes no key, no column with an index, and none of a table with a view", () => {
  assertVerdicts(`${TABLE} CREATE INDEX by_w ON t (w);`, {
    "ALTER TABLE t DROP v": "all",
    "ALTER TABLE t DROP (v, s)": "all",
    "ALTER TABLE t DROP (v, v)": "4.0 4.1 5.0",
    "ALTER TABLE t DROP k": "none",
    "ALTER TABLE t DROP c": "none",
    "ALTER TABLE t DROP nothing": "none",
    "ALTER TABLE t DROP IF EXISTS nothing": "4.1 5.0",
    "ALTER TABLE t DROP w": "none",
    "ALTER TABLE t DROP p": "all",
    "ALTER TABLE t DROP q": "3.11",
  });
  assertVerdicts(SHOP + VIEW, { "ALTER TABLE b DROP v": "none" });
});

test("what is dropped is remembered with tuples for user-defined types", () => {
  const schema = schemaAfter(
    `${TABLE} ALTER TABLE t DROP q; ALTER TABLE t DROP (p, s) USING TIMESTAMP 1700000000123456;`,
    cassandra("3.11"),
  );
  const dropped = tableIn(schema, "t").dropped.sorted();
  assert.deepEqual(
    dropped.map(({ name, type, kind, droppedAtMicros }) => [name, printCqlType(type), kind, droppedAtMicros]),
    [
      ["p", "frozen<tuple<int, int>>", "regular", "1700000000123000"],
      ["q", "frozen<tuple<int, int>>", "regular", undefined],
      ["s", "int", "static", "1700000000123000"],
    ],
  );
});

test("RENAME takes columns of the key alone, without an index, to names that are free", () => {
  assertVerdicts(`${TABLE} CREATE TABLE u (k int, c int, d int, PRIMARY KEY (k, c, d)); CREATE INDEX ON u (c);`, {
    "ALTER TABLE t RENAME k TO kk": "all",
    "ALTER TABLE t RENAME k TO kk AND c TO cc": "all",
    "ALTER TABLE t RENAME k TO v": "none",
    "ALTER TABLE t RENAME k TO x AND c TO x": "none",
    "ALTER TABLE t RENAME k TO x AND x TO y": "none",
    "ALTER TABLE t RENAME k TO c AND c TO x": "none",
    "ALTER TABLE t RENAME v TO vv": "none",
    "ALTER TABLE t RENAME nothing TO vv": "none",
    "ALTER TABLE t RENAME IF EXISTS nothing TO vv": "none",
    "ALTER TABLE u RENAME c TO cc": "none",
    "ALTER TABLE u RENAME d TO dd": "all",
  });
});

test("a rename goes into the key, into the views, and into what they select", () => {
  const schema = schemaAfter(`${SHOP}${VIEW} ALTER TABLE b RENAME k TO "the key" AND c TO d;`);
  const table = tableIn(schema, "b");
  assert.deepEqual(table.partitionKey, ["the key"]);
  assert.deepEqual(table.clustering, [{ name: "d", order: "asc" }]);
  assert.deepEqual([...table.columns.keys()].sort(), ["d", "the key", "v"]);
  const view = keyspaceIn(schema).views.get("n");
  assert.deepEqual(view?.partitionKey, ["d"]);
  assert.deepEqual(view?.clustering, [{ name: "the key", order: "asc" }]);
  assert.equal(view?.where, '"the key" > 3 AND d IS NOT NULL');
});

test("types of columns cannot be altered in Cassandra", () => {
  assertVerdicts(TABLE, { "ALTER TABLE t ALTER v TYPE bigint": "none", "ALTER TABLE t ALTER v TYPE int": "none" });
});

test("ScyllaDB alters a type to one that reads the same values", () => {
  const scylla = capabilitiesFor("scylla", "2025.1");
  const before =
    "CREATE KEYSPACE shop WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': 1}; USE shop;" +
    "CREATE TABLE t (k int, c int, i int, b bigint, PRIMARY KEY (k, c));";
  assert.equal(refusal(before, "ALTER TABLE t ALTER i TYPE blob", scylla), undefined);
  assert.equal(refusal(before, "ALTER TABLE t ALTER i TYPE varint", scylla), undefined);
  assert.equal(refusal(before, "ALTER TABLE t ALTER b TYPE timestamp", scylla), undefined);
  assert.ok(refusal(before, "ALTER TABLE t ALTER i TYPE bigint", scylla) !== undefined);
  assert.ok(refusal(before, "ALTER TABLE t ALTER c TYPE blob", scylla) !== undefined);
});

test("a view is no table, and keeps its table's gc_grace_seconds above 0", () => {
  assertVerdicts(SHOP + VIEW, {
    "ALTER TABLE m ADD x int": "none",
    "DROP TABLE m": "none",
    "DROP TABLE b": "none",
    "CREATE TABLE m (k int PRIMARY KEY)": "none",
    "ALTER TABLE b WITH gc_grace_seconds = 0": "none",
    "ALTER TABLE b WITH gc_grace_seconds = 1": "all",
  });
  assertVerdicts(TABLE, { "ALTER TABLE t WITH gc_grace_seconds = 0": "all" });
});

const COMPACT =
  `${SHOP} CREATE TABLE t (k int PRIMARY KEY, a int, b int) WITH COMPACT STORAGE;` +
  "CREATE TABLE u (k int, c int, v int, PRIMARY KEY (k, c)) WITH COMPACT STORAGE;";

test("a compact table takes no columns and loses few", () => {
  assertVerdicts(COMPACT, {
    "ALTER TABLE t ADD x int": "none",
    "ALTER TABLE t ADD IF NOT EXISTS a int": "4.1 5.0",
    "ALTER TABLE t DROP a": "4.0 4.1 5.0",
    "ALTER TABLE t DROP value": "none",
    "ALTER TABLE u DROP v": "none",
    "ALTER TABLE t RENAME column1 TO x": "none",
    "ALTER TABLE u RENAME v TO x": "3.11",
    "ALTER TABLE u RENAME c TO x": "all",
  });
});

test("DROP COMPACT STORAGE shows the hidden columns", () => {
  const table = tableIn(schemaAfter(`${COMPACT} ALTER TABLE t DROP COMPACT STORAGE;`), "t");
  assert.equal(table.compact, undefined);
  assert.deepEqual([...table.columns.keys()].sort(), ["a", "b", "column1", "k", "value"]);
  assertVerdicts(TABLE, { "ALTER TABLE t DROP COMPACT STORAGE": "none" });
  const off = cassandra("5.0", { dropCompactStorage: false });
  assert.ok(refusal(COMPACT, "ALTER TABLE t DROP COMPACT STORAGE", off)?.includes("switched off"));
});

test("a mask fits the type of its column", () => {
  const masked = (type: string, mask: string): string =>
    `CREATE TABLE m (k int PRIMARY KEY, v ${type} MASKED WITH ${mask})`;
  assertVerdicts(POINT, {
    [masked("text", "DEFAULT")]: "5.0",
    [masked("list<int>", "mask_null()")]: "5.0",
    [masked("text", "mask_inner(1, null)")]: "5.0",
    [masked("text", "system.mask_outer(1, 1, '#')")]: "5.0",
    [masked("int", "mask_inner(1, 1)")]: "none",
    [masked("blob", "mask_hash('SHA-256')")]: "5.0",
    [masked("text", "mask_hash()")]: "none",
    [masked("int", "mask_replace(0)")]: "5.0",
    [masked("int", "mask_replace('x')")]: "none",
    [masked("int", "mask_replace()")]: "none",
    [masked("int", "now()")]: "none",
    [masked("int", "shop.nothing()")]: "none",
    [masked("int", "nowhere.mask()")]: "none",
  });
});

test("a mask is set and dropped in the table and in its views", () => {
  const masked = schemaAfter(`${SHOP}${VIEW} ALTER TABLE b ALTER v MASKED WITH mask_replace(-1);`);
  const mask = { keyspace: "system", function: "mask_replace", args: ["-1"] };
  assert.deepEqual(tableIn(masked, "b").columns.get("v")?.mask, mask);
  assert.deepEqual(keyspaceIn(masked).views.get("m")?.columns.get("v")?.mask, mask);
  const dropped = schemaAfter(
    `${SHOP}${VIEW} ALTER TABLE b ALTER v MASKED WITH mask_replace(-1); ALTER TABLE b ALTER v DROP MASKED;`,
  );
  assert.equal(keyspaceIn(dropped).views.get("m")?.columns.get("v")?.mask, undefined);
});

test("where masking is off, only ADD makes a mask", () => {
  const off = cassandra("5.0", { dynamicDataMasking: false });
  assert.ok(refusal(TABLE, "ALTER TABLE t ALTER v MASKED WITH DEFAULT", off)?.includes("dynamic_data_masking_enabled"));
  assert.ok(refusal(SHOP, "CREATE TABLE t (k int PRIMARY KEY, v int MASKED WITH DEFAULT)", off) !== undefined);
  assert.equal(refusal(TABLE, "ALTER TABLE t ADD x int MASKED WITH DEFAULT", off), undefined);
  assert.equal(refusal(TABLE, "ALTER TABLE t ALTER v DROP MASKED", off), undefined);
});

test("Cassandra 5.0 reads the values of options before it looks for the table", () => {
  assertVerdicts(TABLE, {
    "ALTER TABLE IF EXISTS nobody WITH caching = 'ALL'": "4.1",
    "ALTER TABLE IF EXISTS nobody WITH nothing = 'ALL'": "4.1 5.0",
    "ALTER TABLE IF EXISTS nobody WITH compaction = {'class': 'Nothing'}": "4.1",
    "ALTER TABLE IF EXISTS nobody WITH compaction = {'class': 'LeveledCompactionStrategy', 'nothing': '1'}": "4.1 5.0",
    "CREATE TABLE IF NOT EXISTS t (k int PRIMARY KEY) WITH caching = 'ALL'": "4.0 4.1",
  });
});

test("Cassandra 4.0 and 4.1 do not see a change of additional_write_policy alone", () => {
  const optionsAfter = (text: string, version: string): unknown =>
    tableIn(schemaAfter(`${TABLE} ALTER TABLE t WITH ${text};`, cassandra(version)), "t").options;
  const alone = "additional_write_policy = '75p'";
  assert.deepEqual(optionsAfter(alone, "4.0"), {});
  assert.deepEqual(optionsAfter(alone, "4.1"), {});
  assert.deepEqual(optionsAfter(alone, "5.0"), { additional_write_policy: "75p" });
  const both = { additional_write_policy: "75p", comment: "x" };
  assert.deepEqual(optionsAfter(`${alone} AND comment = 'x'`, "4.1"), both);
});

test("a counter within a type keeps its column from being dropped on 3.11", () => {
  const made = `${SHOP} CREATE TYPE u (n 'CounterColumnType'); CREATE TABLE t (k int PRIMARY KEY, a frozen<u>, b int);`;
  assertVerdicts(made, { "ALTER TABLE t DROP a": "4.0 4.1 5.0", "ALTER TABLE t DROP b": "all" });
});
