import assert from "node:assert/strict";
import { test } from "node:test";
import { parse } from "../parser/parse.ts";
import { namedKeyspaces } from "./named-keyspaces.ts";

for (const [cql, expected] of [
  ["CREATE KEYSPACE IF NOT EXISTS a WITH replication = {'class': 'LocalStrategy'}", ["a"]],
  ["DROP KEYSPACE a", ["a"]],
  ["USE a", ["a"]],
  ["ALTER TABLE a.t ADD b int", ["a"]],
  ["ALTER TABLE t ADD b int", []],
  ["CREATE TABLE a.t (id int PRIMARY KEY, b frozen<list<c.d>>)", ["a", "c"]],
  ["BEGIN BATCH DELETE FROM a.t WHERE id = 1; INSERT INTO b.t (id) VALUES (1); APPLY BATCH", ["a", "b"]],
  ["GRANT ALTER ON KEYSPACE a TO app", ["a"]],
  ["SELECT b.f(id) FROM a.t", ["a", "b"]],
] as const) {
  test(`${cql} names ${expected.join(", ") || "none"}`, () => {
    const { statements, diagnostics } = parse(cql);
    assert.deepEqual(diagnostics, []);
    assert.deepEqual(statements.flatMap(namedKeyspaces).sort(), expected);
  });
}
