import assert from "node:assert/strict";
import { test } from "node:test";
import { capabilitiesFor } from "../../../cql/capabilities.ts";
import { type Files, type FixtureOptions, lintFiles, messagesOf, wordsOf } from "../../lint-fixture.test.ts";

const USERS = "CREATE TABLE IF NOT EXISTS users (id uuid PRIMARY KEY, email text);\n";

/** The places of what is refused: "V2: email". */
function refusedIn(files: Files, options?: FixtureOptions): readonly string[] {
  return lintFiles(files, options)
    .filter(({ rule }) => rule === "refused")
    .map(({ label, source, span }) => `V${label}: ${source.text.slice(span?.start, span?.end)}`);
}

function refused(text: string, options?: FixtureOptions): number {
  return wordsOf("refused", text, options).length;
}

test("what is no CQL is refused, at its place", () => {
  assert.deepEqual(wordsOf("refused", "SELECT a FROM t;\nSELEC a FROM t;"), ["SELEC"]);
  assert.equal(refused("INSERT INTO t (a) VALUES ('never closed);"), 1);
});

test("one mistake does not hide the next", () => {
  assert.equal(refused("SELEC 1; ALTER TABLE t; CREATE TABLE x (a int PRIMARY KEY);\n-- @down\nDROP t;"), 3);
});

test("what contradicts the files before is refused", () => {
  assert.deepEqual(
    refusedIn({ "V1__a.cql": USERS, "V2__b.cql": "ALTER TABLE users ADD (phone text, email text);" }).length,
    1,
  );
  assert.equal(refused(`${USERS}CREATE TABLE users (id uuid PRIMARY KEY);`), 1);
  assert.equal(refused(`${USERS}ALTER TABLE users DROP phone;`), 1);
  assert.equal(refused(`${USERS}CREATE INDEX IF NOT EXISTS i ON users (phone);`), 1);
});

test("what the files make in order is not", () => {
  const files = {
    "V1__a.cql": `${USERS}-- @down\nDROP TABLE IF EXISTS users;`,
    "V2__b.cql": "ALTER TABLE users ADD phone text;\n-- @down\nALTER TABLE users DROP phone;",
    "V10__c.cql": "CREATE INDEX IF NOT EXISTS i ON users (phone);\n-- @down\nDROP INDEX IF EXISTS i;",
  };
  assert.deepEqual(refusedIn(files), []);
});

test("a down side is tried on what its own up side leaves, and later files do not see it", () => {
  const wrong = `${USERS}-- @down\nALTER TABLE users DROP phone;`;
  assert.deepEqual(refusedIn({ "V1__a.cql": wrong }), ["V1: phone"]);
  const files = {
    "V1__a.cql": `${USERS}-- @down\nDROP TABLE users;`,
    "V2__b.cql": "ALTER TABLE users ADD phone text;",
  };
  assert.deepEqual(refusedIn(files), []);
});

test("the rules are those of the server", () => {
  const text = `${USERS}ALTER TABLE users ADD IF NOT EXISTS phone text;`;
  assert.equal(refused(text), 0);
  assert.equal(refused(text, { capabilities: capabilitiesFor("cassandra", "4.1") }), 0);
  assert.equal(refused(text, { capabilities: capabilitiesFor("cassandra", "4.0") }), 1);
});

test("variables have their values, and a finding stands where the variable does", () => {
  const text = `${USERS}ALTER TABLE users ADD \${column} text;`;
  assert.deepEqual(wordsOf("refused", text, { variables: { column: "phone" } }), []);
  assert.deepEqual(wordsOf("refused", text, { variables: { column: "email" } }).length, 1);
  const [finding] = lintFiles({ "V1__x.cql": text }).filter(({ rule }) => rule === "refused");
  assert.equal(finding?.hint, "declare column in migrations.variables");
});

test("what no file makes may have been there before", () => {
  const text = [
    "ALTER TABLE legacy ADD a int;",
    "CREATE INDEX IF NOT EXISTS i ON legacy (b);",
    "CREATE MATERIALIZED VIEW IF NOT EXISTS v AS SELECT a, b FROM legacy WHERE a IS NOT NULL AND b IS NOT NULL PRIMARY KEY (a, b);",
    "CREATE TABLE IF NOT EXISTS t (a int PRIMARY KEY, b frozen<legacy_type>);",
    "ALTER TABLE t DROP b;",
    "ALTER TABLE t ADD c int;",
    "CREATE AGGREGATE IF NOT EXISTS agg(int) SFUNC legacy_function STYPE int;",
    "ALTER TYPE legacy_type ADD a int;",
    "INSERT INTO legacy (a) VALUES (1);",
    "DROP INDEX IF EXISTS legacy_index;",
    "DROP TRIGGER IF EXISTS legacy_trigger ON legacy;",
  ].join("\n");
  assert.deepEqual(messagesOf("refused", { "V1__x.cql": text }), []);
});

test("what came of a statement that builds on the unknown is not known either", () => {
  const files = {
    "V1__a.cql": USERS,
    "V2__b.cql": "ALTER TABLE users ADD home frozen<address>;",
    "V3__c.cql": "ALTER TABLE users DROP home; CREATE INDEX IF NOT EXISTS i ON users (home);",
  };
  assert.deepEqual(refusedIn(files), []);
});

test("what a file dropped is gone, until a file makes it again", () => {
  const files = {
    "V1__a.cql": "DROP TABLE IF EXISTS legacy;",
    "V2__b.cql": "ALTER TABLE legacy ADD a int; INSERT INTO legacy (a) VALUES (1);",
    "V3__c.cql": "CREATE TABLE IF NOT EXISTS legacy (a int PRIMARY KEY);",
    "V4__d.cql": "ALTER TABLE legacy ADD b int; INSERT INTO legacy (a) VALUES (1);",
  };
  assert.deepEqual(refusedIn(files), ["V2: legacy", "V2: legacy"]);
});

test("another keyspace is there; one that a file creates begins empty", () => {
  assert.equal(refused("CREATE TABLE IF NOT EXISTS other.t (a int PRIMARY KEY); ALTER TABLE other.t ADD b int;"), 0);
  assert.equal(refused("ALTER TABLE other.t ADD b int; USE other; ALTER TABLE u ADD b int;"), 0);
  const create = "KEYSPACE other WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1};";
  assert.equal(refused(`CREATE ${create} ALTER TABLE other.t ADD b int;`), 1);
  assert.equal(refused(`CREATE KEYSPACE IF NOT EXISTS ${create.slice(9)} ALTER TABLE other.t ADD b int;`), 0);
});

test("USE counts to the end of its side", () => {
  const text = `USE other; ${USERS}-- @down\nALTER TABLE users ADD a int;`;
  assert.equal(refused(text), 0);
  assert.equal(refused(`${USERS}USE other; ALTER TABLE users ADD email text;`), 0);
});

test("the managed keyspace is there, the server's own are not to be changed", () => {
  const options = "WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}";
  assert.equal(refused(`CREATE KEYSPACE IF NOT EXISTS shop ${options};`), 0);
  assert.equal(refused(`CREATE KEYSPACE shop ${options};`), 1);
  assert.equal(refused("CREATE TABLE IF NOT EXISTS system.t (a int PRIMARY KEY);"), 1);
});

test("a slip of the pen is told from what was there before", () => {
  const slip = { "V1__a.cql": USERS, "V2__b.cql": "ALTER TABLE usres ADD phone text;" };
  const [finding] = lintFiles(slip).filter(({ rule }) => rule === "refused");
  assert.equal(finding?.source.name, "V2__b.cql");
  assert.match(finding?.hint ?? "", /did you mean `users`\?/);
  // Files that stand on something older may well know another table of nearly that name.
  assert.deepEqual(refusedIn({ ...slip, "V3__c.cql": "ALTER TABLE legacy ADD phone text;" }), []);
  assert.deepEqual(refusedIn({ "V0__a.cql": "ALTER TABLE legacy ADD phone text;", ...slip }), []);
});

test("another number in a name is no slip", () => {
  const text = "CREATE TABLE IF NOT EXISTS events_2024 (a int PRIMARY KEY); ALTER TABLE events_2023 ADD b int;";
  assert.equal(refused(text), 0);
});

test("files of other profiles do not meet", () => {
  const files = {
    "V1__a.cql": `-- @env dev\nCREATE TABLE users (id uuid PRIMARY KEY, fake text);`,
    "V2__b.cql": `-- @env prod, staging\nCREATE TABLE users (id uuid PRIMARY KEY);`,
    "V3__c.cql": "ALTER TABLE users ADD email text;",
    "V4__d.cql": "-- @env dev\nALTER TABLE users ADD email text;",
  };
  assert.deepEqual(refusedIn(files), ["V4: email text"]);
  assert.deepEqual(refusedIn(files, { profile: "prod" }), []);
  assert.deepEqual(refusedIn(files, { profile: "dev" }), ["V4: email text"]);
});

test("a bind marker and a command of cqlsh are refused, as migrate refuses them", () => {
  assert.deepEqual(wordsOf("refused", "INSERT INTO t (a) VALUES (?);"), ["?"]);
  assert.deepEqual(wordsOf("refused", "CONSISTENCY QUORUM\nSELECT a FROM t; DESCRIBE t;"), ["CONSISTENCY", "DESCRIBE"]);
  assert.equal(refused("INSERT INTO t (a, b) VALUES (1, {'k': '?'}); UPDATE t SET b = {'x': 1} WHERE a = 1;"), 0);
});

test("what no table takes is refused, whatever the table is that no file makes", () => {
  for (const text of [
    "ALTER TABLE legacy ALTER a TYPE bigint;",
    "ALTER TYPE legacy ALTER a TYPE bigint;",
    "ALTER TABLE legacy WITH gc_grace_seconds = 'x';",
    "ALTER TABLE legacy WITH nosuch = 1;",
    "ALTER TABLE legacy WITH compaction = {'class': 'Nope'};",
    "ALTER TABLE legacy ADD x list<list<int>>;",
    "ALTER TYPE legacy ADD x counter;",
  ]) {
    assert.equal(refused(text), 1, text);
  }
  for (const text of [
    "ALTER TABLE legacy ADD n counter;",
    "ALTER TABLE legacy ADD s int static;",
    "ALTER TABLE legacy ADD s legacy_type;",
    "ALTER TABLE legacy WITH default_time_to_live = 1;",
    "ALTER TABLE legacy DROP a;",
    "ALTER TABLE legacy RENAME a TO b;",
  ]) {
    assert.equal(refused(text), 0, text);
  }
  assert.equal(
    refused("ALTER TABLE legacy ALTER a TYPE bigint;", { capabilities: capabilitiesFor("cassandra", "3.11") }),
    0,
  );
});

test("rows of columns that the files do not make are refused, of tables that they do make", () => {
  assert.equal(refused(`${USERS}INSERT INTO users (id, phone) VALUES (uuid(), 'x');`), 1);
  assert.equal(
    refused(`${USERS}UPDATE users SET phone = 'x' WHERE id = ${"0".repeat(8)}-0000-0000-0000-000000000000;`),
    1,
  );
  assert.equal(refused("INSERT INTO legacy (id, phone) VALUES (uuid(), 'x');"), 0);
});

test("what a product does not have is refused on what no file makes, too", () => {
  const text = [
    "DROP KEYSPACE IF EXISTS old;",
    "CREATE MATERIALIZED VIEW IF NOT EXISTS v AS SELECT a FROM legacy WHERE a IS NOT NULL PRIMARY KEY (a);",
    "DROP MATERIALIZED VIEW IF EXISTS w;",
    "DROP FUNCTION IF EXISTS f;",
    "ALTER TABLE legacy ADD a int;",
  ].join("\n");
  assert.equal(refused(text), 0);
  assert.equal(refused(text, { capabilities: capabilitiesFor("astra", "4.0") }), 4);
});
