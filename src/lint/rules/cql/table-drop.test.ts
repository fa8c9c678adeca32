import assert from "node:assert/strict";
import { test } from "node:test";
import { messagesOf, wordsOf } from "../../lint-fixture.test.ts";

const CASES: readonly (readonly [words: readonly string[], text: string])[] = [
  [["t"], "DROP TABLE IF EXISTS t;"],
  [["shop.t"], "drop columnfamily shop.t;"],
  [['"T"'], 'DROP /* all */ TABLE -- of it\n IF EXISTS\n "T";'],
  [["t"], "DROP TABLE IF EXISTS t; CREATE TABLE t (a int PRIMARY KEY);"],
  [["t"], "CREATE TABLE other.t (a int PRIMARY KEY); DROP TABLE t;"],
  [[], "DROP INDEX i; DROP MATERIALIZED VIEW v; DROP TYPE t; SELECT a FROM t; -- DROP TABLE t"],
  [[], "CREATE TABLE IF NOT EXISTS t (a int PRIMARY KEY); DROP TABLE shop.t;"],
  [[], "CREATE TABLE t (a int PRIMARY KEY);\n-- @down\nDROP TABLE t;"],
  [[], "-- @allow-destructive\nDROP TABLE t;"],
];

for (const [words, text] of CASES) {
  test(`${words.length === 0 ? "nothing" : words.join(", ")}: ${text}`, () => {
    assert.deepEqual(wordsOf("table-drop", text), words);
  });
}

test("what an earlier file made is lost; what an earlier one has dropped is not there", () => {
  const files = {
    "V1__a.cql": "CREATE TABLE t (a int PRIMARY KEY);",
    "V2__b.cql": "DROP TABLE t;",
    "V3__c.cql": "DROP TABLE IF EXISTS t;",
  };
  assert.deepEqual(messagesOf("table-drop", files), ["V2__b.cql: dropping `t` throws away every row of it for good"]);
});
