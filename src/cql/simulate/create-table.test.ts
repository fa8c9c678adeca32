import assert from "node:assert/strict";
import { test } from "node:test";
import { capabilitiesFor } from "../capabilities.ts";
import { printCqlType } from "../schema/print-cql-type.ts";
import type { Table } from "../schema/schema.ts";
import { assertVerdicts, refusal, SHOP, schemaAfter, tableIn } from "./simulate-fixture.test.ts";

const TYPES = `${SHOP} CREATE TYPE point (x int, y int); CREATE TYPE bag (items list<int>); CREATE TYPE span (d duration);`;

function columnsOf(table: Table): readonly string[] {
  return table.columns.sorted().map(({ name, type, kind }) => `${name} ${printCqlType(type)} ${kind}`);
}

test("columns have their kinds, and the key its order", () => {
  const text =
    "CREATE TABLE t (a int, b text static, c varchar, d int, e list<int>, PRIMARY KEY ((d, a), c)) WITH CLUSTERING ORDER BY (c DESC)";
  const table = tableIn(schemaAfter(SHOP + text), "t");
  assert.deepEqual(columnsOf(table), [
    "a int partition-key",
    "b text static",
    "c text clustering",
    "d int partition-key",
    "e list<int> regular",
  ]);
  assert.deepEqual(table.partitionKey, ["d", "a"]);
  assert.deepEqual(table.clustering, [{ name: "c", order: "desc" }]);
});

test("a table has one primary key, of columns that are declared", () => {
  assertVerdicts(SHOP, {
    "CREATE TABLE t (k int PRIMARY KEY)": "all",
    "CREATE TABLE t (k int)": "none",
    "CREATE TABLE t (k int PRIMARY KEY, c int, PRIMARY KEY (k))": "none",
    "CREATE TABLE t (k int PRIMARY KEY, c int PRIMARY KEY)": "none",
    "CREATE TABLE t (k int, PRIMARY KEY (z))": "none",
    "CREATE TABLE t (k int, PRIMARY KEY (k, k))": "none",
    "CREATE TABLE t (k int, k text, PRIMARY KEY (k))": "none",
    "CREATE TABLE IF NOT EXISTS t (k int)": "none",
  });
});

test("a key has no counter, no duration and nothing that is not frozen", () => {
  const table = (type: string): string => `CREATE TABLE t (k int, c ${type}, PRIMARY KEY (k, c))`;
  assertVerdicts(TYPES, {
    [table("counter")]: "none",
    [table("duration")]: "none",
    [table("frozen<list<duration>>")]: "none",
    [table("frozen<map<int, duration>>")]: "none",
    [table("tuple<int, duration>")]: "none",
    [table("frozen<span>")]: "none",
    [table("frozen<set<frozen<list<duration>>>>")]: "all",
    [table("list<int>")]: "none",
    [table("point")]: "none",
    [table("frozen<list<int>>")]: "all",
    [table("frozen<point>")]: "all",
    [table("tuple<int, list<int>>")]: "all",
    [table("vector<float, 3>")]: "5.0",
  });
});

test("static columns need a clustering column, and are not in the key", () => {
  assertVerdicts(SHOP, {
    "CREATE TABLE t (k int, c int, s int static, PRIMARY KEY (k, c))": "all",
    "CREATE TABLE t (k int PRIMARY KEY, s int static)": "none",
    "CREATE TABLE t (k int, c int static, PRIMARY KEY (k, c))": "none",
  });
});

test("counters stand with counters alone, and without a default TTL", () => {
  assertVerdicts(SHOP, {
    "CREATE TABLE t (k int PRIMARY KEY, a counter, b counter)": "all",
    "CREATE TABLE t (k int PRIMARY KEY, a counter, b int)": "none",
    "CREATE TABLE t (k int PRIMARY KEY, a counter) WITH default_time_to_live = 60": "none",
    "CREATE TABLE t (k int PRIMARY KEY, a counter) WITH default_time_to_live = 0": "all",
    "CREATE TABLE t (k int PRIMARY KEY, a 'CounterColumnType')": "none",
  });
});

test("CLUSTERING ORDER names the first clustering columns in their order", () => {
  const order = (text: string): string =>
    `CREATE TABLE t (k int, c int, d int, PRIMARY KEY (k, c, d)) WITH CLUSTERING ORDER BY (${text})`;
  assertVerdicts(SHOP, {
    [order("c DESC")]: "all",
    [order("c DESC, d ASC")]: "all",
    [order("d DESC")]: "none",
    [order("d DESC, c DESC")]: "none",
    [order("k DESC")]: "none",
    [order("c DESC, c ASC")]: "3.11",
  });
});

test("a column that is not frozen has no fields that are collections which are not", () => {
  assertVerdicts(TYPES, {
    "CREATE TABLE t (k int PRIMARY KEY, v bag)": "none",
    "CREATE TABLE t (k int PRIMARY KEY, v frozen<bag>)": "all",
    "CREATE TABLE t (k int PRIMARY KEY, v point)": "all",
  });
});

test("how long the name of a table may be differs by release", () => {
  const table = (length: number): string => `CREATE TABLE ${"t".repeat(length)} (k int PRIMARY KEY)`;
  assertVerdicts(SHOP, {
    [table(48)]: "all",
    [table(49)]: "4.0 4.1 5.0",
    [table(222)]: "4.0 4.1 5.0",
    [table(223)]: "none",
    'CREATE TABLE "a b" (k int PRIMARY KEY)': "none",
  });
});

test("Cassandra 3.11 checks a table that is there already, later ones only its options or nothing", () => {
  assertVerdicts(`${SHOP} CREATE TABLE t (k int PRIMARY KEY);`, {
    "CREATE TABLE t (k int PRIMARY KEY)": "none",
    "CREATE TABLE IF NOT EXISTS t (k int PRIMARY KEY)": "all",
    "CREATE TABLE IF NOT EXISTS t (k nothing PRIMARY KEY)": "4.0 4.1 5.0",
    "CREATE TABLE IF NOT EXISTS t (k int PRIMARY KEY) WITH gc_grace_seconds = 'x'": "4.0 4.1",
    "CREATE TABLE IF NOT EXISTS t (k int PRIMARY KEY) WITH nonsense = 1": "4.0 4.1 5.0",
  });
});

test("an id is a UUID that no other table has", () => {
  const id = "5a1c395e-b41f-11e5-9f22-ba0be0483c18";
  const other = "CREATE KEYSPACE other WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1};";
  const before = `${SHOP}${other} CREATE TABLE t (k int PRIMARY KEY) WITH id = ${id};`;
  assertVerdicts(before, {
    [`CREATE TABLE u (k int PRIMARY KEY) WITH id = '${id}'`]: "none",
    [`CREATE TABLE other.u (k int PRIMARY KEY) WITH id = '${id}'`]: "none",
    "CREATE TABLE u (k int PRIMARY KEY) WITH id = 'nonsense'": "none",
    "CREATE TABLE u (k int PRIMARY KEY) WITH id = '1-2-3-4-5'": "all",
    [`ALTER TABLE t WITH id = '${id}'`]: "none",
  });
  assert.equal(refusal(`${before} DROP TABLE t;`, `CREATE TABLE u (k int PRIMARY KEY) WITH id = '${id}'`), undefined);
  const short = schemaAfter(`${SHOP} CREATE TABLE t (k int PRIMARY KEY) WITH id = '1-2-3-4-5'`);
  assert.equal(tableIn(short, "t").id, "00000001-0002-0003-0004-000000000005");
});

test("a table without an id has none that is known", () => {
  assert.equal(tableIn(schemaAfter(`${SHOP} CREATE TABLE t (k int PRIMARY KEY)`), "t").id, undefined);
});

test("COMPACT STORAGE takes only what its layout can hold", () => {
  const table = (text: string): string => `CREATE TABLE t (${text}) WITH COMPACT STORAGE`;
  assertVerdicts(SHOP, {
    [table("k int PRIMARY KEY, a int, b int")]: "all",
    [table("k int PRIMARY KEY")]: "none",
    [table("k int, c int, PRIMARY KEY (k, c)")]: "all",
    [table("k int, c int, v int, PRIMARY KEY (k, c)")]: "all",
    [table("k int, c int, v int, w int, PRIMARY KEY (k, c)")]: "none",
    [table("k int, c int, v int static, PRIMARY KEY (k, c)")]: "none",
    [table("k int, c int, v list<int>, PRIMARY KEY (k, c)")]: "none",
    [table("k int, c int, v frozen<list<int>>, PRIMARY KEY (k, c)")]: "all",
  });
});

test("a compact table without clustering columns has static columns and hidden ones", () => {
  const table = tableIn(
    schemaAfter(`${SHOP} CREATE TABLE t (k int PRIMARY KEY, a int, value text) WITH COMPACT STORAGE`),
    "t",
  );
  assert.deepEqual(columnsOf(table), [
    "a int static",
    "column1 text clustering",
    "k int partition-key",
    "value text static",
    "value1 blob regular",
  ]);
  assert.deepEqual(table.compact, { isDense: false, isCompound: false, isSuper: false });
});

test("a compact table without a value has an empty one", () => {
  const text = "CREATE TABLE t (k int, c int, d int, PRIMARY KEY (k, c, d)) WITH COMPACT STORAGE";
  const table = tableIn(schemaAfter(SHOP + text), "t");
  assert.deepEqual(columnsOf(table).at(-1), "value empty regular");
  assert.deepEqual(table.compact, { isDense: true, isCompound: true, isSuper: false });
});

test("ScyllaDB makes no compact tables", () => {
  const scylla = capabilitiesFor("scylla", "2025.1");
  const before = "CREATE KEYSPACE shop WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': 1}; USE shop;";
  const refused = refusal(before, "CREATE TABLE t (k int PRIMARY KEY, v int) WITH COMPACT STORAGE", scylla);
  assert.equal(refused, "ScyllaDB makes no new tables WITH COMPACT STORAGE");
});

test("an option that only another product has is kept, whatever its name", () => {
  const table = `${SHOP} CREATE TABLE t (p int PRIMARY KEY) WITH "__proto__" = 'x'`;
  const { options } = tableIn(schemaAfter(table, capabilitiesFor("scylla", "2025.1")), "t");
  assert.deepEqual(Object.entries(options), [["__proto__", "x"]]);
});
