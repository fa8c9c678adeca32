import assert from "node:assert/strict";
import { test } from "node:test";
import { messagesOf, wordsOf } from "../../lint-fixture.test.ts";

const TABLE = "CREATE TABLE IF NOT EXISTS t (a text, b int, v int, PRIMARY KEY (a, b));\n";

const MIXES: Readonly<Record<string, string>> = {
  "IF NOT EXISTS, then a plain UPDATE":
    "INSERT INTO t (a, b, v) VALUES ('x', 1, 1) IF NOT EXISTS; UPDATE t SET v = 2 WHERE b = 1 AND a = 'x';",
  "a plain INSERT, then a condition":
    "INSERT INTO t (a, b, v) VALUES ('x', 1, 1); update t\n set v = 2 where a = 'x' and b = 1\n if v = 1;",
  "IF EXISTS, and a plain INSERT":
    "DELETE FROM t WHERE a = 'x' AND b = 1 IF EXISTS; INSERT INTO t (b, a) VALUES (1, 'x');",
  "a batch with one condition":
    "BEGIN BATCH INSERT INTO t (a, b) VALUES ('x', 2) IF NOT EXISTS; INSERT INTO t (a, b) VALUES ('x', 1); APPLY BATCH; DELETE FROM t WHERE a = 'x' AND b = 1;",
  "one of several rows":
    "DELETE FROM t WHERE a = 'x' AND b IN (1, 2); INSERT INTO t (a, b) VALUES ('x', 2) IF NOT EXISTS;",
  "one with its keyspace":
    "INSERT INTO t (a, b) VALUES ('x', 1) IF NOT EXISTS; INSERT INTO shop.t (a, b) VALUES ('x', 1);",
};

for (const [mix, text] of Object.entries(MIXES)) {
  test(`found: ${mix}`, () => {
    assert.equal(wordsOf("conditional-mix", TABLE + text).length, 1);
  });
}

test("it is said once a row, at the second of the two, with the line of the first", () => {
  const text = `${TABLE}INSERT INTO t (a, b) VALUES ('x', 1) IF NOT EXISTS;\nUPDATE t SET v = 1 WHERE a = 'x' AND b = 1;\nUPDATE t SET v = 2 WHERE a = 'x' AND b = 1;`;
  assert.deepEqual(messagesOf("conditional-mix", { "V1__x.cql": text }), [
    "V1__x.cql: this row of `t` is written without a condition here, and with one in line 2: their times come from two clocks, so the later of them may be lost",
  ]);
});

test("other rows, other tables, other sides and what nobody knows are no finding", () => {
  for (const text of [
    "INSERT INTO t (a, b) VALUES ('x', 1) IF NOT EXISTS; INSERT INTO t (a, b) VALUES ('x', 2);",
    "INSERT INTO t (a, b) VALUES ('x', 1) IF NOT EXISTS; INSERT INTO t (a, b) VALUES ('X', 1);",
    "INSERT INTO t (a, b) VALUES ('x', 1) IF NOT EXISTS; INSERT INTO other.t (a, b) VALUES ('x', 1);",
    "INSERT INTO t (a, b) VALUES ('x', 1) IF NOT EXISTS;\n-- @down\nDELETE FROM t WHERE a = 'x' AND b = 1;",
    "INSERT INTO t (a, b) VALUES ('x', 1) IF NOT EXISTS; UPDATE t SET v = 1 WHERE a = 'x' AND b = 1 IF v = 2;",
    "INSERT INTO legacy (a) VALUES ('x') IF NOT EXISTS; INSERT INTO legacy (a) VALUES ('x');",
    "INSERT INTO t (a, b) VALUES ('IF NOT EXISTS', 1); UPDATE t SET v = 1 WHERE a = 'IF NOT EXISTS' AND b = 1;",
  ]) {
    assert.deepEqual(wordsOf("conditional-mix", TABLE + text), [], text);
  }
});

test("a row that a function names is another each time", () => {
  const table = "CREATE TABLE IF NOT EXISTS u (id uuid PRIMARY KEY);";
  const text = `${table} INSERT INTO u (id) VALUES (uuid()) IF NOT EXISTS; INSERT INTO u (id) VALUES (uuid());`;
  assert.deepEqual(wordsOf("conditional-mix", text), []);
});
