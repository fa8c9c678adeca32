import assert from "node:assert/strict";
import { test } from "node:test";
import { renderDiagnostic } from "../../../text/diagnostic.ts";
import { lintFiles, lintSqlFiles, sqlWordsOf, wordsOf } from "../../lint-fixture.test.ts";

const CQL: readonly string[] = [
  "CREATE ROLE IF NOT EXISTS r WITH PASSWORD = 'geheim' AND LOGIN = true",
  "alter role \"R\" with login = true and\n password -- new\n = 'geheim'",
  "ALTER ROLE r WITH HASHED PASSWORD = '$2a$10$geheimgeheimgeheimgeheimgeheimgeheimgeheimgeheimgeh'",
  "CREATE USER IF NOT EXISTS u WITH PASSWORD 'geheim' SUPERUSER",
  "ALTER USER u WITH PASSWORD 'ge''heim'",
  "ALTER USER u WITH PASSWORD $$geheim$$",
  // What is no CQL holds its password all the same.
  "CREATE ROLE r WITH PASSWORD = 'geheim' AND NOPE",
];

const SQL: readonly string[] = [
  "CREATE ROLE r LOGIN PASSWORD 'geheim'",
  "alter user \"U\" with encrypted\n password /* new */ 'geheim' valid until 'infinity'",
  "CREATE GROUP g PASSWORD $tag$geheim$tag$",
  "ALTER ROLE r PASSWORD E'ge\\'heim'",
  "CREATE USER MAPPING FOR u SERVER s OPTIONS (user 'x', password 'geheim')",
];

for (const text of CQL) {
  test(`found in CQL, in both sides, at the word: ${text.replace(/\s+/g, " ")}`, () => {
    const words = wordsOf("secret-in-text", `${text};\n-- @down\n${text};`);
    assert.deepEqual(
      words.map((word) => word.toUpperCase()),
      ["PASSWORD", "PASSWORD"],
    );
  });
}

for (const text of SQL) {
  test(`found in SQL: ${text.replace(/\s+/g, " ")}`, () => {
    for (const server of ["postgres", "cockroach"]) {
      const words = sqlWordsOf(server, "secret-in-text", `SELECT 1; ${text};`);
      assert.deepEqual(
        words.map((word) => word.toUpperCase()),
        ["PASSWORD"],
      );
    }
  });
}

test("nothing that is said of a file shows it, in no rule", () => {
  for (const text of CQL) {
    const said = lintFiles({ "V1__x.cql": `${text};` })
      .map(renderDiagnostic)
      .join("\n");
    assert.match(said, /a password stands in the file/);
    assert.doesNotMatch(said, /heim/, text);
  }
  for (const text of SQL) {
    const said = lintSqlFiles("postgres", { "V1__x.sql": `${text};` })
      .map(renderDiagnostic)
      .join("\n");
    assert.match(said, /a password stands in the file/);
    assert.doesNotMatch(said, /heim/, text);
  }
});

test("a variable is no secret, declared or not", () => {
  const cql = "ALTER ROLE r WITH PASSWORD = '${pw}'; ALTER USER u WITH PASSWORD '${other}';";
  assert.deepEqual(wordsOf("secret-in-text", cql, { variables: { pw: "geheim" } }), []);
  const sql = "ALTER ROLE r PASSWORD '${pw}';";
  assert.deepEqual(sqlWordsOf("postgres", "secret-in-text", sql, { variables: { pw: "geheim" } }), []);
});

test("an empty one, none, and words that look like it are no secrets", () => {
  const cql =
    "ALTER ROLE r WITH PASSWORD = ''; ALTER ROLE password WITH OPTIONS = {'a': 'PASSWORD'}; INSERT INTO t (password, a) VALUES ('x', 'y'); CREATE TABLE password (a text PRIMARY KEY) WITH comment = 'x';";
  assert.deepEqual(wordsOf("secret-in-text", cql), []);
  const sql =
    "ALTER ROLE r PASSWORD NULL; ALTER USER u WITH PASSWORD ''; CREATE ROLE r VALID UNTIL 'infinity'; INSERT INTO users (password) VALUES ('x'); COMMENT ON ROLE r IS 'PASSWORD';";
  assert.deepEqual(sqlWordsOf("postgres", "secret-in-text", sql), []);
});
