import assert from "node:assert/strict";
import { test } from "node:test";
import { sqlWordsOf } from "../../lint-fixture.test.ts";

const FOUND: readonly (readonly [text: string, words: readonly string[]])[] = [
  ["ALTER TABLE t ADD a int; UPDATE t SET a = 1 WHERE b = 2", ["t"]],
  ['alter table S.T add a int;\nselect 1; delete\n from /* t */ s."t" where a = 2', ['s."t"']],
  ["ALTER TABLE t VALIDATE CONSTRAINT c, ADD a int; UPDATE t SET a = 1 WHERE b = 2", ["t"]],
];

for (const [text, words] of FOUND) {
  test(`found: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "backfill-in-transaction", text), words);
  });
}

const SILENT: readonly string[] = [
  "ALTER TABLE t VALIDATE CONSTRAINT c; ALTER TABLE t ALTER a SET STATISTICS 100; UPDATE t SET a = 1 WHERE b = 2",
  "UPDATE t SET a = 1 WHERE b = 2",
  "-- @no-transaction\nALTER TABLE t ADD a int; UPDATE t SET a = 1 WHERE b = 2",
  "ALTER TABLE t ADD a int; UPDATE u SET a = 1 WHERE b = 2",
  "CREATE TABLE t (b int8 PRIMARY KEY); ALTER TABLE t ADD a int; UPDATE t SET a = 1 WHERE b = 2",
  "UPDATE t SET a = 1 WHERE b = 2; ALTER TABLE t ADD a int",
];

for (const text of SILENT) {
  test(`silent: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "backfill-in-transaction", text), []);
  });
}
