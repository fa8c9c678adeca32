import assert from "node:assert/strict";
import { test } from "node:test";
import { parse } from "../parser/parse.ts";
import { print } from "../printer/print.ts";
import { cassandra, SHOP, schemaAfter } from "../simulate/simulate-fixture.test.ts";
import { needsUnguarding, withoutGuards } from "./without-guards.ts";

const SCHEMA = schemaAfter(`${SHOP} CREATE TABLE t (k int PRIMARY KEY, a int, b int); CREATE TYPE u (x int);`);

function unguarded(text: string): string | undefined {
  const [statement] = parse(text).statements;
  assert.ok(statement !== undefined);
  const left = withoutGuards(SCHEMA, statement);
  return left && print(left);
}

test("what is left to do is written without guards", () => {
  assert.equal(unguarded("ALTER TABLE t ADD IF NOT EXISTS c int"), "ALTER TABLE t ADD c int");
  assert.equal(unguarded("ALTER TABLE IF EXISTS t ADD IF NOT EXISTS (a int, c int)"), "ALTER TABLE t ADD c int");
  assert.equal(unguarded("ALTER TABLE t DROP IF EXISTS (a, z)"), "ALTER TABLE t DROP a");
  assert.equal(unguarded("ALTER TABLE t RENAME IF EXISTS k TO l"), "ALTER TABLE t RENAME k TO l");
  assert.equal(unguarded("ALTER TYPE u ADD IF NOT EXISTS y int"), "ALTER TYPE u ADD y int");
  assert.equal(
    unguarded("ALTER KEYSPACE IF EXISTS shop WITH durable_writes = false"),
    "ALTER KEYSPACE shop WITH durable_writes = false",
  );
});

test("where nothing is left to do, nothing is sent", () => {
  for (const text of [
    "ALTER TABLE t ADD IF NOT EXISTS a int",
    "ALTER TABLE t DROP IF EXISTS z",
    "ALTER TABLE t RENAME IF EXISTS z TO y",
    "ALTER TABLE IF EXISTS nobody ADD c int",
    "ALTER TYPE u ADD IF NOT EXISTS x int",
    "ALTER TYPE IF EXISTS nobody ADD x int",
    "ALTER KEYSPACE IF EXISTS nowhere WITH durable_writes = false",
    "ALTER MATERIALIZED VIEW IF EXISTS nobody WITH comment = ''",
  ]) {
    assert.equal(unguarded(text), undefined, text);
  }
});

test("only a server that does not know the words needs that", () => {
  const [guarded, plain] = parse("ALTER TABLE t ADD IF NOT EXISTS c int; ALTER TABLE t ADD c int").statements;
  assert.ok(guarded !== undefined && plain !== undefined);
  assert.equal(needsUnguarding(guarded, cassandra("4.0")), true);
  assert.equal(needsUnguarding(guarded, cassandra("4.1")), false);
  assert.equal(needsUnguarding(plain, cassandra("3.11")), false);
});
