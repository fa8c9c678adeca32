import assert from "node:assert/strict";
import { test } from "node:test";
import { sqlDialect } from "./sql-dialect.ts";

/** The transaction of each statement; "-" for one that stands alone. */
function grouped(dialect: "postgres" | "cockroach", text: string, isWanted = true): string {
  const { split, transactionsOf } = sqlDialect(dialect);
  const { statements } = split({ name: "", text }, { start: 0, end: text.length });
  const groups = transactionsOf?.(statements, isWanted) ?? [];
  const numbers = [...new Set(groups.filter((group) => group !== undefined))];
  return groups.map((group) => (group === undefined ? "-" : numbers.indexOf(group))).join(" ");
}

const POSTGRES = `
CREATE TABLE t (a int); INSERT INTO t VALUES (1); SELECT f() → 0 0 0
CREATE TABLE t (a int); CREATE INDEX CONCURRENTLY i ON t (a); INSERT INTO t VALUES (1) → 0 - 1
VACUUM t; VACUUM u; SELECT 1 → - - 0
ALTER TYPE e ADD VALUE 'x'; CREATE TABLE t (a int) → 0 0
CREATE TABLE u (b int); ALTER TYPE s.e ADD VALUE 'x'; CREATE TABLE t (a e) → 0 0 1
ALTER TYPE e ADD VALUE 'new one'; ALTER TYPE f ADD VALUE 'y'; SELECT 1; UPDATE t SET a = 'new one', b = 'y' → 0 0 0 1
ALTER TYPE e ADD VALUE 'x'; ALTER TYPE e ADD VALUE 'y'; SELECT 'y'::text → 0 0 1
CREATE TYPE e AS ENUM ('a'); ALTER TYPE e ADD VALUE 'x'; CREATE TABLE t (a e DEFAULT 'x') → 0 0 0
DO $$ BEGIN PERFORM 1; END $$; DO $x$ BEGIN UPDATE t SET a = 1; COMMIT; END $x$; SELECT 1 → 0 - 1
DO $$ BEGIN RAISE NOTICE 'COMMIT;'; END $$ → 0
REINDEX SCHEMA s; REINDEX TABLE t; CLUSTER; CLUSTER t; ALTER SYSTEM SET a = 1 → - 0 - 1 -
ALTER DATABASE d SET TABLESPACE x; ALTER DATABASE d SET a = 1; CREATE DATABASE e; DROP TABLESPACE y → - 0 - -
ALTER TABLE t DETACH PARTITION p CONCURRENTLY; ALTER TABLE t DETACH PARTITION p → - 0
CREATE SUBSCRIPTION s CONNECTION '' PUBLICATION p; CREATE SUBSCRIPTION s CONNECTION '' PUBLICATION p WITH (connect = false) → - 0
ALTER SUBSCRIPTION s REFRESH PUBLICATION; ALTER SUBSCRIPTION s SET PUBLICATION p WITH (refresh = false); ALTER SUBSCRIPTION s DISABLE → - 0 0
DISCARD ALL; DISCARD TEMP; REFRESH MATERIALIZED VIEW CONCURRENTLY v → - 0 0
`;

for (const line of POSTGRES.trim().split("\n")) {
  const [text = "", expected] = line.split(" → ");
  test(`PostgreSQL: ${text} is ${expected}`, () => {
    assert.equal(grouped("postgres", text), expected);
  });
}

test("PostgreSQL, not wanted: each statement has its own, and a procedure, which may commit, none", () => {
  const text = "CREATE TABLE t (a int); INSERT INTO t VALUES (1); VACUUM t; CALL p(); DO $$ BEGIN NULL; END $$";
  assert.equal(grouped("postgres", text, false), "0 1 - - 2");
});

test("CockroachDB: what changes the schema stands alone, neighbours that write rows share one, code has its own", () => {
  const text =
    "INSERT INTO t VALUES (1); UPDATE t SET a = 1; CREATE TABLE u (a int); DROP TABLE v; UPSERT INTO u VALUES (1); " +
    "DO $$ BEGIN NULL; END $$; DELETE FROM u WHERE a = 1; GRANT SELECT ON t TO r; TRUNCATE t; SET a = 1; SELECT 1";
  assert.equal(grouped("cockroach", text), "0 0 - - 1 2 3 - - 4 4");
  assert.equal(grouped("cockroach", "INSERT INTO t VALUES (1); UPDATE t SET a = 1", false), "0 1");
});

test("a build goes on behind the answer on CockroachDB only", () => {
  assert.ok(sqlDialect("cockroach").startsBuild("create-index"));
  assert.ok(!sqlDialect("cockroach").startsBuild("insert"));
  assert.ok(!sqlDialect("postgres").startsBuild("create-index"));
});
