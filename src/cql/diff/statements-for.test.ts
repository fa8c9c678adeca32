import assert from "node:assert/strict";
import { test } from "node:test";
import { cassandra } from "../simulate/simulate-fixture.test.ts";
import { ASTRA, statementsBetween } from "./diff-fixture.test.ts";

const USERS = "CREATE TABLE users (id int PRIMARY KEY, name text);";
const JAVA = "LANGUAGE java AS 'return a;'";

function assertStatements(
  from: string,
  to: string,
  statements: readonly string[],
  capabilities = cassandra("5.0"),
): void {
  assert.deepEqual(statementsBetween(from, to, capabilities), statements);
}

test("what has to be rebuilt is never dropped and added in silence", () => {
  assertStatements(USERS, "CREATE TABLE users (id int PRIMARY KEY, name blob);", []);
});

test("an index goes before its column, and one of the new column comes after it", () => {
  assertStatements(
    `${USERS} CREATE INDEX i ON users (name);`,
    "CREATE TABLE users (id int PRIMARY KEY, full_name text); CREATE INDEX i ON users (full_name);",
    [
      "DROP INDEX i",
      "ALTER TABLE users DROP name",
      "ALTER TABLE users ADD full_name text",
      "CREATE INDEX i ON users (full_name)",
    ],
  );
});

test("types come before the tables that hold them, and inner types before outer ones", () => {
  assertStatements(
    "",
    "CREATE TYPE z (x int); CREATE TYPE a (z frozen<z>); CREATE TABLE t (id int PRIMARY KEY, v frozen<a>);",
    ["CREATE TYPE z (x int)", "CREATE TYPE a (z frozen<z>)", "CREATE TABLE t (id int PRIMARY KEY, v frozen<a>)"],
  );
});

test("types go after what holds them, and outer types before inner ones", () => {
  assertStatements(
    "CREATE TYPE a (x int); CREATE TYPE z (a frozen<a>); CREATE TABLE t (id int PRIMARY KEY, v frozen<z>);",
    "CREATE TABLE t (id int PRIMARY KEY);",
    ["ALTER TABLE t DROP v", "DROP TYPE z", "DROP TYPE a"],
  );
});

test("a type that is made again takes those that hold it, and the functions that name it, along", () => {
  const text = (type: string): string =>
    `CREATE TYPE b (x ${type}); CREATE TYPE a (b frozen<b>); CREATE FUNCTION f (a a) CALLED ON NULL INPUT RETURNS int LANGUAGE java AS 'return 1;';`;
  assertStatements(text("int"), text("text"), [
    "DROP FUNCTION f (a)",
    "DROP TYPE a",
    "DROP TYPE b",
    "CREATE TYPE b (x text)",
    "CREATE TYPE a (b frozen<b>)",
    "CREATE FUNCTION f (a a) CALLED ON NULL INPUT RETURNS int LANGUAGE java AS $$return 1;$$",
  ]);
});

test("an aggregate comes after its function, and goes before it", () => {
  const both = `CREATE FUNCTION z (a int, b int) CALLED ON NULL INPUT RETURNS int ${JAVA};
    CREATE AGGREGATE a (int) SFUNC z STYPE int;`;
  assertStatements("", both, [
    "CREATE FUNCTION z (a int, b int) CALLED ON NULL INPUT RETURNS int LANGUAGE java AS $$return a;$$",
    "CREATE AGGREGATE a (int) SFUNC z STYPE int",
  ]);
  assertStatements(both, "", ["DROP AGGREGATE a (int)", "DROP FUNCTION z (int, int)"]);
});

test("an aggregate that takes the signature of a function comes after that has gone", () => {
  const plus = `CREATE FUNCTION plus (a int, b int) CALLED ON NULL INPUT RETURNS int ${JAVA};`;
  assertStatements(
    `${plus} CREATE FUNCTION x (a int) CALLED ON NULL INPUT RETURNS int ${JAVA};`,
    `${plus} CREATE AGGREGATE x (int) SFUNC plus STYPE int;`,
    ["DROP FUNCTION x (int)", "CREATE AGGREGATE x (int) SFUNC plus STYPE int"],
  );
});

test("a view goes before a column of its table, and comes back when the table is settled", () => {
  const view =
    "CREATE MATERIALIZED VIEW v AS SELECT id, name FROM users WHERE name IS NOT NULL AND id IS NOT NULL PRIMARY KEY (name, id);";
  const [drop, column, create, ...others] = statementsBetween(
    `CREATE TABLE users (id int PRIMARY KEY, name text, age int); ${view}`,
    `${USERS} ${view}`,
  );
  assert.deepEqual([drop, column], ["DROP MATERIALIZED VIEW v", "ALTER TABLE users DROP age"]);
  assert.match(create ?? "", /^CREATE MATERIALIZED VIEW v AS /);
  assert.deepEqual(others, []);
});

test("a view is made again around a type that grows, where only the view has it in its partition key", () => {
  const text = (field: string): string => `
    CREATE TYPE a (x int ${field});
    CREATE TABLE t (id int, c frozen<a>, PRIMARY KEY (id, c));
    CREATE MATERIALIZED VIEW v AS SELECT id, c FROM t WHERE c IS NOT NULL AND id IS NOT NULL PRIMARY KEY (c, id);`;
  const [drop, add, create] = statementsBetween(text(""), text(", y int"));
  assert.deepEqual([drop, add], ["DROP MATERIALIZED VIEW v", "ALTER TYPE a ADD y int"]);
  assert.match(create ?? "", /^CREATE MATERIALIZED VIEW v /);
});

const HIDE = `CREATE FUNCTION hide (a text) CALLED ON NULL INPUT RETURNS text ${JAVA};`;
const HIDE_WITH = `CREATE FUNCTION hide (a text, b int) CALLED ON NULL INPUT RETURNS text ${JAVA};`;

function masked(mask: string): string {
  return `CREATE TABLE t (id int PRIMARY KEY, v text ${mask});`;
}

test("a column that gets another mask is hidden all the time, and the function of the old one goes last", () => {
  assertStatements(`${HIDE} ${masked("MASKED WITH hide()")}`, masked("MASKED WITH mask_null()"), [
    "ALTER TABLE t ALTER v MASKED WITH mask_null()",
    "DROP FUNCTION hide (text)",
  ]);
});

test("a masked column goes before the function that masks it", () => {
  assertStatements(`${HIDE} ${masked("MASKED WITH hide()")}`, "CREATE TABLE t (id int PRIMARY KEY);", [
    "ALTER TABLE t DROP v",
    "DROP FUNCTION hide (text)",
  ]);
});

test("masks are taken off while a function of that name is dropped, whichever of them it is", () => {
  const table = masked("MASKED WITH hide()");
  assertStatements(`${HIDE} ${HIDE_WITH} ${table}`, `${HIDE} ${table}`, [
    "ALTER TABLE t ALTER v DROP MASKED",
    "DROP FUNCTION hide (text, int)",
    "ALTER TABLE t ALTER v MASKED WITH hide()",
  ]);
});

test("a mask that calls another function of that name is taken off, and the dropped function goes before it is put on", () => {
  assertStatements(`${HIDE} ${masked("MASKED WITH hide()")}`, `${HIDE_WITH} ${masked("MASKED WITH hide(1)")}`, [
    "ALTER TABLE t ALTER v DROP MASKED",
    "DROP FUNCTION hide (text)",
    "CREATE FUNCTION hide (a text, b int) CALLED ON NULL INPUT RETURNS text LANGUAGE java AS $$return a;$$",
    "ALTER TABLE t ALTER v MASKED WITH hide(1)",
  ]);
});

test("an option that is left out is set back to the default of the release", () => {
  const from = `${USERS.slice(0, -1)} WITH gc_grace_seconds = 5 AND speculative_retry = 'ALWAYS';`;
  assertStatements(
    from,
    USERS,
    ["ALTER TABLE users WITH gc_grace_seconds = 864000 AND speculative_retry = '99PERCENTILE'"],
    cassandra("3.11"),
  );
  assertStatements(from, USERS, ["ALTER TABLE users WITH gc_grace_seconds = 864000 AND speculative_retry = '99p'"]);
});

test("options that Astra does not heed are not sent there", () => {
  assertStatements(`${USERS.slice(0, -1)} WITH gc_grace_seconds = 5;`, USERS, [], ASTRA);
});
