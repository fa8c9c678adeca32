import assert from "node:assert/strict";
import { test } from "node:test";
import { type FixtureOptions, lintFiles, messagesOf, wordsOf } from "../../lint-fixture.test.ts";

const USERS = "CREATE TABLE users (id int PRIMARY KEY, name text);\n-- @down\nDROP TABLE users;\n";
const SAYS = "V2__x.cql: the down side does not undo the up side: ";

/** What the rule says of a second file after the table `users`. */
function said(text: string, options?: FixtureOptions): readonly string[] {
  return messagesOf("down-incomplete", { "V1__users.cql": USERS, "V2__x.cql": text }, options).map((message) =>
    message.replace(SAYS, ""),
  );
}

test("what is left, gone or other is found, at the first statement of the down side", () => {
  const up = "CREATE TABLE carts (id int PRIMARY KEY);\nALTER TABLE users ADD age int;\n";
  assert.deepEqual(said(`${up}-- @down\nALTER TABLE users DROP age;\n`), ["table shop.carts is left"]);
  assert.deepEqual(said(`${up}-- @down\nDROP TABLE carts;\n`), ["column age of table shop.users is left"]);
  assert.deepEqual(said("ALTER TABLE users DROP name;\n-- @down\nSELECT id FROM users;\n"), [
    "column name of table shop.users is gone",
  ]);
  assert.deepEqual(wordsOf("down-incomplete", `${USERS.split("--")[0]}-- @down\n/* rows */ TRUNCATE\n  users;\n`), [
    "TRUNCATE\n  users",
  ]);
});

test("in any case, in quotes, on several lines, with comments in between", () => {
  const text = 'create /* c */ table\n  "Carts" (id int primary key);\n-- @down\ndrop table -- no\n if exists carts;\n';
  assert.deepEqual(said(text), ['table shop."Carts" is left']);
});

test("many differences are counted", () => {
  const tables = ["a", "b", "c", "d", "e"].map((name) => `CREATE TABLE ${name} (id int PRIMARY KEY);\n`);
  assert.deepEqual(said(`${tables.join("")}-- @down\nDROP TABLE e;\n`), [
    "table shop.a is left; table shop.b is left; table shop.c is left; and 1 more",
  ]);
});

test("a side that is undone is no finding, nor what a schema does not hold", () => {
  for (const [up, down] of [
    ["CREATE TABLE carts (id int PRIMARY KEY)", "DROP TABLE IF EXISTS carts"],
    ["CREATE TABLE IF NOT EXISTS carts (id int PRIMARY KEY)", "DROP TABLE IF EXISTS carts"],
    ["ALTER TABLE users ADD age int", "ALTER TABLE users DROP age"],
    ["ALTER TABLE users DROP name", "ALTER TABLE users ADD name text"],
    ["CREATE INDEX ON users (name)", "DROP INDEX users_name_idx"],
    ["CREATE TYPE address (street text)", "DROP TYPE address"],
    ["ALTER TABLE users WITH comment = 'a'", "ALTER TABLE users WITH comment = ''"],
    ["INSERT INTO users (id) VALUES (1)", "SELECT id FROM users"],
    ["CREATE ROLE ann", "DROP ROLE ann"],
    [
      "CREATE KEYSPACE IF NOT EXISTS shop WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}",
      "DROP KEYSPACE shop",
    ],
    ["ALTER KEYSPACE shop WITH durable_writes = false", "ALTER KEYSPACE shop WITH durable_writes = true"],
  ] as const) {
    assert.deepEqual(said(`${up};\n-- @down\n${down};\n`), [], up);
  }
});

test("without a down side, or with one that holds nothing, it is for other rules to speak", () => {
  assert.deepEqual(said("CREATE TABLE carts (id int PRIMARY KEY);\n"), []);
  assert.deepEqual(said("CREATE TABLE carts (id int PRIMARY KEY);\n-- @down\n-- later\n"), []);
});

test("a side that is not understood, or refused, is not judged", () => {
  const up = "CREATE TABLE carts (id int PRIMARY KEY);\n";
  assert.deepEqual(said(`${up}-- @down\nDROP TABLE users_of_old;\nDROP COLUMN x;\n`), []);
  assert.deepEqual(said(`${up}ALTER TABLE users ADD name text;\n-- @down\nTRUNCATE carts;\n`), []);
});

test("what no file makes is not known: it may be as it was", () => {
  assert.deepEqual(said("DROP TABLE old;\n-- @down\nCREATE TABLE old (id int PRIMARY KEY);\n"), []);
  assert.deepEqual(said("ALTER TABLE old ADD a int;\n-- @down\nALTER TABLE old DROP a;\n"), []);
  assert.deepEqual(said("DROP INDEX old_idx;\n-- @down\nCREATE INDEX old_idx ON users (name);\n"), []);
  assert.deepEqual(said("CREATE TABLE a (id int PRIMARY KEY, b frozen<old>);\n-- @down\nDROP TABLE a;\n"), []);
});

test("what a file makes with IF NOT EXISTS is its own, unless the files stand on what is older", () => {
  const text = "CREATE TABLE IF NOT EXISTS carts (id int PRIMARY KEY);\n-- @down\nSELECT id FROM users;\n";
  assert.deepEqual(said(text), ["table shop.carts is left"]);
  const older = { "V1__old.cql": "ALTER TABLE old ADD a int;\n", "V2__users.cql": USERS, "V3__x.cql": text };
  assert.deepEqual(messagesOf("down-incomplete", older), []);
  const plain = { ...older, "V3__x.cql": text.replace("IF NOT EXISTS ", "") };
  assert.equal(messagesOf("down-incomplete", plain).length, 1);
});

test("another keyspace is taken to be there, and what is left in it is told", () => {
  const up = "CREATE TABLE carts (id int PRIMARY KEY);\nCREATE TABLE audit.log (id int PRIMARY KEY);\n";
  assert.deepEqual(said(`${up}-- @down\nDROP TABLE audit.log;\nDROP TABLE carts;\n`), []);
  assert.deepEqual(said(`${up}-- @down\nDROP TABLE carts;\n`), ["table audit.log is left"]);
});

test("a field of a type cannot be taken back, and the hint says so", () => {
  const files = {
    "V1__type.cql": "CREATE TYPE address (street text);\n-- @down\nDROP TYPE address;\n",
    "V2__zip.cql": "ALTER TYPE address ADD zip text;\n-- @down\nUSE shop;\n",
  };
  const [finding] = lintFiles(files).filter(({ rule }) => rule === "down-incomplete");
  assert.match(finding?.message ?? "", /field zip of type shop\.address is left$/);
  assert.match(finding?.hint ?? "", /^no server takes a field out of a type; .*@lint-ignore down-incomplete/);
});

test("a file for one profile is judged in that one", () => {
  const text = "-- @env dev\nCREATE TABLE carts (id int PRIMARY KEY);\n-- @down\nSELECT id FROM users;\n";
  assert.deepEqual(said(text), ["table shop.carts is left"]);
  assert.deepEqual(said(text.replace("SELECT id FROM users", "DROP TABLE carts"), { profile: "dev" }), []);
});
