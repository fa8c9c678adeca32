import assert from "node:assert/strict";
import { test } from "node:test";
import { classify } from "../../sql/classify.ts";
import { onlyDefines } from "./session-state.ts";

function isOnlyDefinition(text: string): boolean {
  const { kind: statementKind, effect } = classify(text);
  return onlyDefines({ statementKind, effect, text });
}

for (const text of [
  "CREATE TABLE t (id int PRIMARY KEY, at timestamptz DEFAULT now())",
  "CREATE INDEX t_a ON t (a, b)",
  "CREATE TYPE mood AS ENUM ('ok')",
  "COMMENT ON TABLE t IS 'ours'",
  "DROP TABLE t",
]) {
  test(`${text} leaves nothing in its session`, () => assert.equal(isOnlyDefinition(text), true));
}

for (const text of [
  "CREATE TEMP TABLE t (id int)",
  "CREATE TABLE t AS SELECT f()",
  "CREATE TABLE t_1 PARTITION OF t FOR VALUES FROM (f()) TO (g())",
  "CREATE INDEX t_a ON t (f(a))",
  "CREATE INDEX t_a ON t (a) WHERE f(a)",
  "ALTER TABLE t ADD COLUMN n int DEFAULT f()",
  "INSERT INTO t VALUES (f())",
  "SELECT f()",
  "SET ROLE other",
  "REFRESH MATERIALIZED VIEW v",
]) {
  test(`${text} may leave something`, () => assert.equal(isOnlyDefinition(text), false));
}
