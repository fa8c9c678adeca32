import assert from "node:assert/strict";
import { test } from "node:test";
import { lintSqlFiles, sqlWordsOf } from "../../lint-fixture.test.ts";

const FOUND: readonly (readonly [text: string, words: readonly string[]])[] = [
  ["CREATE TABLE t (a int8,)", [")"]],
  ["SELECT 1; -- fine\nALTER TABLE t ADD\n  CONSTRAINT c CHEK (a)", ["CHEK"]],
  ["CREATE TABLE t (a text DEFAULT 'ä', b int8 PRIMARY KYE)", ["KYE"]],
  ["CREATE TABLE t (a text DEFAULT '😀😀😀', b int8 PRIMARY KYE)", ["KYE"]],
  ["CREATE TABLE t (a int8", ["8"]],
];

const SILENT: readonly string[] = ["SELECT 1", "CREATE TABLE t (a int8)", "COMMENT ON TABLE t IS 'CREATE TABLE ('"];

for (const [text, words] of FOUND) {
  test(`found: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "syntax-error", text), words);
  });
}

for (const text of SILENT) {
  test(`silent: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("postgres", "syntax-error", text), []);
  });
}

test("it is all that is said of a statement", () => {
  const findings = lintSqlFiles("postgres", { "V1__x.sql": "DELETE FROM t,;\n-- @down\nSELECT 1;" });
  assert.deepEqual(
    findings.map(({ rule }) => rule),
    ["syntax-error"],
  );
});

test("CockroachDB has a grammar of its own", () => {
  assert.deepEqual(sqlWordsOf("cockroach", "syntax-error", "ALTER TABLE t SET LOCALITY GLOBAL"), []);
});
