import assert from "node:assert/strict";
import { test } from "node:test";
import { sqlWordsOf } from "../../lint-fixture.test.ts";

const FOUND: readonly (readonly [text: string, words: readonly string[]])[] = [
  ["ALTER TABLE t ADD CONSTRAINT c FOREIGN KEY (a) REFERENCES u (b)", ["c"]],
  ["alter table T add\n -- NOT VALID\n foreign key (a) references u", ["foreign"]],
  ["ALTER TABLE t ADD COLUMN b int DEFAULT 1 REFERENCES u (id), ADD c int", ["b"]],
  ["ALTER TABLE t ADD b bigserial REFERENCES u (id)", ["b"]],
];

for (const [text, words] of FOUND) {
  test(`found: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "adding-foreign-key-constraint", text), words);
  });
}

const SILENT: readonly string[] = [
  // No row has a value to be looked for.
  "ALTER TABLE t ADD COLUMN b int REFERENCES u (id), ADD c int DEFAULT 1",
  "ALTER TABLE t ADD CONSTRAINT c FOREIGN KEY (a) REFERENCES u (b) NOT VALID",
  "CREATE TABLE t (a int8 PRIMARY KEY, b int8 REFERENCES u (id)); ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES u (b)",
  'ALTER TABLE t ADD CONSTRAINT "FOREIGN KEY" CHECK (a > 1)',
];

for (const text of SILENT) {
  test(`silent: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "adding-foreign-key-constraint", text), []);
  });
}
