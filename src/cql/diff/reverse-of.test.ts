import assert from "node:assert/strict";
import { test } from "node:test";
import { cassandra, SHOP, schemaAfter } from "../simulate/simulate-fixture.test.ts";
import { diff } from "./diff.ts";
import { printStatements, render } from "./diff-fixture.test.ts";
import { type ReversedChanges, reverseOf } from "./reverse-of.ts";

const CAPABILITIES = cassandra("5.0");

function reverseBetween(before: string, after: string): ReversedChanges {
  const from = schemaAfter(`${SHOP} ${before}`);
  const to = schemaAfter(`${SHOP} ${after}`);
  return reverseOf(diff(from, to), { from, to });
}

function table(columns: string): string {
  return `CREATE TABLE t (id int, c int, ${columns}, PRIMARY KEY (id, c));`;
}

test("what was added goes, and what was dropped comes back empty", () => {
  const { changes, losses } = reverseBetween(table("a int, v text"), table("a int, w text"));
  assert.deepEqual(printStatements(changes, CAPABILITIES), ["ALTER TABLE t DROP w", "ALTER TABLE t ADD v text"]);
  assert.deepEqual(
    losses.map(({ sentence }) => sentence),
    ["column `v` of table `shop.t` comes back empty"],
  );
});

test("a dropped counter does not come back, and that is said", () => {
  const { changes, losses } = reverseBetween(table("a counter, v counter"), table("a counter"));
  assert.deepEqual(render(changes), [
    "rebuild-table: table t: column v counter only in B, and the server remembers that it dropped one of that name, counter (needs a new table)",
  ]);
  assert.deepEqual(
    losses.map(({ sentence }) => sentence),
    ["column `v` of table `shop.t` does not come back, nor what is in it"],
  );
});

test("a field that was added stays: the way back needs a new type where a table holds it", () => {
  const rest = "CREATE TABLE t (id int PRIMARY KEY, v frozen<a>);";
  const { changes } = reverseBetween(`CREATE TYPE a (x int); ${rest}`, `CREATE TYPE a (x int, y int); ${rest}`);
  assert.deepEqual(render(changes), ["rebuild-type: type a: field y int only in A (needs a new type, for t)"]);
});

test("a dropped table comes back with its indexes, and empty", () => {
  const { changes, losses } = reverseBetween(`${table("v text")} CREATE INDEX i ON t (v);`, "");
  assert.match(printStatements(changes, CAPABILITIES).join("; "), /^CREATE TABLE t .*; CREATE INDEX i ON t \(v\)$/);
  assert.deepEqual(
    losses.map(({ sentence }) => sentence),
    ["table `shop.t` comes back empty"],
  );
});

test("what the server remembers from before the change counts on the way back, too", () => {
  const { changes } = reverseBetween(`${table("a int, v int")} ALTER TABLE t DROP v;`, table("a int"));
  assert.deepEqual(render(changes), []);
});
