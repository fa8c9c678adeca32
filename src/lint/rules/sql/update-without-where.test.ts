import assert from "node:assert/strict";
import { test } from "node:test";
import { sqlWordsOf } from "../../lint-fixture.test.ts";

const FOUND: readonly (readonly [text: string, words: readonly string[]])[] = [
  ["UPDATE t SET a = 1", ["t"]],
  ['update only s."T u"\n  set a = (select 1 from x where y) -- where a is null', ['s."T u"']],
  ["UPDATE t SET a = u.a FROM u", ["t"]],
];

const SILENT: readonly string[] = [
  "UPDATE t SET a = 1 WHERE b",
  "update t set a = 1 from u -- all\n where t.id = u.id",
  "CREATE TABLE t (a int8); UPDATE t SET a = 1",
  "INSERT INTO t (a) VALUES (1) ON CONFLICT (a) DO UPDATE SET a = 2",
  "SELECT 'UPDATE t SET a = 1'",
];

for (const server of ["postgres", "cockroach"]) {
  for (const [text, words] of FOUND) {
    test(`${server}, found: ${text}`, () => {
      assert.deepEqual(sqlWordsOf(server, "update-without-where", text), words);
    });
  }

  for (const text of SILENT) {
    test(`${server}, silent: ${text}`, () => {
      assert.deepEqual(sqlWordsOf(server, "update-without-where", text), []);
    });
  }
}
