import assert from "node:assert/strict";
import { test } from "node:test";
import { schemaAfter } from "../simulate/simulate-fixture.test.ts";
import { schemaFromDocument } from "./decode-schema.ts";
import { encodeSchema } from "./encode-schema.ts";

const SHOP = encodeSchema(
  schemaAfter(`
    CREATE KEYSPACE shop WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}; USE shop;
    CREATE TYPE inner_ (a int); CREATE TYPE outer_ (a frozen<inner_>);
    CREATE TABLE t (p int, q int, r text MASKED WITH mask_inner(1, 2), s frozen<outer_>, PRIMARY KEY (p, q));
    CREATE INDEX i ON t (r);
    CREATE MATERIALIZED VIEW v AS SELECT * FROM t WHERE p IS NOT NULL AND q IS NOT NULL PRIMARY KEY (q, p);
    CREATE FUNCTION f (a int, b int) CALLED ON NULL INPUT RETURNS int LANGUAGE java AS 'return 1;';
    CREATE AGGREGATE g (int) SFUNC f STYPE int;`),
);

/** What is said of the document of the shop with another value at a path in its keyspace. */
function problemsWith(path: string, value: unknown): readonly string[] {
  const document = JSON.parse(JSON.stringify(SHOP));
  const keys = path.split(".");
  const last = keys.pop() ?? "";
  let owner = document.keyspaces[0];
  for (const key of keys) owner = owner[key];
  assert.ok(last in owner, path);
  owner[last] = value;
  return schemaFromDocument(document).diagnostics.map(({ message }) => message.replaceAll("keyspaces[0].", ""));
}

function assertProblems(path: string, value: unknown, ...messages: readonly string[]): void {
  assert.deepEqual(problemsWith(path, value), messages, path);
}

test("what the simulator makes holds together", () => {
  assert.deepEqual(schemaFromDocument(SHOP).diagnostics, []);
});

test("the key and the kinds of the columns say the same", () => {
  const key = "`tables[0].partitionKey";
  const noKind = 'expected the name of a column of the kind "partition-key"';
  const left = '`tables[0].columns[0].kind` is "partition-key", expected another, for the key is without the column';
  assertProblems("tables.0.partitionKey", [], `${key}\` is [], expected a column at least`, left);
  assertProblems("tables.0.partitionKey", ["nosuch"], `${key}[0]\` is "nosuch", ${noKind}`, left);
  assertProblems("tables.0.partitionKey", ["p", "p"], `${key}[1]\` is "p", expected each column once`);
  assertProblems("tables.0.columns.0.kind", "regular", `${key}[0]\` is "p", ${noKind}`);
  assertProblems(
    "views.0.clustering.0.name",
    "r",
    '`views[0].clustering[0].name` is "r", expected the name of a column of the kind "clustering"',
    '`views[0].columns[0].kind` is "clustering", expected another, for the key is without the column',
  );
});

test("names are of what is there", () => {
  const noType = 'expected a type of CQL or of the keyspace, which has no "nosuch"';
  for (const path of [
    "tables.0.columns.3.type",
    "types.1.fields.0.type",
    "functions.0.returns",
    "aggregates.0.stateType",
  ]) {
    const place = path.replaceAll(/\.(\d)/g, "[$1]");
    assertProblems(path, "list<frozen<nosuch>>", `\`${place}\` is "list<frozen<nosuch>>", ${noType}`);
  }
  assertProblems("views.0.baseTable", "v", '`views[0].baseTable` is "v", expected a table of the keyspace');
  assertProblems(
    "tables.0.indexes.0.target.column",
    "nosuch",
    '`tables[0].indexes[0].target.column` is "nosuch", expected a column of the table',
  );
});

test("no type holds itself, directly or through others", () => {
  const expected = "expected a type that holds neither itself nor one that does";
  assertProblems(
    "types.0.fields.0.type",
    "frozen<outer_>",
    `\`types[0]\` is "inner_", ${expected}`,
    `\`types[1]\` is "outer_", ${expected}`,
  );
});

test("pieces of CQL can be read", () => {
  assertProblems("views.0.where", "x", '`views[0].where` is "x", expected a condition of CQL');
  assertProblems(
    "tables.0.columns.2.mask.args",
    ["1", "$$"],
    '`tables[0].columns[2].mask.args[1]` is "$$", expected a value of CQL',
  );
});

test("an INITCOND that is no CQL is kept: servers hold such ones", () => {
  const document = JSON.parse(JSON.stringify(SHOP));
  document.keyspaces[0].aggregates[0].initialCondition = "12:00:00.000000000";
  assert.deepEqual(schemaFromDocument(document).diagnostics, []);
});
