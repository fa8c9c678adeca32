import assert from "node:assert/strict";
import { test } from "node:test";
import { lintFiles, wordsOf } from "../../lint-fixture.test.ts";

const FUNCTION = "f(a int) CALLED ON NULL INPUT RETURNS int LANGUAGE java AS 'return a;'";
const AGGREGATE = "a(int) SFUNC f STYPE int";
const OBJECTS: readonly (readonly [words: string, rest: string])[] = [
  ["KEYSPACE", "ks WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}"],
  ["TABLE", "t (a int PRIMARY KEY)"],
  ["TYPE", "p (a int)"],
  ["INDEX", "i ON t (b)"],
  ["INDEX", "ON t (b)"],
  ["CUSTOM INDEX", "i ON t (b) USING 'StorageAttachedIndex'"],
  ["MATERIALIZED VIEW", "v AS SELECT a FROM t WHERE a IS NOT NULL PRIMARY KEY (a)"],
  ["FUNCTION", FUNCTION],
  ["AGGREGATE", AGGREGATE],
  ["TRIGGER", "tr ON t USING 'x.Y'"],
  ["ROLE", "r WITH LOGIN = true"],
  ["USER", "u WITH PASSWORD 'x'"],
];

for (const [words, rest] of OBJECTS) {
  test(`CREATE ${words} ${rest.slice(0, 2)} without IF NOT EXISTS is found, in both sides`, () => {
    assert.equal(
      wordsOf("create-no-if-not-exists", `CREATE ${words} ${rest};\n-- @down\nCREATE ${words} ${rest};`).length,
      2,
    );
  });

  test(`CREATE ${words} IF NOT EXISTS ${rest.slice(0, 2)} is no finding`, () => {
    assert.deepEqual(wordsOf("create-no-if-not-exists", `CREATE ${words} IF NOT EXISTS ${rest};`), []);
  });
}

test("OR REPLACE is as good", () => {
  const text = `CREATE OR REPLACE FUNCTION ${FUNCTION}; CREATE OR REPLACE AGGREGATE ${AGGREGATE};`;
  assert.deepEqual(wordsOf("create-no-if-not-exists", text), []);
});

test("altering a role, or adding a column, creates nothing", () => {
  const text = "ALTER ROLE r WITH LOGIN = true; ALTER USER u WITH PASSWORD 'x'; ALTER TABLE t ADD c int;";
  assert.deepEqual(wordsOf("create-no-if-not-exists", text), []);
});

test("it is a warning that says what to write", () => {
  const [finding] = lintFiles({ "V1__x.cql": "CREATE INDEX ON t (b);" }).filter(({ rule }) =>
    rule.startsWith("create"),
  );
  assert.equal(finding?.severity, "warn");
  assert.equal(finding?.hint, "write `CREATE INDEX IF NOT EXISTS`");
});
