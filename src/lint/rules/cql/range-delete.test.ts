import assert from "node:assert/strict";
import { test } from "node:test";
import { lintFiles, wordsOf } from "../../lint-fixture.test.ts";

const TABLE = 'CREATE TABLE t (a int, "B" int, c int, s int STATIC, v int, PRIMARY KEY (a, "B", c));';

/** In a second file, so that the table may have rows. */
function found(text: string): readonly string[] {
  return lintFiles({ "V1__a.cql": TABLE, "V2__b.cql": text })
    .filter(({ rule }) => rule === "range-delete")
    .map(({ source, span }) => source.text.slice(span?.start, span?.end));
}

const CASES: readonly (readonly [words: readonly string[], text: string])[] = [
  [["a = 1"], "DELETE FROM t WHERE a = 1;"],
  [['"B" = 2'], 'delete -- many\n from shop.t\n where a = 1 /* and */ and "B" = 2;'],
  [["c > 3"], 'DELETE FROM t WHERE a = 1 AND "B" = 2 AND c > 3;'],
  [['("B", c) >= (1, 2)'], 'DELETE FROM t WHERE a = 1 AND ("B", c) >= (1, 2);'],
  [["a IN (1, 2)"], "DELETE FROM t WHERE a IN (1, 2);"],
  [["a = 1"], "BEGIN BATCH DELETE FROM t WHERE a = 1; APPLY BATCH;"],
  [[], 'DELETE FROM t WHERE a = 1 AND "B" = 2 AND c = 3;'],
  [[], 'DELETE FROM t WHERE a = 1 AND "B" = 2 AND c IN (3, 4);'],
  [[], 'DELETE FROM t WHERE a = 1 AND ("B", c) = (2, 3);'],
  [[], "DELETE s FROM t WHERE a = 1;"],
  [[], 'DELETE v FROM t WHERE a = 1 AND "B" = 2 AND c = 3;'],
  [[], "SELECT a FROM t;\n-- @down\nDELETE FROM t WHERE a = 1;"],
  [[], "-- @allow-destructive\nDELETE FROM t WHERE a = 1;"],
];

for (const [words, text] of CASES) {
  test(`${words.length === 0 ? "nothing" : words.join(", ")}: ${text}`, () => assert.deepEqual(found(text), words));
}

test("of a table that no file makes only what surely is a range is found", () => {
  assert.deepEqual(wordsOf("range-delete", "DELETE FROM u WHERE a = 1; DELETE FROM u WHERE a = 1 AND b < 2;"), [
    "b < 2",
  ]);
});

test("in a table that the same side made there is nothing to lose", () => {
  assert.deepEqual(wordsOf("range-delete", `${TABLE} DELETE FROM t WHERE a = 1;`), []);
});
