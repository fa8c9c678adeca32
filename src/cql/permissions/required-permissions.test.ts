import assert from "node:assert/strict";
import { test } from "node:test";
import { needsOf } from "./permissions-fixture.test.ts";

const USERS = "CREATE TABLE users (id int PRIMARY KEY, name text);";
const FUNCTIONS = `
  CREATE FUNCTION plus (a int, b int) CALLED ON NULL INPUT RETURNS int LANGUAGE java AS 'return 1;';
  CREATE FUNCTION twice (a int) CALLED ON NULL INPUT RETURNS int LANGUAGE java AS 'return 1;';
  CREATE FUNCTION twice (a text) CALLED ON NULL INPUT RETURNS int LANGUAGE java AS 'return 1;';
  CREATE AGGREGATE total (int) SFUNC plus STYPE int;`;

// What Cassandra 5.0 asks for each kind of statement, tests/integration/permissions.test.ts asks a server.

test("before Cassandra 4.1 tables and types are made, changed and dropped by a permission on the keyspace", () => {
  const version = "4.0";
  assert.deepEqual(needsOf("CREATE TABLE t (id int PRIMARY KEY)", { version }), ["CREATE on <keyspace shop>"]);
  assert.deepEqual(needsOf("ALTER TYPE t ADD a int", { version }), ["ALTER on <keyspace shop>"]);
  assert.deepEqual(needsOf("DROP TYPE t", { version }), ["DROP on <keyspace shop>"]);
  assert.deepEqual(needsOf("CREATE TYPE t (a int)", { version: "4.1" }), ["CREATE on <all tables in shop>"]);
});

test("Cassandra 3.11 asks nothing for a table that is not there, and later ones do", () => {
  const drop = "DROP TABLE IF EXISTS users";
  assert.deepEqual(needsOf(drop, { version: "3.11" }), []);
  assert.deepEqual(needsOf(drop, { version: "3.11", before: USERS }), ["DROP on <table shop.users>"]);
  assert.deepEqual(needsOf(drop, { version: "4.0" }), ["DROP on <table shop.users>"]);
});

test("Cassandra 3.11 asks for the keyspace when an aggregate is dropped", () => {
  const drop = "DROP AGGREGATE total";
  assert.deepEqual(needsOf(drop, { version: "3.11", before: FUNCTIONS }), ["DROP on <keyspace shop>"]);
  assert.deepEqual(needsOf(drop, { version: "4.0", before: FUNCTIONS }), ["DROP on <function shop.total(int)>"]);
});

test("ScyllaDB asks for SELECT on account of a condition alone, and for nothing on views", () => {
  const view =
    "CREATE MATERIALIZED VIEW by_name AS SELECT * FROM users WHERE id IS NOT NULL AND name IS NOT NULL PRIMARY KEY (name, id);";
  const insert = "INSERT INTO users (id, name) VALUES (1, 'Ada')";
  const scylla = { before: USERS + view, product: "scylla", version: "2025.1.0" } as const;
  assert.deepEqual(needsOf(insert, scylla), ["MODIFY on <table shop.users>"]);
  assert.deepEqual(needsOf(`${insert} IF NOT EXISTS`, scylla), [
    "MODIFY on <table shop.users>",
    "SELECT on <table shop.users>",
  ]);
});

test("a name with a keyspace means that keyspace", () => {
  assert.deepEqual(needsOf("ALTER TABLE other.t ADD a int"), ["ALTER on <table other.t>"]);
  assert.deepEqual(needsOf("TRUNCATE other.t"), ["MODIFY on <table other.t>"]);
});

test("what is not understood, and what is not there, needs nothing that is known", () => {
  assert.deepEqual(needsOf("CREATE SERVICE LEVEL gold"), []);
  assert.deepEqual(needsOf("DROP INDEX users_name_idx"), []);
  assert.deepEqual(needsOf("DROP MATERIALIZED VIEW by_name"), []);
  assert.deepEqual(needsOf("DROP FUNCTION twice"), []);
});

test("a function with types is dropped by a permission on that one, without them by one on each of its name", () => {
  assert.deepEqual(needsOf("DROP FUNCTION twice (int)", { before: FUNCTIONS }), ["DROP on <function shop.twice(int)>"]);
  assert.deepEqual(needsOf("DROP FUNCTION twice", { before: FUNCTIONS }), [
    "DROP on <function shop.twice(int)>",
    "DROP on <function shop.twice(text)>",
  ]);
});

test("which of two functions with as many arguments is called is not guessed", () => {
  const before = USERS + FUNCTIONS;
  assert.deepEqual(needsOf("SELECT twice(id) FROM users", { before }), ["SELECT on <table shop.users>"]);
  assert.deepEqual(needsOf("SELECT plus(id, id) FROM users", { before }), [
    "SELECT on <table shop.users>",
    "EXECUTE on <function shop.plus(int, int)>",
  ]);
});

test("the server's own functions are everybody's", () => {
  assert.deepEqual(needsOf("SELECT count(*), system.now() FROM users", { before: USERS }), [
    "SELECT on <table shop.users>",
  ]);
});

test("a permission that a statement needs twice is named once", () => {
  const batch = "BEGIN BATCH DELETE FROM users WHERE id = 1; DELETE FROM users WHERE id = 2; APPLY BATCH";
  assert.deepEqual(needsOf(batch), ["MODIFY on <table shop.users>"]);
});

test("who grants all permissions has all of them, those that the release and the resource know", () => {
  const all = (version: string, on: string): number => needsOf(`GRANT ALL ON ${on} TO app`, { version }).length;
  assert.deepEqual(needsOf("GRANT ALL ON ROLE app TO boss"), [
    "AUTHORIZE on <role app>",
    "ALTER on <role app>",
    "DROP on <role app>",
    "DESCRIBE on <role app>",
  ]);
  assert.deepEqual([all("4.1", "users"), all("5.0", "users"), all("5.0", "KEYSPACE shop")], [5, 7, 8]);
});

test("a role changes its own password without a permission, and nothing else of itself", () => {
  const role = "app";
  assert.deepEqual(needsOf("ALTER ROLE app WITH PASSWORD = 'x'", { role }), []);
  assert.deepEqual(needsOf("ALTER ROLE app WITH PASSWORD = 'x'"), ["ALTER on <role app>"]);
  assert.deepEqual(needsOf("ALTER ROLE app WITH LOGIN = false", { role }), [
    "a superuser, who alone may change more of its own role than the password",
  ]);
});

test("access to data centres and from addresses is a superuser's to change", () => {
  for (const option of ["ACCESS TO ALL DATACENTERS", "ACCESS FROM ALL CIDRS"]) {
    const [need, ...more] = needsOf(`ALTER ROLE app WITH ${option}`);
    assert.match(need ?? "", /^a superuser/);
    assert.deepEqual(more, []);
  }
});
