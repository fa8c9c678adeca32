import assert from "node:assert/strict";
import { test } from "node:test";
import { cqlDialect } from "./cql-dialect.ts";
import { modelFactory } from "./model-factory.ts";
import type { SchemaModel, Trial } from "./schema-model.ts";

const REPLICATION = "WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}";

async function modelOf(text: string, scope = "shop", server?: string): Promise<SchemaModel> {
  const factory = await modelFactory(cqlDialect("cassandra"), { server });
  return factory.parse({ name: "snapshot.cql", text }, scope).model;
}

async function tryOn(made: string, text: string): Promise<Trial> {
  return (await modelOf(made)).tryStatement(text, "shop");
}

async function described(made: string, text: string): Promise<readonly string[]> {
  return (await tryOn(made, text)).changes.map(({ object, description }) => `${object}: ${description}`);
}

test("a snapshot speaks for the configured keyspace, or for the one that it holds alone", async () => {
  const two = `CREATE KEYSPACE blue ${REPLICATION}; CREATE KEYSPACE shop ${REPLICATION}; CREATE TABLE shop.t (a int PRIMARY KEY);`;
  assert.match((await modelOf(two)).print(), /CREATE TABLE shop\.t/);
  const one = `CREATE KEYSPACE blue ${REPLICATION}; CREATE TABLE blue.t (a int PRIMARY KEY);`;
  assert.deepEqual((await modelOf(one)).compare(await modelOf("CREATE TABLE t (a int PRIMARY KEY);")).changes, []);
});

test("a snapshot that holds several others, or none, is an error that says what it holds", async () => {
  const others = `CREATE KEYSPACE green ${REPLICATION}; CREATE KEYSPACE blue ${REPLICATION};`;
  await assert.rejects(modelOf(others), { code: "usage", message: /holds the keyspaces blue, green, and not shop/ });
  await assert.rejects(modelOf('{ "format": 1, "keyspaces": [] }'), { code: "usage", message: /holds no keyspace/ });
});

test("a rename says what is renamed, without what its guard leaves out", async () => {
  const made = "CREATE TYPE u (a int); CREATE TABLE t (k int PRIMARY KEY);";
  assert.deepEqual(await described(made, "ALTER TABLE t RENAME k TO l"), ["table shop.t: rename column k to l"]);
  assert.deepEqual(await described(made, "ALTER TYPE u RENAME IF EXISTS zz TO y AND a TO c"), [
    "type shop.u: rename field a to c",
  ]);
});

test("what changes nothing is said to change nothing", async () => {
  assert.equal(
    (await tryOn("CREATE TABLE t (k int PRIMARY KEY);", "ALTER TABLE t WITH comment = ''")).outcome,
    "nothing",
  );
});

test("the loss of a TRUNCATE is said", async () => {
  const trial = await tryOn("CREATE TABLE t (k int PRIMARY KEY);", "TRUNCATE t");
  assert.deepEqual(
    [trial.outcome, trial.changes.map(({ loss }) => loss)],
    ["data", ["every row of table `shop.t` is lost"]],
  );
});

test("a server that is named must be one whose rules are known", async () => {
  await assert.rejects(modelOf("", "shop", "cassandra:6.0"), { code: "usage", hint: /known are 3\.11/ });
  assert.ok(await modelOf("", "shop", "4.1"));
  const astra = await modelOf("", "shop", "Astra");
  assert.equal(astra.tryStatement("DROP KEYSPACE shop", "shop").outcome, "refused");
});

const CREATE = "CREATE TABLE u (k int PRIMARY KEY)";

test("guardrails that are given are judged by, with the tables that were taken out", async () => {
  const model = await modelOf("CREATE TABLE t (k int PRIMARY KEY);");
  assert.deepEqual(model.tryStatement(CREATE, "shop").guardrails, []);
  const judging = model.withGuardrails({ tables_fail_threshold: 1 }).withoutTable("t");
  const { outcome, guardrails } = judging.tryStatement(CREATE, "shop");
  assert.equal(outcome, "changes");
  assert.deepEqual(
    guardrails.map(({ guardrail, level }) => `${guardrail} ${level}`),
    ["tables_fail_threshold fail"],
  );
});

test("guardrails that the server has told stay, and later statements are judged by them, too", async () => {
  const told = (await modelOf("")).withGuardrails({ tables_fail_threshold: 1 });
  const { after } = told.withGuardrails({}).tryStatement(CREATE, "shop");
  assert.equal(after.tryStatement("CREATE TABLE v (k int PRIMARY KEY)", "shop").guardrails.length, 1);
});

test("a statement that is refused anyway meets no guardrail", async () => {
  const model = (await modelOf("CREATE TABLE u (k int PRIMARY KEY);")).withGuardrails({ tables_fail_threshold: 1 });
  assert.deepEqual(model.tryStatement(CREATE, "shop").guardrails, []);
});

test("what no statement makes is left out of what is printed, and told", async () => {
  const cql = `CREATE TABLE t (id text PRIMARY KEY, c text);
    CREATE MATERIALIZED VIEW v AS SELECT * FROM t WHERE c IS NOT NULL AND id = 'it''s' PRIMARY KEY (c, id);`;
  const model = await modelOf(cql);
  assert.doesNotMatch(model.print(), /VIEW/);
  assert.deepEqual(model.unprintable(), [
    "view shop.v is left out: the WHERE of view `v` is no CQL: c IS NOT NULL AND id = 'it's'",
  ]);
});
