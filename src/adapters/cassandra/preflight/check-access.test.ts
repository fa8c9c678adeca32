import assert from "node:assert/strict";
import { test } from "node:test";
import { capabilitiesFor } from "../../../cql/capabilities.ts";
import { SHOP, schemaAfter } from "../../../cql/simulate/simulate-fixture.test.ts";
import { type AccessFacts, checkAccess } from "./check-access.ts";
import { parseSteps } from "./planned-statements.ts";
import { stepsOf } from "./steps-fixture.test.ts";

const CASSANDRA = capabilitiesFor("cassandra", "5.0");
const HISTORY = { keyspace: "shop", table: "tidemark_history", exists: "table" } as const;
const OWN = ["SELECT <keyspace shop>", "MODIFY <keyspace shop>"];

/** "problem V1.cql:2 needs ALTER on <table shop.t>, …", of a role that has been granted these. */
function look(texts: readonly string[], granted: readonly string[], facts: Partial<AccessFacts> = {}): string[] {
  const grants = granted.map((grant) => {
    const [permission = "", ...resource] = grant.split(" ");
    return { permission, resource: resource.join(" "), holder: "app" };
  });
  const schema = schemaAfter(`${SHOP} CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE u (id int PRIMARY KEY);`);
  const checks = checkAccess(parseSteps(stepsOf(...texts)), {
    access: { kind: "granted", role: "app", grants },
    capabilities: CASSANDRA,
    schema,
    history: HISTORY,
    proven: ["SELECT", "MODIFY"],
    ...facts,
  });
  return checks.map(({ verdict, finding }) => `${verdict} ${finding}`);
}

const ALTER = "ALTER TABLE t ADD a int";
const LACKS_ALTER = "needs ALTER on <table shop.t>, which app does not have";

test("what a statement needs and the role lacks is a problem", () => {
  assert.deepEqual(look([ALTER], OWN), [`problem V1.cql:1 ${LACKS_ALTER}`]);
  assert.deepEqual(look([ALTER], [...OWN, "ALTER <table shop.t>"]), ["ok app may do all that is pending"]);
});

for (const unforeseen of [
  "DROP TABEL t",
  "CREATE SERVICE LEVEL gold",
  "GRANT owner TO app",
  "GRANT SELECT ON TABLE t TO app",
  "REVOKE SELECT ON TABLE u FROM app",
  "CREATE ROLE other",
]) {
  test(`of what comes after ${unforeseen} nothing is certain, and of what comes before it all is`, () => {
    const granted = [...OWN, "AUTHORIZE <all roles>", "AUTHORIZE <keyspace shop>", "CREATE <all roles>"];
    assert.deepEqual(look([unforeseen, ALTER], granted), [
      `unknown V1.cql:2 ${LACKS_ALTER}; a statement before it may change that`,
    ]);
    assert.deepEqual(look([ALTER, unforeseen], granted), [`problem V1.cql:1 ${LACKS_ALTER}`]);
  });
}

test("on products where it was never tried a permission that is missing is a warning", () => {
  for (const [product, version] of [
    ["scylla", "2025.1.0"],
    ["dse", "6.8.0"],
  ] as const) {
    assert.deepEqual(look([ALTER], OWN, { capabilities: capabilitiesFor(product, version) }), [
      `warning V1.cql:1 ${LACKS_ALTER}`,
    ]);
  }
});

test("a list that lacks what the session has just made use of says nothing", () => {
  const unknown =
    "unknown what app may do is not known: the server's list lacks SELECT on <table shop.tidemark_history>, which it has";
  assert.deepEqual(look([ALTER], []), [unknown]);
  assert.deepEqual(look([ALTER], ["MODIFY <keyspace shop>"], { proven: ["SELECT"] }), [unknown]);
});

test("what of the history was not made use of is taken from the list", () => {
  assert.deepEqual(look([], ["SELECT <keyspace shop>"], { proven: ["SELECT"] }), [
    "problem the history needs MODIFY on <table shop.tidemark_history>, which app does not have",
  ]);
});
