import assert from "node:assert/strict";
import { test } from "node:test";
import { lintFiles, wordsOf } from "../../lint-fixture.test.ts";

const TABLE = [
  "CREATE TYPE IF NOT EXISTS address (city text, zip int);",
  "CREATE TABLE IF NOT EXISTS t (id int PRIMARY KEY, s set<text>, l list<int>, m map<int, int>, home address,",
  "  f frozen<set<text>>, g frozen<address>, n int, tu tuple<int, int>);\n",
].join("\n");

test("a whole value for a set, a list, a map and a type that are not frozen is found, at the column", () => {
  const text = "UPDATE t SET s = {'a'}, L\n = [1], m = {1: 2}, home = {city: 'x'} WHERE id = 1;";
  assert.deepEqual(wordsOf("collection-overwrite", TABLE + text), ["s", "L", "m", "home"]);
  const batch = "BEGIN BATCH UPDATE shop.t SET \"s\" /* all */ = {'a'} WHERE id = 1; APPLY BATCH;";
  assert.deepEqual(wordsOf("collection-overwrite", TABLE + batch), ['"s"']);
});

test("parts, what is frozen, and other types are no finding", () => {
  const text = [
    "UPDATE t SET s = s + {'a'}, l = [1] + l, m[1] = 2, home.city = 'x' WHERE id = 1;",
    "UPDATE t SET s -= {'a'}, m = m - {1}, l += [1] WHERE id = 1;",
    "UPDATE t SET f = {'a'}, g = {city: 'x'}, n = 1, tu = (1, 2) WHERE id = 1;",
  ].join("\n");
  assert.deepEqual(wordsOf("collection-overwrite", TABLE + text), []);
});

test("emptying one is no finding, nor are tables that nobody knows", () => {
  const text = "UPDATE t SET s = null, l = [], m = {} WHERE id = 1; UPDATE legacy SET s = {'a'} WHERE id = 1;";
  assert.deepEqual(wordsOf("collection-overwrite", TABLE + text), []);
});

test("INSERT is looked at where it is asked for", () => {
  const text = `${TABLE}INSERT INTO t (id, s, f, l) VALUES (1, {'a'}, {'b'}, null);`;
  assert.deepEqual(wordsOf("collection-overwrite", text), []);
  assert.deepEqual(wordsOf("collection-overwrite", text, { options: { "collection-overwrite": { inserts: true } } }), [
    "s",
  ]);
});

test("the hint says how the part is written", () => {
  const text = `${TABLE}UPDATE t SET s = {'a'}, l = [1], m = {1: 2}, home = {city: 'x'} WHERE id = 1;`;
  const hints = lintFiles({ "V1__x.cql": text })
    .filter(({ rule }) => rule === "collection-overwrite")
    .map(({ hint }) => hint);
  assert.deepEqual(hints, [
    "add what is new: `s = s + {…}`",
    "add what is new: `l = l + […]`",
    "write the entries that change: `m[KEY] = …`, or `m = m + {…}`",
    "write the fields that change: `home.FIELD = …`",
  ]);
});
