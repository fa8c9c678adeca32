import assert from "node:assert/strict";
import { test } from "node:test";
import { planNeeds } from "./permissions-fixture.test.ts";

const USERS = "CREATE TABLE users (id int PRIMARY KEY, name text);";

test("who makes a table needs nothing more for it", () => {
  const plan = `${USERS} ALTER TABLE users ADD age int; CREATE INDEX ON users (age); TRUNCATE users; DROP TABLE users`;
  assert.deepEqual(planNeeds(plan), ["0: CREATE on <all tables in shop>"]);
  assert.deepEqual(planNeeds(plan, { version: "3.11" }), ["0: CREATE on <keyspace shop>"]);
});

test("a table that was there already is not made by a guarded CREATE", () => {
  const plan = "CREATE TABLE IF NOT EXISTS users (id int PRIMARY KEY, name text); ALTER TABLE users ADD age int";
  assert.deepEqual(planNeeds(plan, { before: USERS }), [
    "0: CREATE on <all tables in shop>",
    "1: ALTER on <table shop.users>",
  ]);
});

test("who makes a keyspace needs nothing more for what is in it", () => {
  const plan = `CREATE KEYSPACE other WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1};
    CREATE TABLE other.t (id int PRIMARY KEY);
    CREATE FUNCTION other.f (a int) CALLED ON NULL INPUT RETURNS int LANGUAGE java AS 'return 1;';
    DROP KEYSPACE other`;
  assert.deepEqual(planNeeds(plan), ["0: CREATE on <all keyspaces>"]);
});

test("what is needed again is named where it is needed first", () => {
  const plan =
    "TRUNCATE users; ALTER TABLE users ADD a int; ALTER TABLE users ADD b int; DELETE FROM users WHERE id = 1";
  assert.deepEqual(planNeeds(plan, { before: USERS }), [
    "0: MODIFY on <table shop.users>",
    "1: ALTER on <table shop.users>",
  ]);
});

test("an index that is dropped stands on the table that the plan put it on", () => {
  const plan = "CREATE INDEX by_name ON users (name); DROP INDEX by_name";
  assert.deepEqual(planNeeds(plan, { before: USERS }), ["0: ALTER on <table shop.users>"]);
});

test("on a view that the plan makes nobody can grant yet: all tables of the keyspace are named", () => {
  const plan = `CREATE MATERIALIZED VIEW by_name AS SELECT * FROM users WHERE id IS NOT NULL AND name IS NOT NULL PRIMARY KEY (name, id);
    INSERT INTO users (id, name) VALUES (1, 'Ada')`;
  assert.deepEqual(planNeeds(plan, { before: USERS }), [
    "0: ALTER on <table shop.users>",
    "1: MODIFY on <table shop.users>",
    "1: SELECT on <table shop.users>",
    "1: MODIFY on <all tables in shop>",
  ]);
});

test("on a table that is not there nobody can grant: all that is in the keyspace is named", () => {
  assert.deepEqual(planNeeds("DROP TABLE IF EXISTS users"), ["0: DROP on <all tables in shop>"]);
  assert.deepEqual(planNeeds("DROP TABLE IF EXISTS users", { version: "4.0" }), ["0: DROP on <keyspace shop>"]);
});

test("of a keyspace that is not known tables are taken for there", () => {
  assert.deepEqual(planNeeds("TRUNCATE other.t"), ["0: MODIFY on <table other.t>"]);
  assert.deepEqual(planNeeds("CREATE TABLE other.t (id int PRIMARY KEY); TRUNCATE other.t"), [
    "0: CREATE on <all tables in other>",
  ]);
});

test("who makes a function may call it, and who replaces one needs ALTER on it", () => {
  const body = "CALLED ON NULL INPUT RETURNS int LANGUAGE java AS 'return 1;'";
  const plan = `CREATE OR REPLACE FUNCTION f (a int) ${body}; SELECT f(id) FROM users`;
  assert.deepEqual(planNeeds(plan, { before: USERS }), [
    "0: CREATE on <all functions in shop>",
    "1: SELECT on <table shop.users>",
  ]);
  assert.deepEqual(planNeeds(plan, { before: `${USERS} CREATE FUNCTION f (a int) ${body};` }), [
    "0: ALTER on <function shop.f(int)>",
    "1: SELECT on <table shop.users>",
    "1: EXECUTE on <function shop.f(int)>",
  ]);
});

test("who makes a role may change and drop it", () => {
  assert.deepEqual(planNeeds("CREATE ROLE app; ALTER ROLE app WITH LOGIN = true; DROP ROLE app"), [
    "0: CREATE on <all roles>",
  ]);
});
