import assert from "node:assert/strict";
import { test } from "node:test";
import { withUnknownKeyspace } from "../schema/schema.ts";
import { cassandra, SHOP, schemaAfter } from "../simulate/simulate-fixture.test.ts";
import { describeNotUndone, findNotUndone } from "./not-undone.ts";

const BEFORE = `${SHOP} CREATE TABLE users (id int PRIMARY KEY, name text) WITH comment = 'a'; CREATE INDEX by_name ON users (name);`;

/** What the two sides leave of what was there, in words. */
function leftBy(sides: string, before: string = BEFORE): readonly string[] {
  const capabilities = cassandra("5.0");
  const from = schemaAfter(before, capabilities);
  const to = schemaAfter(`${before} ${sides}`, capabilities);
  return findNotUndone(from, to, { capabilities }).map(describeNotUndone);
}

test("a side that is undone leaves nothing", () => {
  assert.deepEqual(leftBy("CREATE TABLE carts (id int PRIMARY KEY); DROP TABLE carts;"), []);
});

test("the memory of a dropped column is no difference", () => {
  assert.deepEqual(leftBy("ALTER TABLE users ADD age int; ALTER TABLE users DROP age;"), []);
});

test("what is left, gone and other is said in a few words each", () => {
  const sides = [
    "CREATE TYPE address (street text);",
    "DROP INDEX by_name;",
    "ALTER TABLE users ADD age int;",
    "ALTER TABLE users WITH comment = 'b';",
  ];
  assert.deepEqual(leftBy(sides.join(" ")), [
    "type shop.address is left",
    "column age of table shop.users is left",
    "comment of table shop.users is 'b', and was 'a'",
    "index by_name of table shop.users is gone",
  ]);
});

test("a field of a type and an object of another keyspace are told, too", () => {
  const before = `${BEFORE} CREATE TYPE address (street text);`;
  const other = "CREATE KEYSPACE other WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1};";
  assert.deepEqual(leftBy(`ALTER TYPE address ADD zip text; ${other}`, before), [
    "keyspace other is left",
    "field zip of type shop.address is left",
  ]);
});

test("a table that is made again with another key says why it is another", () => {
  const [said, ...more] = leftBy("DROP TABLE users; CREATE TABLE users (id text PRIMARY KEY, name text);");
  assert.match(said ?? "", /^table shop\.users: .*id/);
  assert.ok(more.every((each) => !each.includes("again")));
});

test("a view that other changes would take along is no difference of its own", () => {
  const before = `${BEFORE} CREATE MATERIALIZED VIEW v AS SELECT id, name FROM users WHERE id IS NOT NULL AND name IS NOT NULL PRIMARY KEY (name, id);`;
  const sides = "DROP MATERIALIZED VIEW v; DROP INDEX by_name; ALTER TABLE users ADD age int;";
  const again = `${sides} ALTER TABLE users DROP age; ${before.slice(before.indexOf("CREATE MATERIALIZED"))} CREATE INDEX by_name ON users (name);`;
  assert.deepEqual(leftBy(again, before), []);
});

test("the options of a keyspace that nobody has told are not compared", () => {
  const capabilities = cassandra("5.0");
  const from = withUnknownKeyspace(schemaAfter("", capabilities), "shop");
  const to = schemaAfter(SHOP, capabilities);
  assert.deepEqual(findNotUndone(from, to, { capabilities }), []);
  assert.deepEqual(findNotUndone(from, schemaAfter("", capabilities), { capabilities }), []);
});
