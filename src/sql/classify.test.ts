import assert from "node:assert/strict";
import { test } from "node:test";
import { classify } from "./classify.ts";

// statement → kind, effect, object, guard, onRetry
const STATEMENTS = `
CREATE TABLE t (a int) → create-table schema t - ask
create unlogged table if not exists S."T;" (a int) → create-table schema S."T;" if-not-exists safe
CREATE TABLE t (a int GENERATED ALWAYS AS (1) STORED) → create-table schema t - ask
CREATE TABLE t AS SELECT 1 → create-table-as schema t - ask
CREATE TEMP TABLE IF NOT EXISTS t (a) AS VALUES (1) → create-table-as schema t if-not-exists safe
SELECT a INTO TEMP TABLE b FROM c → create-table-as schema b - ask
CREATE UNIQUE INDEX IF NOT EXISTS i ON t (a) → create-index schema i if-not-exists safe
CREATE INDEX ON ONLY s.t (a) → create-index schema s.t - ask
CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (a) → create-index-concurrently schema i if-not-exists ask
DROP INDEX CONCURRENTLY IF EXISTS i → drop-index-concurrently schema i if-exists safe
DROP INDEX t@i → drop-index schema t@i - ask
CREATE OR REPLACE VIEW v AS SELECT 1 → create-view schema v or-replace safe
CREATE MATERIALIZED VIEW v AS SELECT 1 → create-materialized-view schema v - ask
REFRESH MATERIALIZED VIEW CONCURRENTLY s.v → refresh-materialized-view data s.v - safe
CREATE FUNCTION s.f(a int) RETURNS int RETURN 1 → create-function schema s.f - ask
CREATE OR REPLACE PROCEDURE p() AS $$;$$ LANGUAGE sql → create-procedure schema p or-replace safe
CREATE CONSTRAINT TRIGGER g AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f() → create-trigger schema g - ask
CREATE SEQUENCE IF NOT EXISTS q → create-sequence schema q if-not-exists safe
CREATE SCHEMA AUTHORIZATION u → create-schema schema u - ask
CREATE EXTENSION IF NOT EXISTS "uuid-ossp" → create-extension schema "uuid-ossp" if-not-exists safe
CREATE TYPE e AS ENUM ('a') → create-type schema e - ask
ALTER TYPE s.e ADD VALUE 'x' → alter-type-add-value schema s.e - ask
ALTER TYPE e ADD VALUE IF NOT EXISTS 'x' AFTER 'a' → alter-type-add-value schema e if-not-exists safe
ALTER TYPE e RENAME VALUE 'a' TO 'b' → alter-type schema e - ask
ALTER TABLE t ADD COLUMN a int → alter-table schema t - ask
ALTER TABLE IF EXISTS ONLY t ADD a int → alter-table schema t if-exists ask
ALTER TABLE t ADD COLUMN IF NOT EXISTS a numeric(1, 2), ADD COLUMN IF NOT EXISTS b int → alter-table schema t if-not-exists safe
ALTER TABLE t ADD COLUMN IF NOT EXISTS a int, ADD b int → alter-table schema t if-not-exists ask
ALTER TABLE t DROP COLUMN IF EXISTS a, DROP CONSTRAINT IF EXISTS c → alter-table schema t if-exists safe
ALTER TABLE t ALTER a SET DEFAULT 1, ALTER COLUMN b DROP NOT NULL, ALTER c TYPE text → alter-table schema t - safe
ALTER TABLE t ALTER a TYPE int USING a + 1 → alter-table schema t - ask
ALTER TABLE t ALTER a DROP IDENTITY → alter-table schema t - ask
ALTER TABLE t OWNER TO u, ENABLE ROW LEVEL SECURITY, VALIDATE CONSTRAINT c → alter-table schema t - safe
ALTER TABLE t RENAME a TO b → alter-table schema t - ask
ALTER TABLE t SET SCHEMA s → alter-table schema t - ask
ALTER TABLE t DETACH PARTITION p CONCURRENTLY → detach-partition-concurrently schema t - ask
ALTER TABLE t DETACH PARTITION p FINALIZE → alter-table schema t - ask
ALTER DOMAIN d DROP DEFAULT → alter-domain schema d - safe
ALTER FUNCTION f(int) OWNER TO u → alter-function schema f - safe
ALTER DATABASE d SET TABLESPACE s → alter-database schema d - safe
ALTER SYSTEM SET x = 1 → alter-system schema - - safe
DROP TABLE IF EXISTS a, s.b CASCADE → drop-table schema a, s.b if-exists safe
DROP FUNCTION f(int) → drop-function schema f - ask
COMMENT ON TABLE s.t IS 'x' → comment schema s.t - safe
COMMENT ON COLUMN s.t.a IS NULL → comment schema s.t.a - safe
TRUNCATE TABLE ONLY a, b → truncate data a, b - ask
INSERT INTO s.t (a) VALUES (1) → insert data s.t - ask
INSERT INTO t (a, b) VALUES (1, 'x'), (2, 'y') ON CONFLICT (a) DO NOTHING → insert data t if-not-exists safe
INSERT INTO t (b) VALUES (1) ON CONFLICT (a) DO NOTHING → insert data t - ask
INSERT INTO t (a) VALUES (f()) ON CONFLICT (a) DO NOTHING → insert data t - ask
INSERT INTO t (a) VALUES (DEFAULT) ON CONFLICT (a) DO NOTHING → insert data t - ask
INSERT INTO t (a) VALUES (1) ON CONFLICT DO NOTHING → insert data t - ask
INSERT INTO t (a) VALUES (1) ON CONFLICT (a) DO UPDATE SET a = 2 → insert data t - ask
UPSERT INTO t VALUES (1) → upsert data t - ask
UPDATE ONLY t SET a = 1 → update data t - ask
DELETE FROM ONLY t WHERE a = 1 → delete data t - ask
MERGE INTO t USING u ON true WHEN MATCHED THEN DELETE → merge data t - ask
SELECT a, count(*) FROM ONLY s.t WHERE b IN (1) → select none s.t - safe
(SELECT 1) UNION SELECT 2 → select none - - safe
SELECT setval('q', 1) → select data - - ask
SELECT s.count(1) FROM t → select data t - ask
SELECT pg_catalog.set_config('search_path', '', false) → select session - - safe
SELECT set_config('a', '', false), f() → select data - - ask
VALUES (1) → values none - - safe
TABLE t → table none t - safe
WITH a AS (SELECT 1) SELECT * FROM a → select none a - safe
WITH a AS (SELECT 1), insert AS (SELECT 2) INSERT INTO t SELECT * FROM a → insert data t - ask
WITH a AS (DELETE FROM t RETURNING *) SELECT * FROM a → with data - - ask
WITH a (x) AS (DELETE FROM t RETURNING *) UPDATE u SET b = 1 → with data u - ask
EXPLAIN DELETE FROM t → explain none - - safe
EXPLAIN (COSTS off, ANALYZE) DELETE FROM t → explain data t - ask
EXPLAIN ANALYZE CREATE TABLE t AS SELECT 1 → explain schema t - ask
EXPLAIN ANALYZE SELECT 1 → explain none - - safe
COPY t FROM '/tmp/x' → copy data t - ask
DO $$ BEGIN END $$ → do schema - - ask
CALL s.p(1) → call schema s.p - ask
VACUUM (FULL) s.t, u → vacuum data s.t, u - safe
ANALYZE VERBOSE t (a) → analyze data t - safe
CLUSTER → cluster-all data - - safe
CLUSTER t USING i → cluster data t - safe
REINDEX TABLE t → reindex data t - safe
REINDEX DATABASE d → reindex-all data d - safe
REINDEX INDEX CONCURRENTLY i → reindex-concurrently schema i - ask
REINDEX (CONCURRENTLY) TABLE t → reindex-concurrently schema t - ask
REINDEX (CONCURRENTLY off) TABLE t → reindex data t - safe
GRANT SELECT ON t TO r → grant access - - safe
REVOKE r FROM u → revoke access - - safe
CREATE ROLE r LOGIN → create-role access r - ask
DROP USER IF EXISTS a, b → drop-user access a, b if-exists safe
ALTER ROLE r SET x = 1 → alter-role access r - safe
ALTER USER u RENAME TO v → alter-user access u - ask
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO r → alter-default-privileges access - - safe
SET search_path = a → set session - - safe
SAVEPOINT a → savepoint session - - safe
ROLLBACK TO a → rollback-to-savepoint session - - safe
PREPARE p AS SELECT 1 → prepare session - - ask
SHOW ALL → show none - - safe
LOCK TABLE t IN SHARE MODE → lock session t - safe
SET CLUSTER SETTING a.b = 1 → set-cluster-setting session a.b - safe
ALTER TABLE t CONFIGURE ZONE USING num_replicas = 3 → configure-zone data t - safe
ALTER INDEX t@i SPLIT AT VALUES (1) → split-at data t@i - safe
ALTER TABLE t SCATTER → scatter data t - safe
ALTER RANGE default CONFIGURE ZONE USING gc.ttlseconds = 600 → configure-zone data default - safe
BACKUP INTO 's3://x' → backup data - - ask
CREATE CHANGEFEED FOR TABLE t INTO 'kafka://x' → create-changefeed data - - ask
CREATE STATISTICS s ON a FROM t → create-statistics schema s - ask
ALTER TABLE t ALTER PRIMARY KEY USING COLUMNS (a) → alter-table schema t - ask
ALTER TABLE t SET LOCALITY REGIONAL BY ROW → alter-table schema t - safe
ALTER DATABASE d ADD REGION "x" → alter-database schema d - ask
`;

for (const line of STATEMENTS.trim().split("\n")) {
  const [statement = "", expected = ""] = line.split(" → ");
  test(`${statement} is ${expected}`, () => {
    const { kind, effect, object = "-", guard = "-", onRetry, askReason } = classify(statement);
    assert.equal([kind, effect, object, guard, onRetry].join(" "), expected);
    assert.equal(askReason !== undefined, onRetry === "ask");
  });
}

for (const text of ["", "FROBNICATE t", "CREATE", "CREATE FROB x", "'x'", "; SELECT 1"]) {
  test(`${JSON.stringify(text)} is opaque`, () => {
    assert.deepEqual(classify(text), {
      kind: "opaque",
      effect: "schema",
      onRetry: "ask",
      askReason: "is not understood",
    });
  });
}

test("a guard in a string, a comment or a quoted name is none", () => {
  assert.equal(classify("DROP TABLE /* IF EXISTS */ t").onRetry, "ask");
  assert.equal(classify('DROP TABLE "IF" , "EXISTS"').onRetry, "ask");
});

test("EXPLAIN in EXPLAIN, a million times, is no trouble", () => {
  assert.equal(classify("EXPLAIN ANALYZE ".repeat(1_000_000)).kind, "explain");
});
