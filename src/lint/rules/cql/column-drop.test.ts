import assert from "node:assert/strict";
import { test } from "node:test";
import { lintFiles, wordsOf } from "../../lint-fixture.test.ts";

test("each dropped column of the up side is found", () => {
  assert.deepEqual(wordsOf("column-drop", "ALTER TABLE t DROP fax;"), ["fax"]);
  assert.deepEqual(wordsOf("column-drop", 'ALTER TABLE t DROP (a, "B");'), ["a", '"B"']);
  assert.deepEqual(wordsOf("column-drop", "ALTER TABLE t DROP IF EXISTS fax;"), ["fax"]);
});

test("a down side may drop what its up side added", () => {
  assert.deepEqual(wordsOf("column-drop", "ALTER TABLE t ADD fax text;\n-- @down\nALTER TABLE t DROP fax;"), []);
});

test("masks, compact storage and tables are no columns", () => {
  const text = "ALTER TABLE t ALTER a DROP MASKED; ALTER TABLE t DROP COMPACT STORAGE; DROP TABLE IF EXISTS t;";
  assert.deepEqual(wordsOf("column-drop", text), []);
});

test("a column may be called like a keyword", () => {
  assert.deepEqual(wordsOf("column-drop", 'ALTER TABLE t ADD "DROP" int; ALTER TABLE "ALTER" ADD a int;'), []);
  assert.deepEqual(wordsOf("column-drop", 'ALTER TABLE t DROP "DROP";'), ['"DROP"']);
});

test("a file that allows destruction is heard", () => {
  assert.deepEqual(wordsOf("column-drop", "-- @allow-destructive\nALTER TABLE t DROP fax;"), []);
});

test("it is an error that names column and table", () => {
  const [finding] = lintFiles({ "V1__x.cql": "ALTER TABLE shop.t DROP fax;" }).filter(
    ({ rule }) => rule === "column-drop",
  );
  assert.equal(finding?.severity, "error");
  assert.match(finding?.message ?? "", /the column `fax` of `shop\.t`/);
});

test("what the table does not have, and what the same side has just added, is not lost", () => {
  const table = "CREATE TABLE IF NOT EXISTS t (a int PRIMARY KEY);";
  assert.deepEqual(wordsOf("column-drop", `${table} ALTER TABLE t DROP IF EXISTS fax;`), []);
  assert.deepEqual(wordsOf("column-drop", `${table} ALTER TABLE t ADD fax text; ALTER TABLE t DROP fax;`), []);
  assert.deepEqual(wordsOf("column-drop", "ALTER TABLE t ADD IF NOT EXISTS fax text; ALTER TABLE t DROP fax;"), [
    "fax",
  ]);
});
