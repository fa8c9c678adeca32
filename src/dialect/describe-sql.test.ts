import assert from "node:assert/strict";
import { test } from "node:test";
import { describeSql } from "./describe-sql.ts";

// statement → what it removes
const REMOVALS = `
DROP TABLE IF EXISTS s.t, u → DROP TABLE s.t, u
drop index concurrently i → DROP INDEX CONCURRENTLY i
TRUNCATE t → TRUNCATE t
ALTER TABLE t DROP COLUMN IF EXISTS a, ADD b int, DROP c → ALTER TABLE t DROP a, c
ALTER TABLE t DROP CONSTRAINT c → -
ALTER TABLE t ALTER COLUMN a DROP NOT NULL, ALTER b DROP DEFAULT → -
ALTER TABLE t ADD a int DEFAULT 1 → -
DELETE FROM t → DELETE FROM t without WHERE
DELETE FROM t WHERE a = 1 → -
DELETE FROM t USING (SELECT 1 WHERE true) s → DELETE FROM t without WHERE
WITH a AS (DELETE FROM t RETURNING *) SELECT * FROM a WHERE b → DELETE FROM t without WHERE
WITH a AS (DELETE FROM t WHERE b RETURNING *) INSERT INTO u SELECT * FROM a → -
EXPLAIN ANALYZE DELETE FROM t → DELETE FROM t without WHERE
UPDATE t SET a = NULL → -
MERGE INTO t USING u ON t.a = u.a WHEN MATCHED THEN DELETE → -
DO $$ BEGIN DROP  TABLE t; END $$ → DO with DROP TABLE
DO $$ BEGIN PERFORM 1; END $$ → -
INSERT INTO t VALUES ('DROP TABLE t') → -
`;

for (const line of REMOVALS.trim().split("\n")) {
  const [statement = "", expected] = line.split(" → ");
  test(`${statement} removes ${expected}`, () => {
    assert.equal(describeSql(statement).removes ?? "-", expected);
  });
}

// statement → reads | writes | extends
const TABLES = `
SELECT * FROM a, s.b AS x, ONLY "C" JOIN d USING (e), f(1) → a s.b C d | - | -
WITH q AS (SELECT * FROM a) SELECT * FROM q → a | - | -
INSERT INTO S.T (a) SELECT b FROM u → u | s.t | -
WITH q AS (UPDATE t SET a = 1 RETURNING *) DELETE FROM u USING q → u | t u | -
CREATE TABLE t AS SELECT * FROM u → u | t | -
ALTER TABLE t ADD a int, ADD b int → - | - | t
ALTER TABLE t ADD a int, DROP b → - | t | -
DROP TABLE a, b.c → - | a b.c | -
TRUNCATE db.public.t → - | public.t | -
SELECT * FROM t FOR UPDATE → t | - | -
`;

for (const line of TABLES.trim().split("\n")) {
  const [statement = "", expected] = line.split(" → ");
  test(`${statement} reads, writes and extends ${expected}`, () => {
    const { reads, writes, extends: extended } = describeSql(statement);
    const shown = [reads, writes, extended].map(
      (tables) =>
        tables.map(({ namespace, name }) => (namespace === undefined ? name : `${namespace}.${name}`)).join(" ") || "-",
    );
    assert.equal(shown.join(" | "), expected);
  });
}

test("a text of several statements, or of none, says how many", () => {
  assert.equal(describeSql("SELECT 1; SELECT 2;").count, 2);
  assert.equal(describeSql(" -- nothing\n;").count, 0);
});

test("an index that is built behind has a name", () => {
  const refusal = describeSql("CREATE INDEX /* a */ CONCURRENTLY ON ONLY t (a)").refusal;
  assert.match(refusal?.message ?? "", /^`CREATE INDEX CONCURRENTLY` without a name/);
  assert.equal(describeSql("CREATE INDEX CONCURRENTLY a ON t (a)").refusal, undefined);
  assert.equal(describeSql("CREATE INDEX ON t (a)").refusal, undefined);
});
