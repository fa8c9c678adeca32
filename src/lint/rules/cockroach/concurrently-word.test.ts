import assert from "node:assert/strict";
import { test } from "node:test";
import { lintSqlFiles, sqlWordsOf } from "../../lint-fixture.test.ts";

const OPTIONS = { levels: { "concurrently-word": "warn" } } as const;

const FOUND: readonly (readonly [text: string, words: readonly string[]])[] = [
  ["CREATE INDEX CONCURRENTLY i ON t (a)", ["CONCURRENTLY"]],
  ["create unique index -- beside\n concurrently if not exists i on t (a)", ["concurrently"]],
  ["DROP INDEX CONCURRENTLY t@i", ["CONCURRENTLY"]],
];

const SILENT: readonly string[] = [
  "CREATE INDEX i ON t (a)",
  'CREATE INDEX "CONCURRENTLY" ON t (a)',
  "DROP INDEX t@i",
  "REFRESH MATERIALIZED VIEW CONCURRENTLY v",
];

for (const [text, words] of FOUND) {
  test(`found: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("cockroach", "concurrently-word", text, OPTIONS), words);
  });
}

for (const text of SILENT) {
  test(`silent: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("cockroach", "concurrently-word", text, OPTIONS), []);
  });
}

test("the word can be taken out, with the blank behind it", () => {
  const text = "CREATE INDEX CONCURRENTLY i ON t (a);\n-- @down\nDROP INDEX CONCURRENTLY t@i;\n";
  const edits = lintSqlFiles("cockroach", { "V1__x.sql": text }, OPTIONS).flatMap(({ fix }) => fix?.edits ?? []);
  const mended = edits
    .toReversed()
    .reduce((mend, { span, text: into }) => mend.slice(0, span.start) + into + mend.slice(span.end), text);
  assert.equal(mended, "CREATE INDEX i ON t (a);\n-- @down\nDROP INDEX t@i;\n");
});

test("a comment behind the word is not taken out with it", () => {
  const [finding] = lintSqlFiles(
    "cockroach",
    { "V1__x.sql": "CREATE INDEX CONCURRENTLY /* why */ i ON t (a)" },
    OPTIONS,
  ).filter(({ rule }) => rule === "concurrently-word");
  assert.equal(finding?.fix, undefined);
});
