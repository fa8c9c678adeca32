import assert from "node:assert/strict";
import { test } from "node:test";
import { sqlWordsOf } from "../../lint-fixture.test.ts";

const FOUND: readonly (readonly [text: string, words: readonly string[]])[] = [
  ["DROP TABLE t", ["t"]],
  ['drop table if exists -- old\n s.t, "U v" cascade', ["s.t", '"U v"']],
];

const SILENT: readonly string[] = [
  "DROP INDEX t@i",
  "DROP VIEW t",
  "-- @allow-destructive\nDROP TABLE t",
  "CREATE TABLE t (a INT8);\n-- @down\nDROP TABLE t",
  "CREATE TABLE t (a INT8); DROP TABLE t",
];

for (const [text, words] of FOUND) {
  test(`found: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("cockroach", "crdb-ban-drop-table", text), words);
  });
}

for (const text of SILENT) {
  test(`silent: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("cockroach", "crdb-ban-drop-table", text), []);
  });
}
