import assert from "node:assert/strict";
import { test } from "node:test";
import { parse } from "../parser/parse.ts";
import { print } from "./print.ts";

function printed(text: string): string {
  const { statements, diagnostics } = parse(text);
  assert.deepEqual(diagnostics, []);
  return statements.map(print).join(";\n");
}

/** That a text stays as it is. */
function assertStable(text: string): void {
  assert.equal(printed(text), text);
}

test("a table has a column a line, its key last, and an option a line", () => {
  assertStable(`CREATE TABLE IF NOT EXISTS shop.events (
  id uuid,
  at timestamp,
  tags frozen<set<text>> STATIC,
  PRIMARY KEY ((id, at), tags)
)
WITH CLUSTERING ORDER BY (tags DESC)
 AND compaction = {'class': 'X', 'a': 1}
 AND comment = 'it''s'`);
});

test("a lone option stays on the line", () => {
  assertStable("ALTER KEYSPACE shop WITH durable_writes = true");
});

test("words of the grammar are in upper case, and blanks and comments of the text are gone", () => {
  assert.equal(printed("alter  table t -- soon\n add a INT"), "ALTER TABLE t ADD a int");
});

test("a name is quoted only where it must be", () => {
  assert.equal(printed('DROP TABLE "shop"."Users"'), 'DROP TABLE shop."Users"');
  assert.equal(printed('DROP TABLE "a b"'), 'DROP TABLE "a b"');
  assert.equal(printed('DROP TABLE "a""b"'), 'DROP TABLE "a""b"');
});

test("a name that a server reserves is quoted, another word of the grammar is bare", () => {
  assert.equal(
    printed('ALTER TABLE t DROP ("select", "default", "ttl")'),
    'ALTER TABLE t DROP ("select", "default", ttl)',
  );
});

test("a user's type with the name of a type is quoted", () => {
  assert.equal(printed('CREATE TYPE "int" (a "text")'), 'CREATE TYPE "int" (\n  a "text"\n)');
});

test("the word that a type was written with is the one that servers show", () => {
  assert.equal(printed("ALTER TABLE t ADD a VARCHAR"), "ALTER TABLE t ADD a text");
});

test("COMPACT STORAGE stands before the options, wherever it stood", () => {
  assert.equal(
    printed("CREATE TABLE t (a int PRIMARY KEY) WITH a = 1 AND COMPACT STORAGE"),
    "CREATE TABLE t (\n  a int PRIMARY KEY\n)\nWITH COMPACT STORAGE\n AND a = 1",
  );
});

test("a view has a clause a line", () => {
  assertStable(`CREATE MATERIALIZED VIEW v AS
  SELECT a, b
  FROM t
  WHERE a IS NOT NULL AND b > 3
  PRIMARY KEY (b, a) WITH comment = 'x'`);
});

test("the body of a function stands between dollars, or in quotes where it holds dollars", () => {
  const head = "CREATE FUNCTION f (a int)\n  CALLED ON NULL INPUT\n  RETURNS int\n  LANGUAGE java\n  AS ";
  const flat = "CREATE FUNCTION f (a int) CALLED ON NULL INPUT RETURNS int LANGUAGE java AS ";
  assert.equal(printed(`${flat}'return ''a'';'`), `${head}$$return 'a';$$`);
  assert.equal(printed(`${flat}'return "$$";'`), `${head}'return "$$";'`);
});

test("a guard stays", () => {
  for (const text of [
    "DROP INDEX IF EXISTS i",
    "ALTER TABLE IF EXISTS t RENAME IF EXISTS a TO b AND c TO d",
    "CREATE INDEX IF NOT EXISTS ON t (keys(m))",
    "CREATE ROLE IF NOT EXISTS r",
  ]) {
    assertStable(text);
  }
});

test("values are written as they were, but for strings, which stand in single quotes", () => {
  assertStable("INSERT INTO t (a) VALUES ([1.50, -0, 0xFF, 1h30m, true, null, ?, :v, 1e10])");
  assert.equal(printed("INSERT INTO t (a) VALUES ($$it's$$)"), "INSERT INTO t (a) VALUES ('it''s')");
});

test("brackets of every kind stay what they are", () => {
  assertStable("INSERT INTO t (a) VALUES ([{1, 2}, {'a': 1}, {b: 1}, (1, 2), {}, []])");
});

test("a minus stands apart from what it negates, but in a number", () => {
  assert.equal(printed("UPDATE t SET a = 1 - -2*3 WHERE k = -f(1)"), "UPDATE t SET a = 1 - -2 * 3 WHERE k = - f(1)");
});

test("a batch has a statement a line", () => {
  assertStable(`BEGIN UNLOGGED BATCH
  INSERT INTO t (a) VALUES (1);
  DELETE FROM t WHERE a = 2;
APPLY BATCH`);
});

test("a password is never printed", () => {
  const text = "CREATE ROLE r WITH PASSWORD = 'secret' AND LOGIN = true";
  assert.doesNotMatch(printed(text), /secret/);
});

test("what is not understood is printed as it was", () => {
  assertStable("CREATE SERVICE_LEVEL  fast with shares=3");
});

test("a statement that is one line is printed on one", () => {
  for (const text of ["USE shop", "TRUNCATE t", "DESCRIBE TABLE t", "ALTER TYPE t ADD a int"]) {
    assert.equal(printed(text).split("\n").length, 1, text);
  }
});
