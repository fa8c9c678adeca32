import assert from "node:assert/strict";
import { test } from "node:test";
import { reachesBeyond } from "./reaches-beyond.ts";

const BEYOND = [
  "CREATE ROLE r LOGIN",
  "create /* a */ user if not exists r",
  "ALTER ROLE r NOLOGIN",
  "ALTER USER r SET search_path = x",
  "DROP ROLE IF EXISTS r",
  "CREATE GROUP g",
  "ALTER GROUP g ADD USER r",
  "GRANT pg_read_all_data TO r",
  "REVOKE ADMIN OPTION FOR a FROM r",
  'GRANT "a b", c TO "on"',
  "GRANT CONNECT ON DATABASE shop TO r",
  "GRANT CREATE ON TABLESPACE fast TO r",
  "GRANT SET ON PARAMETER work_mem TO r",
  "REASSIGN OWNED BY a TO b",
  "DROP OWNED BY a",
  "CREATE DATABASE d",
  "ALTER DATABASE d SET work_mem = '5MB'",
  "DROP DATABASE IF EXISTS d WITH (FORCE)",
  "CREATE TABLESPACE fast LOCATION '/ssd'",
  "DROP TABLESPACE fast",
  "ALTER SYSTEM SET work_mem = '5MB'",
  "CREATE SUBSCRIPTION s CONNECTION 'host=h' PUBLICATION p",
  "ALTER SUBSCRIPTION s DISABLE",
  "DROP SUBSCRIPTION s",
  "COMMENT ON ROLE r IS 'x'",
  "COMMENT ON DATABASE d IS 'x'",
  "SECURITY LABEL FOR p ON ROLE r IS 'x'",
  "COPY t TO PROGRAM 'rm -rf /'",
  "COPY (SELECT 1 FROM t) TO '/tmp/x'",
  "COPY t (a, b) FROM '/tmp/x'",
];

const WITHIN = [
  "CREATE TABLE role (id int)",
  'ALTER TABLE t OWNER TO "system"',
  "GRANT SELECT ON t TO r",
  "GRANT USAGE ON SCHEMA public TO r",
  "GRANT ALL ON ALL TABLES IN SCHEMA public TO r",
  "REVOKE GRANT OPTION FOR SELECT ON t FROM r",
  "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO r",
  "COMMENT ON TABLE t IS 'ON DATABASE'",
  "COMMENT ON COLUMN t.a IS 'x'",
  "CREATE PUBLICATION p FOR TABLE t",
  "CREATE USER MAPPING FOR r SERVER s",
  "CREATE EXTENSION pgcrypto",
  "DO $$ BEGIN PERFORM 1; END $$",
  "SET ROLE r",
  "SELECT public.t.a FROM public.t",
  "INSERT INTO t VALUES ('CREATE ROLE r')",
  "COPY t FROM STDIN",
  "EXPLAIN SELECT 1",
];

const BEYOND_OF_COCKROACH = [
  "USE shop",
  "SET database = shop",
  "SET SESSION database = shop",
  "SET CLUSTER SETTING kv.x = 1",
  "ALTER RANGE default CONFIGURE ZONE USING num_replicas = 1",
  "ALTER DATABASE shop CONFIGURE ZONE USING num_replicas = 1",
  "CREATE TABLE shop.public.users (id int)",
  'DROP TABLE a, "Shop".public.b',
  "INSERT INTO shop.public.users SELECT 1",
  "BACKUP INTO 's3://x'",
  "CREATE CHANGEFEED FOR TABLE t INTO 'kafka://x'",
  "EXPLAIN ANALYZE DELETE FROM t",
];

for (const text of BEYOND) {
  test(`${text} reaches beyond its database`, () => {
    assert.ok(reachesBeyond(text, "postgres", "public"));
    assert.ok(reachesBeyond(text.replaceAll(" ", "\n"), "cockroach", "public"));
  });
}

for (const text of WITHIN) {
  test(`${text} stays in its database`, () => assert.ok(!reachesBeyond(text, "postgres", "public")));
}

for (const text of BEYOND_OF_COCKROACH) {
  test(`${text} reaches beyond a database of CockroachDB`, () => {
    assert.ok(reachesBeyond(text, "cockroach", "public"));
  });
}

test("a column of the managed schema names no other database", () => {
  assert.ok(!reachesBeyond("SELECT Public.t.a FROM public.t", "cockroach", "public"));
});
