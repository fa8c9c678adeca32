// Goal: a down side is judged on what its up side leaves; what a live server says of itself counts.
// Method: a table of pairs of sides, and of statements with and without the settings of a server.
import assert from "node:assert/strict";
import { test } from "node:test";
import { capabilitiesFor, type ServerSettings } from "../cql/capabilities.ts";
import { type Files, lintFiles } from "./lint-fixture.test.ts";
import { COUNTERS, TABLE, TYPE, VIEWED, viewOf } from "./refused-fixture.test.ts";

/** An up side, the down side behind it, and what is said of the down side; undefined where nothing is wrong with it. */
const DOWN_SIDES: readonly (readonly [up: string, down: string, words: RegExp | undefined])[] = [
  ["ALTER TABLE t ADD z int;", "ALTER TABLE t DROP z;", undefined],
  ["ALTER TABLE t ADD z int;", "ALTER TABLE t DROP zz;", /has no column `zz`/],
  ["ALTER TABLE t ADD z y;", "ALTER TABLE t DROP z;", /only a frozen user-defined type can/],
  ["ALTER TABLE t ADD z frozen<y>;", "ALTER TABLE t DROP z;", undefined],
  ["ALTER TABLE t DROP v;", "ALTER TABLE t ADD v int;", undefined],
  ["ALTER TABLE t DROP v;", "ALTER TABLE t ADD v text;", /was dropped with type int/],
  ["ALTER TABLE n DROP v;", "ALTER TABLE n ADD v counter;", /counter `v` was dropped/],
  ["ALTER TABLE t RENAME c TO d;", "ALTER TABLE t RENAME d TO c;", undefined],
  ["ALTER TABLE t RENAME c TO d;", "ALTER TABLE t RENAME c TO d;", /has no column `c`/],
  ["CREATE INDEX i ON t (v);", "DROP INDEX i;", undefined],
  ["CREATE INDEX i ON t (v);", "ALTER TABLE t DROP v;", /index `i` is on it/],
  ["CREATE INDEX i ON t (v);", "DROP INDEX i; ALTER TABLE t DROP v;", undefined],
  ["ALTER TYPE y ADD z int;", "ALTER TYPE y DROP z;", /found `DROP`/],
  ["ALTER TYPE y RENAME a TO z;", "ALTER TYPE y RENAME z TO a;", undefined],
  [
    "CREATE TYPE q (a int); CREATE TABLE u (k int PRIMARY KEY, x frozen<q>);",
    "DROP TYPE q; DROP TABLE u;",
    /`u` uses it/,
  ],
  ["CREATE TYPE q (a int); CREATE TABLE u (k int PRIMARY KEY, x frozen<q>);", "DROP TABLE u; DROP TYPE q;", undefined],
  [VIEWED, "DROP TABLE b;", /has the materialized view `mv`/],
  [VIEWED, "DROP MATERIALIZED VIEW mv; DROP TABLE b;", undefined],
  ["DROP TABLE t;", "ALTER TABLE t ADD z int;", /table `shop.t` does not exist/],
  ["DROP TABLE t;", TABLE, undefined],
  ["CREATE TABLE u (k int PRIMARY KEY);", "DROP TABLE u; DROP TABLE u;", /table `shop.u` does not exist/],
  ["CREATE TABLE u (k int PRIMARY KEY);", "DROP TABLE u; CREATE TABLE u (k int PRIMARY KEY);", undefined],
];

test("a down side is judged on what its up side leaves, in one file or in two", () => {
  const before = `${TABLE} ${COUNTERS} ${TYPE}`;
  for (const [up, down, words] of DOWN_SIDES) {
    const files: readonly Files[] = [
      { "V1__before.cql": before, "V2__text.cql": `${up}\n-- @down\n${down}` },
      { "V1__before.cql": before, "V2__text.cql": up, "U2__text.cql": down },
    ];
    for (const each of files) {
      const found = lintFiles(each).filter(({ rule, label }) => rule === "refused" && label === "2");
      if (words === undefined) assert.deepEqual(found, [], `${up} / ${down}`);
      else assert.match(found.map(({ message }) => message).join("\n"), words, `${up} / ${down}`);
    }
  }
});

test("a down side does not see what later files make, and they do not see what it does", () => {
  const first = "CREATE TABLE t (k int PRIMARY KEY);\n-- @down\n";
  const second = "ALTER TABLE t ADD z int;";
  const refusedIn = (files: Files): readonly string[] =>
    lintFiles(files).flatMap(({ rule, label }) => (rule === "refused" ? [label] : []));
  assert.deepEqual(refusedIn({ "V1__a.cql": `${first}ALTER TABLE t DROP z;`, "V2__b.cql": second }), ["1"]);
  assert.deepEqual(refusedIn({ "V1__a.cql": `${first}DROP TABLE t;`, "V2__b.cql": second }), []);
});

test("what a live server says that it has not, or not switched on, is refused", () => {
  const settings: ServerSettings = {
    ...{ materializedViews: false, userDefinedFunctions: false, sasiIndexes: false, dropCompactStorage: false },
    ...{ transientReplication: false, datacenters: ["dc1"], triggerClasses: [], dynamicDataMasking: false },
  };
  const compact = "CREATE TABLE co (k int PRIMARY KEY, v int) WITH COMPACT STORAGE;";
  const before = `${TABLE} ${compact} CREATE TABLE b (k int, c int, v int, PRIMARY KEY (k, c));`;
  for (const text of [
    viewOf("v, k, c", ["v", "k", "c"]),
    "CREATE FUNCTION g (i int) CALLED ON NULL INPUT RETURNS int LANGUAGE java AS 'return i;';",
    "CREATE CUSTOM INDEX si ON t (x) USING 'org.apache.cassandra.index.sasi.SASIIndex';",
    "ALTER TABLE co DROP COMPACT STORAGE;",
    "CREATE TRIGGER tr ON t USING 'com.example.Trigger';",
    "ALTER TABLE t ALTER v MASKED WITH DEFAULT;",
    "CREATE KEYSPACE k2 WITH replication = {'class': 'NetworkTopologyStrategy', 'dc2': 3};",
    "CREATE KEYSPACE k2 WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': '3/1'};",
  ]) {
    const files = { "V1__before.cql": before, "V2__text.cql": text };
    for (const [known, count] of [
      [{}, 0],
      [settings, 1],
    ] as const) {
      const capabilities = capabilitiesFor("cassandra", "5.0", known);
      const found = lintFiles(files, { capabilities }).filter(({ rule }) => rule === "refused");
      assert.equal(found.length, count, text);
    }
  }
});
