import assert from "node:assert/strict";
import { test } from "node:test";
import { sqlWordsOf } from "../../lint-fixture.test.ts";

const FOUND: readonly (readonly [text: string, words: readonly string[]])[] = [
  ["UPDATE t SET a = 1 WHERE id IN (SELECT id FROM t ORDER BY id LIMIT 1000 OFFSET 2000)", ["OFFSET"]],
  [
    "with b as (select id from t order by id limit 10\n offset -- on\n 10) update t set a = 1 from b where t.id = b.id",
    ["offset"],
  ],
];

const SILENT: readonly string[] = [
  'UPDATE t SET "offset" = 1 WHERE id > 7',
  "UPDATE t SET a = offset + 1 WHERE id > 7",
  "UPDATE t SET a = 'OFFSET 10' WHERE id > 7",
  "SELECT id FROM t ORDER BY id LIMIT 10 OFFSET 10",
];

for (const server of ["postgres", "cockroach"]) {
  for (const [text, words] of FOUND) {
    test(`${server}, found: ${text}`, () => {
      assert.deepEqual(sqlWordsOf(server, "offset-backfill", text), words);
    });
  }

  for (const text of SILENT) {
    test(`${server}, silent: ${text}`, () => {
      assert.deepEqual(sqlWordsOf(server, "offset-backfill", text), []);
    });
  }
}
