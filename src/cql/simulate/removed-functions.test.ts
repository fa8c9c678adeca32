import { test } from "node:test";
import { assertVerdicts, SHOP } from "./simulate-fixture.test.ts";

const BEFORE = `${SHOP} CREATE TABLE t (k int, c timeuuid, v timestamp, PRIMARY KEY (k, c)); CREATE TABLE dateof (k int PRIMARY KEY);`;
const SHIM =
  "CREATE FUNCTION dateof (u timeuuid) CALLED ON NULL INPUT RETURNS timestamp LANGUAGE java AS 'return null;';";

test("Cassandra 5.0 has dateOf and unixTimestampOf no more, wherever they are called", () => {
  assertVerdicts(BEFORE, {
    "SELECT dateOf(c) FROM t": "3.11 4.0 4.1",
    "SELECT system.unixTimestampOf(c) FROM t": "3.11 4.0 4.1",
    "INSERT INTO t (k, c, v) VALUES (1, now(), DATEOF(now()))": "3.11 4.0 4.1",
    "UPDATE t SET v = dateOf(now()) WHERE k = 1 AND c = now()": "3.11 4.0 4.1",
    "DELETE FROM t WHERE k = 1 AND c = now() IF v = dateOf(now())": "3.11 4.0 4.1",
    "BEGIN BATCH INSERT INTO t (k, c, v) VALUES (1, now(), dateOf(now())); APPLY BATCH": "3.11 4.0 4.1",
  });
});

test("their like, columns and tables of such a name, and someone's own function in their place are there", () => {
  assertVerdicts(BEFORE, {
    "SELECT toTimestamp(c) FROM t": "all",
    "SELECT k AS dateof FROM dateof": "all",
  });
  assertVerdicts(`${BEFORE} ${SHIM}`, {
    "SELECT dateOf(c) FROM t": "all",
    "SELECT system.dateOf(c) FROM t": "3.11 4.0 4.1",
  });
});
