import assert from "node:assert/strict";
import { test } from "node:test";
import { lintFiles, messagesOf, wordsOf } from "../../lint-fixture.test.ts";

const CHANGES: readonly (readonly [text: string, words: string])[] = [
  ["CREATE ROLE IF NOT EXISTS r WITH LOGIN = true", "r"],
  ['create\n role -- the second\n "R"', '"R"'],
  ["ALTER ROLE r WITH SUPERUSER = false", "r"],
  ["CREATE USER IF NOT EXISTS u WITH PASSWORD 'x'", "u"],
  ["ALTER USER u WITH PASSWORD 'x'", "u"],
  ["DROP ROLE IF EXISTS r", "r"],
  ["DROP USER IF EXISTS u", "u"],
  ["GRANT SELECT ON TABLE t TO r", "r"],
  ["grant r to s", "s"],
  ["REVOKE ALL ON KEYSPACE shop FROM r", "r"],
];

for (const [text, words] of CHANGES) {
  test(`found in the up side: ${text.replace(/\s+/g, " ")}`, () => {
    assert.deepEqual(wordsOf("access-change", `${text};\n-- @down\n${text};`), [words]);
  });
}

test("no message holds a password", () => {
  for (const { message, hint } of lintFiles({ "V1__x.cql": "ALTER USER u WITH PASSWORD 'geheim';" })) {
    assert.doesNotMatch(`${message} ${hint}`, /geheim/);
  }
});

test("it says what the statement is", () => {
  assert.deepEqual(messagesOf("access-change", { "V1__x.cql": "DROP ROLE r; GRANT r TO s;" }), [
    "V1__x.cql: DROP ROLE is about the whole cluster, which other keyspaces and environments share",
    "V1__x.cql: GRANT ties the file to roles of one cluster, and needs the right to pass on rights",
  ]);
});

test("listing changes nothing, and tables may be called like it", () => {
  const text = "LIST ROLES; LIST ALL PERMISSIONS OF r; INSERT INTO roles (\"grant\") VALUES ('CREATE ROLE r');";
  assert.deepEqual(wordsOf("access-change", text), []);
});
