import assert from "node:assert/strict";
import { test } from "node:test";
import { messagesOf, wordsOf } from "../../lint-fixture.test.ts";

const MADE = [
  "CREATE TYPE IF NOT EXISTS address (city text); CREATE TYPE IF NOT EXISTS person (home frozen<address>);",
  "CREATE TYPE IF NOT EXISTS alone (a int);",
  "CREATE TABLE IF NOT EXISTS users (id int PRIMARY KEY, homes list<frozen<address>>);",
  "CREATE TABLE IF NOT EXISTS orders (id int PRIMARY KEY, buyer frozen<person>);",
  "CREATE TABLE IF NOT EXISTS others (id int PRIMARY KEY, b text);",
].join("\n");

function later(text: string): readonly string[] {
  return messagesOf("udt-change", { "V1__made.cql": MADE, "V2__x.cql": text }).map((message) =>
    message.slice("V2__x.cql: ".length),
  );
}

test("a field that is added is found, with the tables that hold the type, also within another", () => {
  assert.deepEqual(later("ALTER TYPE address ADD zip int;"), [
    "the field `zip` of the type `address` reaches the tables `orders`, `users`, and no statement takes it away again",
  ]);
  assert.deepEqual(later('alter type shop.person\n add -- now\n "Age" int;'), [
    'the field `"Age"` of the type `person` reaches the table `orders`, and no statement takes it away again',
  ]);
});

test("each field that is renamed is found", () => {
  assert.deepEqual(later("ALTER TYPE address RENAME city TO town;"), [
    "programs that know the field `city` of the type `address` do not find it any more, in the tables `orders`, `users`",
  ]);
});

test("a down side may rename back", () => {
  const text = "ALTER TYPE address RENAME city TO town;\n-- @down\nALTER TYPE address RENAME town TO city;";
  assert.equal(later(text).length, 1);
});

test("a long list of tables is cut", () => {
  const tables = Array.from(
    { length: 8 },
    (_, index) => `CREATE TABLE t${index} (a int PRIMARY KEY, p frozen<alone>);`,
  );
  assert.deepEqual(later(`${tables.join("\n")} ALTER TYPE alone ADD b int;`), [
    "the field `b` of the type `alone` reaches the tables `t0`, `t1`, `t2`, `t3`, `t4` and 3 more, and no statement takes it away again",
  ]);
});

test("of a type that no file makes, nobody knows the tables", () => {
  assert.deepEqual(later("ALTER TYPE legacy ADD b int;"), [
    "the field `b` of the type `legacy` reaches every table that holds values of it, and no statement takes it away again",
  ]);
});

test("a type that no table holds, one that the side makes, and changes of tables are no finding", () => {
  assert.deepEqual(later("ALTER TYPE alone ADD b int; ALTER TYPE alone RENAME a TO c;"), []);
  assert.deepEqual(wordsOf("udt-change", `${MADE} ALTER TYPE address ADD zip int;`), []);
  assert.deepEqual(later("ALTER TABLE users ADD address text; ALTER TABLE others RENAME id TO key;"), []);
});

test("a file that says why there is no way back is not told of a field that is added", () => {
  const head = "-- @lint-ignore no-rollback: a field is there for good\n";
  assert.deepEqual(later(`${head}ALTER TYPE address ADD zip int;`), []);
  assert.equal(later(`${head}ALTER TYPE address RENAME city TO town;`).length, 1);
});

test("another type for a field is type-change's", () => {
  assert.deepEqual(later("ALTER TYPE address ALTER city TYPE blob;"), []);
});
