import assert from "node:assert/strict";
import { test } from "node:test";
import type { Capabilities } from "../capabilities.ts";
import { parse } from "../parser/parse.ts";
import { cassandra, SHOP, schemaAfter } from "../simulate/simulate-fixture.test.ts";
import { type Look, look } from "./look.ts";

const USERS = "CREATE TABLE users (id uuid, at timestamp, name text, PRIMARY KEY (id, at));";

/** What is seen of a statement in the schema that others made. */
function seen(made: string, text: string, capabilities: Capabilities = cassandra("5.0")): Look["kind"] {
  return lookAt(made, text, capabilities).kind;
}

function lookAt(made: string, text: string, capabilities: Capabilities = cassandra("5.0")): Look {
  const [statement] = parse(text).statements;
  assert.ok(statement !== undefined, text);
  return look(schemaAfter(`${SHOP} ${made}`, capabilities), statement, capabilities);
}

function differencesIn(made: string, text: string): readonly string[] {
  const found = lookAt(made, text);
  assert.equal(found.kind, "different", text);
  return found.kind === "different" ? found.differences : [];
}

/** Statement, what it needs, and something of its name that is another. */
const STATEMENTS: readonly (readonly [needs: string, text: string, other: string | undefined])[] = [
  [
    "",
    "CREATE KEYSPACE k WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1};",
    "CREATE KEYSPACE k WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 2};",
  ],
  ["", "CREATE TABLE t (a int PRIMARY KEY, b text);", "CREATE TABLE t (a int PRIMARY KEY, b int);"],
  [
    "",
    "CREATE TABLE t (a int PRIMARY KEY) WITH comment = 'x';",
    "CREATE TABLE t (a int PRIMARY KEY) WITH comment = 'y';",
  ],
  [
    "",
    "CREATE TABLE t (a int, b int, PRIMARY KEY (a, b)) WITH CLUSTERING ORDER BY (b DESC);",
    "CREATE TABLE t (a int, b int, PRIMARY KEY (a, b));",
  ],
  ["", "CREATE TYPE a (x int);", "CREATE TYPE a (x text);"],
  [USERS, "CREATE INDEX i ON users (name);", "CREATE INDEX i ON users (at);"],
  [USERS, "CREATE INDEX ON users (name);", undefined],
  [
    USERS,
    "CREATE CUSTOM INDEX i ON users (name) USING 'StorageAttachedIndex' WITH OPTIONS = {'case_sensitive': 'false'};",
    "CREATE CUSTOM INDEX i ON users (name) USING 'StorageAttachedIndex';",
  ],
  [
    USERS,
    "CREATE MATERIALIZED VIEW v AS SELECT id, at, name FROM users WHERE name IS NOT NULL AND id IS NOT NULL AND at IS NOT NULL PRIMARY KEY (name, id, at);",
    "CREATE MATERIALIZED VIEW v AS SELECT id, at FROM users WHERE id IS NOT NULL AND at IS NOT NULL PRIMARY KEY (at, id);",
  ],
  [
    "",
    "CREATE FUNCTION f(a int) CALLED ON NULL INPUT RETURNS int LANGUAGE java AS 'return a;';",
    "CREATE FUNCTION f(a int) CALLED ON NULL INPUT RETURNS int LANGUAGE java AS 'return 1;';",
  ],
  [
    "CREATE FUNCTION s(a int, b int) CALLED ON NULL INPUT RETURNS int LANGUAGE java AS 'return a;'; ",
    "CREATE AGGREGATE g(int) SFUNC s STYPE int INITCOND 0;",
    "CREATE AGGREGATE g(int) SFUNC s STYPE int INITCOND 1;",
  ],
  [USERS, "ALTER TABLE users ADD age int;", "ALTER TABLE users ADD age text;"],
  [USERS, "ALTER TABLE users ADD age int static;", "ALTER TABLE users ADD age int;"],
  [USERS, "ALTER TABLE users ADD (a int, b int);", "ALTER TABLE users ADD a int;"],
  [USERS, "ALTER TABLE users DROP name;", undefined],
  [USERS, "ALTER TABLE users RENAME id TO key;", undefined],
  [USERS, "ALTER TABLE users WITH comment = 'x';", undefined],
  [USERS, "ALTER TABLE users ALTER name MASKED WITH DEFAULT;", undefined],
  [
    `${USERS} ALTER TABLE users ALTER name MASKED WITH DEFAULT;`,
    "ALTER TABLE users ALTER name DROP MASKED;",
    undefined,
  ],
  ["CREATE TYPE a (x int);", "ALTER TYPE a ADD y int;", "ALTER TYPE a ADD y text;"],
  ["CREATE TYPE a (x int);", "ALTER TYPE a RENAME x TO z;", undefined],
  ["", "ALTER KEYSPACE shop WITH durable_writes = false;", undefined],
  [USERS, "DROP TABLE users;", undefined],
  ["CREATE TYPE a (x int);", "DROP TYPE a;", undefined],
  [`${USERS} CREATE INDEX i ON users (name);`, "DROP INDEX i;", undefined],
  [
    "CREATE FUNCTION f(a int) CALLED ON NULL INPUT RETURNS int LANGUAGE java AS 'return a;';",
    "DROP FUNCTION f;",
    undefined,
  ],
  [
    "CREATE FUNCTION f(a int) CALLED ON NULL INPUT RETURNS int LANGUAGE java AS 'return a;';",
    "DROP FUNCTION f(int);",
    undefined,
  ],
];

for (const [needs, text, other] of STATEMENTS) {
  test(`before and after: ${text}`, () => {
    assert.equal(seen(needs, text), "not-there", "before");
    assert.equal(seen(`${needs} ${text}`, text), "there", "after");
    if (other !== undefined) assert.equal(seen(`${needs} ${other}`, text), "different", other);
  });
}

test("options that a statement does not mention, and what came later, are not asked for", () => {
  const later = "ALTER TABLE users WITH comment = 'x'; CREATE INDEX i ON users (name);";
  assert.equal(seen(`${USERS} ${later}`, USERS), "there");
});

test("a column that came later is another definition", () => {
  assert.deepEqual(differencesIn(`${USERS} ALTER TABLE users ADD age int;`, USERS), [
    "table shop.users: column age int only in the schema",
  ]);
});

test("a part of the columns is told from none and from all", () => {
  assert.deepEqual(differencesIn(`${USERS} ALTER TABLE users ADD a int;`, "ALTER TABLE users ADD (a int, b int)"), [
    "column a is there",
    "column b is not there",
  ]);
});

test("another type is named with both", () => {
  assert.deepEqual(differencesIn(`${USERS} ALTER TABLE users ADD age text;`, "ALTER TABLE users ADD age int"), [
    "column age is text in the schema, int as it is written",
  ]);
});

test("a rename of which neither name is there, or both, is different", () => {
  assert.equal(seen(USERS, "ALTER TABLE users RENAME nope TO other"), "different");
  assert.equal(seen(USERS, "ALTER TABLE users RENAME id TO name"), "different");
});

test("names that go round do not tell", () => {
  assert.equal(seen("CREATE TYPE a (x int, y int);", "ALTER TYPE a RENAME x TO y AND y TO x"), "unknown");
});

test("an index of that name on another table is different", () => {
  const made = `${USERS} CREATE TABLE others (a int PRIMARY KEY, name text); CREATE INDEX i ON others (name);`;
  assert.equal(seen(made, "CREATE INDEX i ON users (name)"), "different");
});

test("a function that is to be replaced is there when nothing would change", () => {
  const text = "CREATE OR REPLACE FUNCTION f(a int) CALLED ON NULL INPUT RETURNS int LANGUAGE java AS 'return a;';";
  assert.equal(seen("", text), "not-there");
  assert.equal(seen(text, text), "there");
  assert.equal(seen(text.replace("return a", "return 1"), text), "not-there");
});

test("of rows and access nothing is known", () => {
  for (const text of ["INSERT INTO users (id) VALUES (1)", "TRUNCATE users", "GRANT SELECT ON users TO ann"]) {
    assert.equal(seen(USERS, text), "unknown", text);
  }
});
