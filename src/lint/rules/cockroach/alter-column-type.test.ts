import assert from "node:assert/strict";
import { test } from "node:test";
import { lintSqlFiles, sqlWordsOf } from "../../lint-fixture.test.ts";

const FOUND: readonly (readonly [text: string, words: readonly string[]])[] = [
  ["ALTER TABLE t ALTER COLUMN a TYPE INT8", ["a"]],
  ['alter table t alter "A b"\n  -- wider\n  set data type string', ['"A b"']],
  ["ALTER TABLE t ALTER a TYPE INT8, ALTER b SET DATA TYPE STRING USING b::STRING", ["a", "b"]],
];

const SILENT: readonly string[] = [
  "ALTER TABLE t ALTER COLUMN a SET NOT NULL",
  "ALTER TABLE t ALTER COLUMN a SET DEFAULT 'TYPE'",
  'ALTER TABLE t ALTER COLUMN "TYPE" DROP DEFAULT',
  "ALTER TABLE t ADD COLUMN type STRING",
  "CREATE TABLE t (a INT4); ALTER TABLE t ALTER COLUMN a TYPE INT8",
];

for (const [text, words] of FOUND) {
  test(`found: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("cockroach", "alter-column-type", text), words);
  });
}

for (const text of SILENT) {
  test(`silent: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("cockroach", "alter-column-type", text), []);
  });
}

function messageOf(server: string, text: string): string {
  const [finding] = lintSqlFiles(server, { "V1__x.sql": text }).filter(({ rule }) => rule === "alter-column-type");
  return finding?.message ?? "";
}

test("beside other changes it says that it is refused", () => {
  assert.match(messageOf("cockroach", "ALTER TABLE t ALTER a TYPE INT8, ADD b INT8"), /refused beside other changes/);
});

test("before 25.1 it says that it is experimental", () => {
  assert.match(messageOf("cockroach:24.3", "ALTER TABLE t ALTER a TYPE INT8"), /experimental in CockroachDB 24\.3/);
  assert.match(messageOf("cockroach:25.1", "ALTER TABLE t ALTER a TYPE INT8"), /writes every row anew/);
});
