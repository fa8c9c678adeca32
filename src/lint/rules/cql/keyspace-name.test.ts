import assert from "node:assert/strict";
import { test } from "node:test";
import { type FixtureOptions, lintFiles, wordsOf } from "../../lint-fixture.test.ts";

function set(mode: "forbid" | "require", allowed: readonly string[] = []): FixtureOptions {
  return { levels: { "keyspace-name": "warn" }, options: { "keyspace-name": { mode, allowed } } };
}

const STATEMENTS = [
  "CREATE TABLE shop.t (a int PRIMARY KEY, b frozen<shop.p>);",
  "CREATE INDEX ON shop . t (b);",
  'CREATE MATERIALIZED VIEW "shop".v AS SELECT a FROM shop.t WHERE a IS NOT NULL PRIMARY KEY (a);',
  "BEGIN BATCH INSERT INTO shop.t (a) VALUES (1); APPLY BATCH;",
  "DROP FUNCTION shop.f(int); GRANT SELECT ON TABLE shop.t TO r;",
  "SELECT a FROM /* here */ SHOP.t;",
].join("\n");

test("forbid: each name that says its keyspace is found at the keyspace", () => {
  const words = ["shop", "shop", "shop", '"shop"', "shop", "shop", "shop", "shop", "SHOP"];
  assert.deepEqual(wordsOf("keyspace-name", STATEMENTS, set("forbid")), words);
});

test("forbid: names without one, the server's own, variables and those that are allowed are no finding", () => {
  const text = [
    "CREATE TABLE t (a int PRIMARY KEY, b frozen<p>); INSERT INTO t (a) VALUES (1.5);",
    "SELECT key FROM system.local; UPDATE t SET p.a = 1 WHERE a = 1;",
    "SELECT a FROM ${ks}.t; SELECT a FROM \"shop.t\"; INSERT INTO t (a) VALUES ('shop.t'); SELECT a FROM archive.t;",
  ].join("\n");
  assert.deepEqual(wordsOf("keyspace-name", text, { ...set("forbid", ["archive"]), variables: { ks: "shop" } }), []);
});

test("require: each name that says none is found; functions that are called, and types of columns, are not", () => {
  const text = [
    "CREATE TABLE t (a int PRIMARY KEY, b frozen<p>); CREATE TABLE shop.u (a int PRIMARY KEY);",
    "CREATE INDEX ON t (b); INSERT INTO t (a) VALUES (f(now())); DROP INDEX i; SELECT count(*) FROM shop.t;",
  ].join("\n");
  assert.deepEqual(wordsOf("keyspace-name", text, set("require")), ["t", "t", "t", "i"]);
});

/** The file with all fixes of the rule made. */
function fixed(text: string, options: FixtureOptions): string {
  const edits = lintFiles({ "V1__x.cql": text }, options)
    .filter(({ rule }) => rule === "keyspace-name")
    .flatMap(({ fix }) => fix?.edits ?? []);
  return edits.reduceRight((kept, { span, text: put }) => kept.slice(0, span.start) + put + kept.slice(span.end), text);
}

test("the managed keyspace can be taken away, and written", () => {
  const text = 'ALTER TABLE shop . t ADD b int; SELECT a FROM "shop".u WHERE a = 1; SELECT a FROM other.u;';
  const without = "ALTER TABLE t ADD b int; SELECT a FROM u WHERE a = 1; SELECT a FROM other.u;";
  assert.equal(fixed(text, set("forbid")), without);
  assert.equal(
    fixed(without, set("require")),
    without.replace("TABLE t", "TABLE shop.t").replace("FROM u", "FROM shop.u"),
  );
});

test("below a USE of another keyspace nothing is mended, for it would mean another thing", () => {
  const text = "USE other; SELECT a FROM shop.t WHERE a = 1;";
  assert.equal(fixed(text, set("forbid")), text);
  assert.equal(
    fixed("USE other; SELECT a FROM t WHERE a = 1;", set("require")),
    "USE other; SELECT a FROM t WHERE a = 1;",
  );
});

test("it is off where nobody asks for it", () => {
  assert.deepEqual(wordsOf("keyspace-name", STATEMENTS), []);
});
