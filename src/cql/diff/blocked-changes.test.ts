import assert from "node:assert/strict";
import { test } from "node:test";
import { emptySchema, type Schema } from "../schema/schema.ts";
import { cassandra, SHOP, schemaAfter } from "../simulate/simulate-fixture.test.ts";
import { blockedChanges } from "./blocked-changes.ts";
import { diff } from "./diff.ts";
import { blockedBetween, printStatements, SCYLLA, statementsBetween } from "./diff-fixture.test.ts";
import { statementsFor } from "./statements-for.ts";

test("a rebuild says that rows have to be copied, and why", () => {
  assert.deepEqual(
    blockedBetween("CREATE TABLE t (id int PRIMARY KEY, v int);", "CREATE TABLE t (id int PRIMARY KEY, v text);"),
    ["rebuild-table t: the rows have to be copied to a new table: column v int before, text after"],
  );
});

test("what stands on a type that needs a new one waits, and nothing else", () => {
  const from = "CREATE TYPE a (x int); CREATE TABLE t (id int PRIMARY KEY, v frozen<a>);";
  const to =
    "CREATE TYPE a (x text); CREATE TABLE t (id int PRIMARY KEY, v frozen<a>, w frozen<a>, n int); CREATE TABLE u (id int PRIMARY KEY, v frozen<a>);";
  assert.deepEqual(blockedBetween(from, to), [
    "rebuild-type a: a new type is needed, and the rows of `t` have to be copied: field x int before, text after",
    "add-column w: waits for type `shop.a`, which cannot change in place",
    "create-table u: waits for type `shop.a`, which cannot change in place",
  ]);
  assert.deepEqual(statementsBetween(from, to), ["ALTER TABLE t ADD n int"]);
});

test("an index of a column that waits for a new table waits with it", () => {
  const blocked = blockedBetween(
    "CREATE TABLE t (id int PRIMARY KEY, v int);",
    "CREATE TABLE t (id int PRIMARY KEY, v text); CREATE INDEX i ON t (v);",
  );
  assert.equal(blocked[1], "create-index i: waits for column `shop.t.v`, which cannot change in place");
});

test("a function stays while a table that cannot change is masked by it", () => {
  const hide = "CREATE FUNCTION hide (a text) CALLED ON NULL INPUT RETURNS text LANGUAGE java AS 'return a;';";
  const blocked = blockedBetween(
    `${hide} CREATE TABLE t (id int PRIMARY KEY, v text MASKED WITH hide());`,
    "CREATE TABLE t (id int, c int, v text, PRIMARY KEY (id, c));",
  );
  assert.equal(
    blocked[1],
    "drop-function hide(text): function named `shop.hide` is still used by a mask of table `shop.t`, which cannot change in place",
  );
});

test("a type stays while a table that cannot change holds it", () => {
  const blocked = blockedBetween(
    "CREATE TYPE a (x int); CREATE TABLE t (id int PRIMARY KEY, v frozen<a>);",
    "CREATE TABLE t (id int PRIMARY KEY, v int);",
  );
  assert.equal(blocked[0], "drop-type a: type `shop.a` is still used by table `t`, which cannot change in place");
});

test("a type takes no field while a view that has to wait has it in its partition key", () => {
  const text = (field: string, type: string, rest: string, view: string): string => `
    CREATE TYPE a (x int ${field});
    CREATE TYPE b (x ${type});
    CREATE TABLE u (id int PRIMARY KEY, v frozen<b>);
    CREATE TABLE t (id int, c frozen<a>, ${rest} PRIMARY KEY (id, c));
    CREATE MATERIALIZED VIEW w AS SELECT ${view} FROM t WHERE c IS NOT NULL AND id IS NOT NULL PRIMARY KEY (c, id);`;
  const blocked = blockedBetween(text("", "int", "", "id, c"), text(", y int", "text", "v frozen<b>,", "id, c, v"));
  const expected =
    "add-field y: view `w` cannot change in place, and no field can be added to a type in its partition key";
  assert.ok(blocked.includes(expected), blocked.join("\n"));
});

test("an aggregate whose INITCOND is no CQL is blocked, and so is a new keyspace with it", () => {
  const to = schemaAfter(
    `${SHOP} CREATE FUNCTION f (a int) CALLED ON NULL INPUT RETURNS int LANGUAGE java AS 'x';
     CREATE AGGREGATE g () SFUNC f STYPE int INITCOND 0;`,
  );
  const shop = to.keyspaces.get("shop");
  const aggregate = shop?.aggregates.get("g()");
  assert.ok(shop !== undefined && aggregate !== undefined);
  const aggregates = shop.aggregates.with("g()", { ...aggregate, initialCondition: "a b" });
  const broken = { ...to, keyspaces: to.keyspaces.with("shop", { ...shop, aggregates }) };
  for (const from of [to, emptySchema()]) {
    const capabilities = cassandra("5.0");
    const changes = diff(from, broken, { capabilities });
    const reasons = blockedChanges(changes, { capabilities }).map(({ reason }) => reason);
    assert.deepEqual(reasons, ["the INITCOND of aggregate `g` is no CQL: a b"]);
    assert.deepEqual(statementsFor(changes, { capabilities }), []);
  }
});

test("a view whose WHERE is no CQL is blocked, and comes with no new keyspace", () => {
  const to = schemaAfter(
    `${SHOP} CREATE TABLE t (id text PRIMARY KEY, c text); CREATE MATERIALIZED VIEW v AS SELECT * FROM t
     WHERE c IS NOT NULL AND id = 'it''s' PRIMARY KEY (c, id);`,
  );
  const capabilities = cassandra("5.0");
  const changes = diff(schemaAfter(`${SHOP} CREATE TABLE t (id text PRIMARY KEY, c text);`), to, { capabilities });
  const reasons = blockedChanges(changes, { capabilities }).map(({ reason }) => reason);
  assert.deepEqual(reasons, ["the WHERE of view `v` is no CQL: c IS NOT NULL AND id = 'it's'"]);
  assert.deepEqual(statementsFor(changes, { capabilities }), []);
  const all = statementsFor(diff(emptySchema(), to, { capabilities }), { capabilities });
  assert.deepEqual(
    all.map(({ node }) => node.kind),
    ["create-keyspace", "create-table"],
  );
});

test("an option of a keyspace that goes away is blocked: its default is not known", () => {
  const keyspace = (options: string): Schema =>
    schemaAfter(`CREATE KEYSPACE k WITH replication = {'class': 'NetworkTopologyStrategy', 'a': 1}${options};`, SCYLLA);
  const from = keyspace(" AND storage = {'type': 'S3'}");
  const changes = diff(from, keyspace(" AND durable_writes = false"), { capabilities: SCYLLA });
  const [blocked] = blockedChanges(changes, { capabilities: SCYLLA });
  assert.equal(blocked?.reason, "the default of `storage` is not known: give it a value");
  assert.deepEqual(printStatements(changes, SCYLLA), []);
});

test("the name of an index is not free while a table that cannot change holds it", () => {
  const from =
    "CREATE TABLE t (id int PRIMARY KEY, v int); CREATE INDEX j ON t (v); CREATE TABLE u (id int PRIMARY KEY, v int);";
  const other = "CREATE TABLE t (id int, v int, PRIMARY KEY (id, v));";
  const waits = "index `shop.j` is still used by table `t`, which cannot change in place";
  const u = "CREATE TABLE u (id int PRIMARY KEY, v int);";
  assert.equal(blockedBetween(from, `${other} ${u} CREATE INDEX j ON u (v);`)[1], `create-index j: ${waits}`);
  const w = "CREATE TABLE w (id int PRIMARY KEY, v int); CREATE INDEX j ON w (v);";
  assert.ok(blockedBetween(from, `${other} ${u} ${w}`).includes(`create-table w: ${waits}`));
});
