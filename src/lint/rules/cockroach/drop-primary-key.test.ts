import assert from "node:assert/strict";
import { test } from "node:test";
import { sqlWordsOf } from "../../lint-fixture.test.ts";

const FOUND: readonly (readonly [text: string, words: readonly string[]])[] = [
  ["ALTER TABLE orders DROP CONSTRAINT orders_pkey", ["orders_pkey"]],
  ['alter table shop."Orders" drop constraint if exists -- the key\n "Orders_pkey"', ['"Orders_pkey"']],
  [
    'ALTER TABLE orders DROP CONSTRAINT "primary"; ALTER TABLE orders ADD CONSTRAINT orders_pkey PRIMARY KEY (b)',
    ['"primary"'],
  ],
];

const SILENT: readonly string[] = [
  "ALTER TABLE orders DROP CONSTRAINT orders_pkey, ADD CONSTRAINT orders_pkey PRIMARY KEY (b)",
  "ALTER TABLE orders DROP CONSTRAINT orders_total_check",
  "ALTER TABLE orders DROP CONSTRAINT customers_pkey",
  "ALTER TABLE orders DROP COLUMN orders_pkey",
];

for (const [text, words] of FOUND) {
  test(`found: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("cockroach", "drop-primary-key", text), words);
  });
}

for (const text of SILENT) {
  test(`silent: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("cockroach", "drop-primary-key", text), []);
  });
}
