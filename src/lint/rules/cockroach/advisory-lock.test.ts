import assert from "node:assert/strict";
import { test } from "node:test";
import { sqlWordsOf } from "../../lint-fixture.test.ts";

const FOUND: readonly (readonly [text: string, words: readonly string[]])[] = [
  ["SELECT pg_advisory_lock(1)", ["pg_advisory_lock"]],
  [
    "select\n  pg_catalog.PG_TRY_ADVISORY_XACT_LOCK /* one */ (1), pg_advisory_lock_shared(2)",
    ["PG_TRY_ADVISORY_XACT_LOCK", "pg_advisory_lock_shared"],
  ],
];

const SILENT: readonly string[] = [
  "SELECT pg_advisory_unlock(1)",
  "SELECT 'pg_advisory_lock(1)'",
  "CREATE TABLE pg_advisory_lock (a INT8)",
  "-- pg_advisory_lock(1)\nSELECT 1",
];

for (const [text, words] of FOUND) {
  test(`found: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("cockroach", "advisory-lock", text), words);
  });
}

for (const text of SILENT) {
  test(`silent: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("cockroach", "advisory-lock", text), []);
  });
}

test("of a release that is not known, locks of a transaction are not judged", () => {
  const text = "SELECT pg_advisory_xact_lock(1), pg_advisory_lock(1)";
  assert.deepEqual(sqlWordsOf("cockroach:26.2", "advisory-lock", text), ["pg_advisory_lock"]);
});
