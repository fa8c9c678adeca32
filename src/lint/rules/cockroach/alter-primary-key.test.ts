import assert from "node:assert/strict";
import { test } from "node:test";
import { sqlWordsOf } from "../../lint-fixture.test.ts";

const FOUND: readonly (readonly [text: string, words: readonly string[]])[] = [
  ["ALTER TABLE t ALTER PRIMARY KEY USING COLUMNS (a, b)", ["PRIMARY KEY"]],
  ["alter table only shop.t\n  alter /* the */ primary key using columns (a) using hash", ["primary key"]],
];

const SILENT: readonly string[] = [
  "ALTER TABLE t DROP CONSTRAINT t_pkey, ADD CONSTRAINT t_pkey PRIMARY KEY (a)",
  'ALTER TABLE t ALTER "PRIMARY" SET NOT NULL',
  "CREATE TABLE t (a INT8 PRIMARY KEY, b INT8 NOT NULL); ALTER TABLE t ALTER PRIMARY KEY USING COLUMNS (b)",
];

for (const [text, words] of FOUND) {
  test(`found: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("cockroach", "alter-primary-key", text), words);
  });
}

for (const text of SILENT) {
  test(`silent: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("cockroach", "alter-primary-key", text), []);
  });
}
