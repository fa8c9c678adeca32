import assert from "node:assert/strict";
import { test } from "node:test";
import { lintFiles, wordsOf } from "../../lint-fixture.test.ts";

test("another type for a column or a field is found, in both sides", () => {
  const text =
    "ALTER TABLE t ALTER a TYPE bigint; ALTER TYPE p ALTER b TYPE bigint;\n-- @down\nALTER TABLE t\n  ALTER a\n  TYPE int;";
  assert.deepEqual(wordsOf("type-change", text), ["a", "b", "a"]);
});

test("adding, renaming, masking and options change no type", () => {
  const text = [
    "ALTER TABLE t ADD type text;",
    "ALTER TABLE t RENAME a TO b;",
    "ALTER TABLE t ALTER a MASKED WITH DEFAULT;",
    "ALTER TABLE t WITH comment = 'ALTER a TYPE int';",
    "ALTER TYPE p ADD c int;",
    "ALTER TYPE p RENAME a TO b;",
  ].join("\n");
  assert.deepEqual(wordsOf("type-change", text), []);
});

test("it warns; that Cassandra refuses it is refused's to say", () => {
  const text = "CREATE TABLE IF NOT EXISTS t (k int PRIMARY KEY, a int); ALTER TABLE t ALTER a TYPE bigint;";
  const findings = lintFiles({ "V1__x.cql": text }).filter(({ rule }) => rule !== "no-rollback");
  assert.deepEqual(findings.map(({ rule, severity }) => `${rule} ${severity}`).sort(), [
    "refused error",
    "type-change warn",
  ]);
});
