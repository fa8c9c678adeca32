import assert from "node:assert/strict";
import { test } from "node:test";
import { messagesOf, wordsOf } from "../../lint-fixture.test.ts";

const TABLE = 'CREATE TABLE IF NOT EXISTS t (a int, "B" text, c int, v int, PRIMARY KEY ((a, "B"), c));\n';

function insert(a: number | string, b: string, c: number, table = "t"): string {
  return `INSERT INTO ${table} (a, "B", c) VALUES (${a}, '${b}', ${c});`;
}

function batch(statements: readonly string[], kind = ""): string {
  return `BEGIN ${kind} BATCH ${statements.join(" ")} APPLY BATCH;`;
}

const eleven = Array.from({ length: 11 }, (_, index) => index);

test("a batch over more partitions than the limit is found at its first word, whatever its type", () => {
  const many = eleven.map((each) => insert(each, "x", 1));
  assert.deepEqual(wordsOf("many-partitions", TABLE + batch(many)), ["BEGIN"]);
  assert.deepEqual(wordsOf("many-partitions", TABLE + batch(many, "unlogged /* so */")), ["BEGIN"]);
  assert.deepEqual(wordsOf("many-partitions", TABLE + batch(many.slice(1))), []);
});

test("rows of one partition are one, however many; keys of several columns count as a whole", () => {
  assert.deepEqual(wordsOf("many-partitions", TABLE + batch(eleven.map((each) => insert(1, "x", each)))), []);
  assert.deepEqual(wordsOf("many-partitions", TABLE + batch(eleven.map((each) => insert(1, `${each}`, 1)))), ["BEGIN"]);
});

test("the same key on two tables is two partitions, and in two ways of writing it is one", () => {
  const two = `${TABLE}${TABLE.replace("EXISTS t", "EXISTS u")}`;
  const six = eleven.slice(0, 6);
  const both = six.flatMap((each) => [insert(each, "x", 1), insert(each, "x", 1, "shop.u")]);
  assert.deepEqual(messagesOf("many-partitions", { "V1__x.cql": two + batch(both) }), [
    "V1__x.cql: the batch writes 12 partitions: two nodes keep all of it in their batch logs until the replicas have answered",
  ]);
  const updates = six.map((each) => `UPDATE t SET v = 1 WHERE "B" = 'x' AND a = ${each} AND c = 1;`);
  assert.deepEqual(
    wordsOf("many-partitions", TABLE + batch([...six.map((each) => insert(each, "x", 1)), ...updates])),
    [],
  );
});

test("what a function makes is another partition each time", () => {
  const table = "CREATE TABLE IF NOT EXISTS u (id uuid PRIMARY KEY);";
  const text = table + batch(eleven.map(() => "INSERT INTO u (id) VALUES (uuid());"));
  assert.deepEqual(wordsOf("many-partitions", text), ["BEGIN"]);
});

test("of tables that no file makes, statements are counted, by a limit of their own", () => {
  const rows = Array.from({ length: 51 }, (_, index) => `INSERT INTO legacy (a) VALUES (${index});`);
  assert.deepEqual(wordsOf("many-partitions", batch(rows)), ["BEGIN"]);
  assert.deepEqual(wordsOf("many-partitions", batch(rows.slice(1))), []);
  const options = { "many-partitions": { statements: 2 } };
  assert.deepEqual(wordsOf("many-partitions", batch(rows.slice(0, 3)), { options }), ["BEGIN"]);
});

test("IN on the partition key is found, in SELECT, UPDATE and DELETE, also where two of them multiply", () => {
  const values = eleven.join(", ");
  const text = [
    `SELECT v FROM t WHERE a\n IN (${values}) AND "B" = 'x';`,
    `UPDATE t SET v = 1 WHERE a IN (${values}) AND "B" = 'x' AND c = 1;`,
    `delete from shop.t where a in (1, 2, 3, 4) and "B" in ('x', 'y', 'z');`,
  ].join("\n");
  assert.deepEqual(wordsOf("many-partitions", TABLE + text), [
    `a\n IN (${values})`,
    `a IN (${values})`,
    "a in (1, 2, 3, 4)",
  ]);
});

test("IN on a clustering column, with few values, or on a table that nobody knows is no finding", () => {
  const values = eleven.join(", ");
  const text = [
    `SELECT v FROM t WHERE a = 1 AND "B" = 'x' AND c IN (${values});`,
    "DELETE FROM t WHERE a IN (1, 2, 3) AND \"B\" = 'x';",
    `DELETE FROM legacy WHERE a IN (${values});`,
  ].join("\n");
  assert.deepEqual(wordsOf("many-partitions", TABLE + text), []);
});

test("the limit can be set", () => {
  const text = `${TABLE}DELETE FROM t WHERE a IN (1, 2, 3) AND "B" = 'x';`;
  assert.deepEqual(wordsOf("many-partitions", text, { options: { "many-partitions": { partitions: 2 } } }), [
    "a IN (1, 2, 3)",
  ]);
});
