import assert from "node:assert/strict";
import { test } from "node:test";
import { sqlWordsOf } from "../../lint-fixture.test.ts";

const FOUND: readonly (readonly [text: string, words: readonly string[]])[] = [
  ["DELETE FROM t", ["t"]],
  ["delete from only s.t\n-- where a\nusing u returning (select 1 from v where b)", ["s.t"]],
  ["SELECT 1;\n-- @down\nDELETE FROM t", ["t"]],
];

const SILENT: readonly string[] = [
  "DELETE FROM t WHERE a",
  "CREATE TABLE t (a int8); DELETE FROM t",
  "CREATE TABLE t (a int8);\n-- @down\nDELETE FROM t; DROP TABLE t",
  "-- @allow-destructive\nDELETE FROM t",
  "SELECT 'DELETE FROM t'",
];

for (const server of ["postgres", "cockroach"]) {
  for (const [text, words] of FOUND) {
    test(`${server}, found: ${text}`, () => {
      assert.deepEqual(sqlWordsOf(server, "delete-without-where", text), words);
    });
  }

  for (const text of SILENT) {
    test(`${server}, silent: ${text}`, () => {
      assert.deepEqual(sqlWordsOf(server, "delete-without-where", text), []);
    });
  }
}
