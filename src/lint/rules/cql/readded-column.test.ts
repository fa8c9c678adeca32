import assert from "node:assert/strict";
import { test } from "node:test";
import { found, wordsOf } from "../../lint-fixture.test.ts";

const CASES: readonly (readonly [words: readonly string[], text: string])[] = [
  [["fax"], "ALTER TABLE t DROP fax; ALTER TABLE t ADD fax text;"],
  [["b", '"C"'], 'alter table shop.t drop (b, "C"); alter table t add (a int, -- new\n b int, "C" /* old */ int);'],
  [["fax"], "ALTER TABLE t DROP fax USING TIMESTAMP 1; SELECT a FROM t; ALTER TABLE t ADD IF NOT EXISTS fax text;"],
  [[], "ALTER TABLE t DROP fax; ALTER TABLE u ADD fax text;"],
  [[], 'ALTER TABLE t DROP fax; ALTER TABLE t ADD "Fax" text;'],
  [[], "ALTER TABLE t ADD fax text; ALTER TABLE t DROP fax;"],
  [[], "ALTER TABLE t DROP fax;\n-- @down\nALTER TABLE t ADD fax text;"],
  [[], "CREATE TABLE t (a int PRIMARY KEY, fax text); ALTER TABLE t DROP fax; ALTER TABLE t ADD fax text;"],
];

for (const [words, text] of CASES) {
  test(`${words.length === 0 ? "nothing" : words.join(", ")}: ${text}`, () => {
    assert.deepEqual(wordsOf("readded-column", text), words);
  });
}

const MADE = { "V1__a.cql": "CREATE TABLE t (a int PRIMARY KEY, fax text);", "V2__b.cql": "ALTER TABLE t DROP fax;" };

function inThird(text: string): readonly string[] {
  return found({ ...MADE, "V3__c.cql": text }).filter((each) => each.endsWith("readded-column"));
}

test("a drop in an earlier file counts", () => {
  assert.deepEqual(inThird("ALTER TABLE t ADD fax text;"), ["V3__c.cql:1:19 readded-column"]);
});

test("what the server refuses, and a table that was made anew, are not found", () => {
  assert.deepEqual(inThird("ALTER TABLE t ADD fax int;"), []);
  assert.deepEqual(inThird("DROP TABLE t; CREATE TABLE t (a int PRIMARY KEY); ALTER TABLE t ADD fax text;"), []);
});
