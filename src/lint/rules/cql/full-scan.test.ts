import assert from "node:assert/strict";
import { test } from "node:test";
import { lintFiles, messagesOf, wordsOf } from "../../lint-fixture.test.ts";

const MADE =
  "CREATE TABLE IF NOT EXISTS t (a int, b int, v int, PRIMARY KEY (a, b));\n-- @down\nDROP TABLE IF EXISTS t;";

/** The words that are found in a file behind the one that makes the table. */
function later(text: string): readonly string[] {
  return lintFiles({ "V1__made.cql": MADE, "V2__x.cql": text })
    .filter(({ rule }) => rule === "full-scan")
    .map(({ source, span }) => source.text.slice(span?.start, span?.end));
}

test("an aggregate of a whole table is found, in any case of letters", () => {
  assert.deepEqual(later("SELECT count(*) FROM t;"), ["count(*)"]);
  assert.deepEqual(later("select MAX (v)\n as newest, min(v) FROM shop.t LIMIT 1;"), ["MAX (v)"]);
  assert.deepEqual(later("SELECT CAST(avg(v) AS text) FROM t;"), ["CAST(avg(v) AS text)"]);
  assert.deepEqual(later("SELECT count(1) FROM legacy;"), ["count(1)"]);
});

test("an aggregate of the keyspace counts, too", () => {
  const make =
    "CREATE OR REPLACE FUNCTION plus(s int, v int) CALLED ON NULL INPUT RETURNS int LANGUAGE java AS 'return s;'; CREATE OR REPLACE AGGREGATE total(int) SFUNC plus STYPE int;";
  assert.deepEqual(later(`${make} SELECT total(v) FROM t;`), ["total(v)"]);
});

test("ALLOW FILTERING is found at the table; where nobody knows its key, it may be so", () => {
  const files = {
    "V1__made.cql": MADE,
    "V2__x.cql":
      "SELECT a FROM t WHERE v = 1\n -- slow\n allow filtering; SELECT a FROM legacy WHERE v = 1 ALLOW FILTERING;",
  };
  assert.deepEqual(messagesOf("full-scan", files), [
    "V2__x.cql: ALLOW FILTERING reads rows of `t` on every node to throw them away, for an answer that nobody gets",
    "V2__x.cql: ALLOW FILTERING may read rows of `legacy` on every node to throw them away, for an answer that nobody gets",
  ]);
});

test("one partition, a range of tokens, a page, groups and the server's own tables are no finding", () => {
  for (const text of [
    "SELECT count(*) FROM t WHERE a = 1;",
    "SELECT v FROM t WHERE a IN (1, 2) AND v = 1 ALLOW FILTERING;",
    "SELECT v FROM t WHERE token(a) > 1 AND v = 1 ALLOW FILTERING;",
    "SELECT a, v FROM t;",
    "SELECT a, count(*) FROM t GROUP BY a;",
    "SELECT count(*) FROM system_schema.tables;",
    "SELECT key FROM system.local WHERE cluster_name = 'x' ALLOW FILTERING;",
    'SELECT "count" FROM t; SELECT v FROM t WHERE a = 1; INSERT INTO t (a, b, v) VALUES (1, 1, 1);',
  ]) {
    assert.deepEqual(later(text), [], text);
  }
});

test("a table that the side has just made is empty", () => {
  assert.deepEqual(wordsOf("full-scan", `CREATE TABLE u (a int PRIMARY KEY); SELECT count(*) FROM u;`), []);
});
