import assert from "node:assert/strict";
import { test } from "node:test";
import { capabilitiesFor } from "../capabilities.ts";
import { parse } from "../parser/parse.ts";
import { simulate } from "../simulate/simulate.ts";
import { differingObjects, fingerprintKeyspace } from "./fingerprint-schema.ts";
import { emptySchema, type Schema } from "./schema.ts";

const CAPABILITIES = capabilitiesFor("cassandra", "5.0");
const KEYSPACE = "CREATE KEYSPACE shop WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1};";
const TABLES = "CREATE TABLE shop.t (id int PRIMARY KEY, a int); CREATE TABLE shop.u (id int PRIMARY KEY);";

function schemaOf(text: string, from: Schema = emptySchema()): Schema {
  return parse(text).statements.reduce((schema, statement) => {
    const { schema: after, diagnostics } = simulate(schema, statement, CAPABILITIES);
    assert.deepEqual(diagnostics, []);
    return after;
  }, from);
}

const BEFORE = schemaOf(`${KEYSPACE} ${TABLES} CREATE TYPE shop.address (street text);`);

for (const [text, object] of [
  ["ALTER TABLE shop.t ADD b int", "table shop.t"],
  ["CREATE INDEX i ON shop.t (a)", "table shop.t"],
  ["ALTER TABLE shop.t WITH comment = 'x'", "table shop.t"],
  ['CREATE TABLE shop."T" (id int PRIMARY KEY)', 'table shop."T"'],
  ["DROP TABLE shop.u", "table shop.u"],
  ["ALTER TYPE shop.address ADD city text", "type shop.address"],
  ["ALTER KEYSPACE shop WITH durable_writes = false", "keyspace shop"],
  [
    "CREATE FUNCTION shop.f (a int) CALLED ON NULL INPUT RETURNS int LANGUAGE java AS 'return a;'",
    "function shop.f(int)",
  ],
] as const) {
  test(`${text} changes the fingerprint of one object: ${object}`, () => {
    const after = schemaOf(text, BEFORE);
    assert.deepEqual(differingObjects(BEFORE, after, "shop"), [object]);
    const [one, other] = [fingerprintKeyspace(BEFORE, "shop"), fingerprintKeyspace(after, "shop")];
    const objects = [...new Set([...one.keys(), ...other.keys()])];
    assert.deepEqual(
      objects.filter((each) => one.get(each) !== other.get(each)),
      [object],
    );
  });
}

test("the same definitions have the same fingerprints, whatever came before", () => {
  const again = schemaOf(
    `${KEYSPACE} CREATE TYPE shop.address (street text); CREATE TABLE shop.u (id int PRIMARY KEY);
     CREATE TABLE shop.t (id int PRIMARY KEY, b int, a int); ALTER TABLE shop.t DROP b;`,
  );
  assert.deepEqual([...fingerprintKeyspace(again, "shop")], [...fingerprintKeyspace(BEFORE, "shop")]);
});

test("a keyspace that is not there has no fingerprint", () => {
  assert.equal(fingerprintKeyspace(BEFORE, "audit").size, 0);
  assert.deepEqual(differingObjects(emptySchema(), BEFORE, "shop"), ["keyspace shop"]);
});
