import assert from "node:assert/strict";
import { test } from "node:test";
import { lintFiles, wordsOf } from "../../lint-fixture.test.ts";

const OBJECTS = [
  "KEYSPACE ks",
  "TABLE t",
  "TYPE ks.t",
  "INDEX i",
  "MATERIALIZED VIEW v",
  "FUNCTION f(int)",
  "AGGREGATE a",
  "TRIGGER tr ON t",
  "ROLE r",
  "USER u",
];

for (const object of OBJECTS) {
  const words = object.startsWith("MATERIALIZED") ? "MATERIALIZED VIEW" : (object.split(" ")[0] ?? "");
  const rest = object.slice(words.length + 1);

  test(`DROP ${words} without IF EXISTS is found, in both sides`, () => {
    assert.equal(wordsOf("drop-no-if-exists", `DROP ${object};\n-- @down\nDROP ${object};`).length, 2);
  });

  test(`DROP ${words} IF EXISTS is no finding`, () => {
    assert.deepEqual(wordsOf("drop-no-if-exists", `DROP ${words} IF EXISTS ${rest};`), []);
  });
}

test("a dropped column is no dropped object", () => {
  assert.deepEqual(wordsOf("drop-no-if-exists", "ALTER TABLE t DROP c; ALTER TABLE t DROP (a, b);"), []);
});

test("the finding names what is dropped as it is written, and says what to write", () => {
  const [finding] = lintFiles({ "V1__x.cql": 'drop table shop."Users";' }).filter(({ rule }) => rule !== "no-rollback");
  assert.equal(finding?.severity, "error");
  assert.match(finding?.message ?? "", /^`DROP TABLE shop\."Users"` fails/);
  assert.equal(finding?.hint, 'write `DROP TABLE IF EXISTS shop."Users"`');
});
