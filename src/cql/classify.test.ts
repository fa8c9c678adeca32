import assert from "node:assert/strict";
import { test } from "node:test";
import { classify } from "./classify.ts";

// statement → kind, effect, object, guard, onRetry
const DDL_AND_OTHERS = `
CREATE KEYSPACE IF NOT EXISTS k WITH replication = {} → create-keyspace schema k if-not-exists safe
CREATE SCHEMA k WITH replication = {} → create-keyspace schema k - ask
ALTER KEYSPACE k WITH durable_writes = true → alter-keyspace schema k - safe
DROP KEYSPACE k → drop-keyspace schema k - ask
DROP KEYSPACE IF EXISTS k → drop-keyspace schema k if-exists safe
CREATE TABLE t (a int PRIMARY KEY) → create-table schema t - ask
create columnfamily if not exists k.T (a int PRIMARY KEY) → create-table schema k.T if-not-exists safe
CREATE TABLE IF NOT EXISTS k."T;" (a int PRIMARY KEY) → create-table schema k."T;" if-not-exists safe
CREATE TABLE k /* x */ . t (a int PRIMARY KEY) → create-table schema k.t - ask
ALTER TABLE t ADD c int → alter-table schema t - ask
ALTER TABLE IF EXISTS t ADD c int → alter-table schema t if-exists ask
ALTER TABLE t ADD IF NOT EXISTS c int → alter-table schema t if-not-exists safe
ALTER TABLE IF EXISTS t ADD IF NOT EXISTS (c int, d int) → alter-table schema t if-not-exists safe
ALTER TABLE t DROP c → alter-table schema t - ask
ALTER TABLE t DROP IF EXISTS c → alter-table schema t if-exists safe
ALTER TABLE t DROP COMPACT STORAGE → alter-table schema t - ask
ALTER TABLE t RENAME a TO b → alter-table schema t - ask
ALTER TABLE t RENAME IF EXISTS a TO b → alter-table schema t if-exists safe
ALTER TABLE t ALTER c TYPE blob → alter-table schema t - ask
ALTER TABLE t ALTER IF EXISTS c DROP MASKED → alter-table schema t if-exists ask
ALTER TABLE k.t WITH gc_grace_seconds = 1 → alter-table schema k.t - safe
DROP TABLE IF EXISTS k.t → drop-table schema k.t if-exists safe
TRUNCATE t → truncate data t - ask
TRUNCATE TABLE k.t → truncate data k.t - ask
CREATE TYPE IF NOT EXISTS u (a int) → create-type schema u if-not-exists safe
ALTER TYPE u ADD b int → alter-type schema u - ask
ALTER TYPE u ADD IF NOT EXISTS b int → alter-type schema u if-not-exists safe
ALTER TYPE IF EXISTS u RENAME a TO b → alter-type schema u if-exists ask
DROP TYPE u → drop-type schema u - ask
CREATE INDEX ON k.t (a) → create-index schema k.t - ask
CREATE INDEX IF NOT EXISTS ON t (a) → create-index schema t if-not-exists safe
CREATE CUSTOM INDEX IF NOT EXISTS i ON t (a) USING 'sai' → create-index schema i if-not-exists safe
DROP INDEX IF EXISTS k.i → drop-index schema k.i if-exists safe
CREATE MATERIALIZED VIEW v AS SELECT a FROM t PRIMARY KEY (a) → create-materialized-view schema v - ask
ALTER MATERIALIZED VIEW v WITH gc_grace_seconds = 1 → alter-materialized-view schema v - safe
DROP MATERIALIZED VIEW IF EXISTS v → drop-materialized-view schema v if-exists safe
CREATE OR REPLACE FUNCTION k.f(a int) CALLED ON NULL INPUT RETURNS int LANGUAGE java AS $$;$$ → create-function schema k.f or-replace safe
CREATE FUNCTION f(a int) CALLED ON NULL INPUT RETURNS int LANGUAGE java AS '' → create-function schema f - ask
DROP FUNCTION IF EXISTS f(int) → drop-function schema f if-exists safe
CREATE OR REPLACE AGGREGATE a(int) SFUNC f STYPE int → create-aggregate schema a or-replace safe
DROP AGGREGATE a → drop-aggregate schema a - ask
CREATE TRIGGER IF NOT EXISTS g ON t USING 'x' → create-trigger schema g if-not-exists safe
DROP TRIGGER IF EXISTS g ON t → drop-trigger schema g if-exists safe
CREATE ROLE IF NOT EXISTS r → create-role access r if-not-exists safe
CREATE ROLE 'r' WITH LOGIN = true → create-role access 'r' - ask
ALTER ROLE r WITH PASSWORD = 'x' → alter-role access r - safe
ALTER ROLE r WITH GENERATED PASSWORD → alter-role access r - ask
DROP ROLE IF EXISTS r → drop-role access r if-exists safe
CREATE USER u WITH PASSWORD 'x' → create-user access u - ask
ALTER USER u SUPERUSER → alter-user access u - safe
DROP USER IF EXISTS u → drop-user access u if-exists safe
GRANT SELECT ON k.t TO r → grant access - - safe
REVOKE ALL ON KEYSPACE k FROM r → revoke access - - safe
GRANT admin TO r → grant access - - ask
REVOKE admin FROM r → revoke access - - ask
LIST ROLES → list none - - safe
ADD IDENTITY 'x' TO ROLE 'r' → add-identity access 'x' - ask
ADD IDENTITY IF NOT EXISTS 'x' TO ROLE 'r' → add-identity access 'x' if-not-exists safe
DROP IDENTITY IF EXISTS 'x' → drop-identity access 'x' if-exists safe
CREATE SERVICE_LEVEL IF NOT EXISTS s → create-service-level access s if-not-exists safe
ALTER SERVICE LEVEL s WITH shares = 1 → alter-service-level access s - safe
DROP SERVICE LEVEL s → drop-service-level access s - ask
ATTACH SERVICE_LEVEL s TO r → attach-service-level access - - safe
DETACH SERVICE LEVEL FROM r → detach-service-level access - - safe
PRUNE MATERIALIZED VIEW k.v → prune-materialized-view data k.v - safe
USE "K" → use session "K" - safe
SELECT a, now() FROM k.t WHERE b = 1 → select none k.t - safe
DESCRIBE TABLES → describe none - - safe
`;

for (const line of DDL_AND_OTHERS.trim().split("\n")) {
  const [statement = "", expected = ""] = line.split(" → ");
  test(`${statement} is ${expected}`, () => {
    const { kind, effect, object = "-", guard = "-", onRetry } = classify(statement);
    assert.equal([kind, effect, object, guard, onRetry].join(" "), expected);
  });
}

for (const text of [
  "",
  "FROBNICATE t",
  "CREATE",
  "CREATE SEARCH INDEX ON t",
  "ALTER INDEX i",
  "INSERT t",
  "BEGIN",
  "'x'",
  "DELETE",
]) {
  test(`${JSON.stringify(text)} is opaque`, () => {
    assert.deepEqual(classify(text), {
      kind: "opaque",
      effect: "schema",
      onRetry: "ask",
      askReason: "is not understood",
    });
  });
}

test("a statement that is not guarded says by what it could be", () => {
  assert.equal(classify("CREATE TABLE t (a int PRIMARY KEY)").askReason, "is not guarded by IF NOT EXISTS");
  assert.equal(classify("DROP TABLE t").askReason, "is not guarded by IF EXISTS");
  assert.equal(classify("ALTER TABLE IF EXISTS t ADD c int").askReason, "its ADD is not guarded by IF NOT EXISTS");
});

test("a guard inside a string or a comment is none", () => {
  assert.equal(classify("DROP TABLE /* IF EXISTS */ t").onRetry, "ask");
});
