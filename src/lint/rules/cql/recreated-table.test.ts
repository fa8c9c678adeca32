import assert from "node:assert/strict";
import { test } from "node:test";
import { wordsOf } from "../../lint-fixture.test.ts";

const CREATE = "CREATE TABLE IF NOT EXISTS t (a int PRIMARY KEY);";
const CASES: readonly (readonly [words: readonly string[], text: string])[] = [
  [["t"], `DROP TABLE IF EXISTS t; ${CREATE}`],
  [["t"], `DROP TABLE shop.t; SELECT a FROM u; ${CREATE}`],
  [['"T"'], 'drop table -- old\n "T"; create /* new */ table\n "T" (a int primary key);'],
  [["t"], `-- @allow-destructive\nDROP TABLE t; ${CREATE}`],
  [["t"], `DROP TABLE t; ${CREATE} ${CREATE}`],
  [[], `${CREATE} DROP TABLE t;`],
  [[], `${CREATE} DROP TABLE t; ${CREATE}`],
  [[], `DROP TABLE u; ${CREATE}`],
  [[], 'DROP TABLE "T"; CREATE TABLE t (a int PRIMARY KEY);'],
  [[], "DROP TABLE other.t; CREATE TABLE t (a int PRIMARY KEY);"],
  [[], `DROP TABLE t;\n-- @down\n${CREATE}`],
  [[], "DROP TYPE t; CREATE TYPE t (a int);"],
];

for (const [words, text] of CASES) {
  test(`${words.length === 0 ? "nothing" : words.join(", ")}: ${text}`, () => {
    assert.deepEqual(wordsOf("recreated-table", text), words);
  });
}
