// Goal: models become the schema that a server would have, and what they say nothing of stays.
// Method: models beside schemas that are made by CQL; what is different is asked of the diff of schemas.
import assert from "node:assert/strict";
import { test } from "node:test";
import { capabilitiesFor } from "../cql/capabilities.ts";
import { diff } from "../cql/diff/diff.ts";
import { statementsFor } from "../cql/diff/statements-for.ts";
import { parse } from "../cql/parser/parse.ts";
import { print } from "../cql/printer/print.ts";
import { emptySchema, type Schema, withUnknownKeyspace } from "../cql/schema/schema.ts";
import { simulate } from "../cql/simulate/simulate.ts";
import { encodeDiagnostic } from "../text/diagnostic.ts";
import { type DeclaredSchema, declareModels } from "./declare-models.ts";
import { frozen, list, map, set, udt, vector } from "./held-types.ts";
import type { Model } from "./model.ts";
import { counter, float, int, text, timestamp, uuid } from "./native-types.ts";
import { table } from "./table.ts";
import { userType } from "./user-type.ts";
import { view } from "./view.ts";

const capabilities = capabilitiesFor("cassandra", "5.0");
const id = uuid().partitionKey();

function schemaOf(cql: string): Schema {
  let schema = withUnknownKeyspace(emptySchema("shop"), "shop");
  for (const statement of parse(cql).statements) {
    const simulation = simulate(schema, statement, capabilities);
    assert.deepEqual(simulation.diagnostics, []);
    schema = simulation.schema;
  }
  return schema;
}

function declare(models: readonly Model[], beside = "", server = capabilities): DeclaredSchema {
  return declareModels(models, { scope: "shop", capabilities: server, beside: schemaOf(beside) });
}

/** What turns the schema that CQL makes into that of the models, as statements on a line each. */
function changes(cql: string, models: readonly Model[]): readonly string[] {
  const { schema, diagnostics } = declare(models, cql);
  assert.deepEqual(diagnostics, []);
  const differing = diff(schemaOf(cql), schema, { capabilities });
  return statementsFor(differing, { capabilities }).map(({ node }) => print(node).replaceAll(/\s+/g, " "));
}

function problems(models: readonly Model[], server = capabilities): readonly string[] {
  return declare(models, "", server).diagnostics.map(({ message }) => message);
}

test("a table is as it is declared", () => {
  const products = table(
    "products",
    {
      id,
      at: timestamp().clusteringKey("desc"),
      brand: text().indexed(),
      tags: set(text()),
      owner: text().static(),
      embedding: vector(float(), 3).indexed({ using: "sai" }),
    },
    { defaultTtl: 60, comment: "it's", compaction: { class: "LeveledCompactionStrategy", sstable_size_in_mb: 80 } },
  );
  const cql = `CREATE TABLE products (id uuid, at timestamp, brand text, tags set<text>, owner text STATIC,
      embedding vector<float, 3>, PRIMARY KEY (id, at))
    WITH CLUSTERING ORDER BY (at DESC) AND default_time_to_live = 60 AND comment = 'it''s'
    AND compaction = {'class': 'LeveledCompactionStrategy', 'sstable_size_in_mb': 80};
    CREATE INDEX ON products (brand); CREATE CUSTOM INDEX ON products (embedding) USING 'sai';`;
  assert.deepEqual(changes(cql, [products]), []);
  assert.equal(changes("", [products]).length, 3);
});

test("a default that is spelled out is no difference, and an option that is not named is reset", () => {
  const cql = "CREATE TABLE t (id uuid PRIMARY KEY) WITH default_time_to_live = 60;";
  const spelled = { defaultTtl: 60, gcGraceSeconds: 864_000, caching: { keys: "all", rows_per_partition: "NONE" } };
  assert.deepEqual(changes(cql, [table("t", { id }, spelled)]), []);
  assert.deepEqual(changes(cql, [table("t", { id })]), ["ALTER TABLE shop.t WITH default_time_to_live = 0"]);
});

test("names are those that are stored", () => {
  const cql =
    'CREATE TABLE "Select" (id uuid PRIMARY KEY, "Order" int, "from" text); CREATE INDEX ON "Select" ("from");';
  assert.deepEqual(changes(cql, [table("Select", { id, Order: int(), from: text().indexed() })]), []);
});

test("types come before what holds them, without being listed", () => {
  const country = userType("country", { code: text() });
  const address = userType("address", { street: text(), country: frozen(udt(country)) });
  const people = table("people", { id, homes: list(frozen(udt(address))) });
  assert.deepEqual(
    changes("", [people]).map((statement) => statement.split(" (")[0]),
    ["CREATE TYPE shop.country", "CREATE TYPE shop.address", "CREATE TABLE shop.people"],
  );
});

test("a view comes with its table, and its key is not null", () => {
  const products = table("products", { id, brand: text(), price: int() });
  const byBrand = view("by_brand", products, { columns: ["price"], partitionKey: ["brand"], clusteringKey: ["id"] });
  const cql = `CREATE TABLE products (id uuid PRIMARY KEY, brand text, price int);
    CREATE MATERIALIZED VIEW by_brand AS SELECT brand, id, price FROM products
    WHERE brand IS NOT NULL AND id IS NOT NULL PRIMARY KEY (brand, id);`;
  assert.deepEqual(changes(cql, [byBrand]), []);
});

test("a view holds what its condition says", () => {
  const products = table("products", { id: text().partitionKey(), brand: text() });
  const of = { columns: "all", partitionKey: ["brand"], clusteringKey: ["id"] } as const;
  const cql = `CREATE TABLE products (id text PRIMARY KEY, brand text); CREATE MATERIALIZED VIEW v AS SELECT * FROM
    products WHERE brand IS NOT NULL AND id = 'its' PRIMARY KEY (brand, id);`;
  assert.deepEqual(changes(cql, [view("v", products, { ...of, where: "id = 'its'" })]), []);
  assert.deepEqual(problems([view("v", products, { ...of, where: "id = ) DROP" })]), [
    "view `v`: `where` is no condition: id = ) DROP",
  ]);
});

test("a view with a quote in a text of its condition is refused: what servers make of it is no CQL", () => {
  const products = table("products", { id: text().partitionKey(), brand: text() });
  const of = { columns: "all", partitionKey: ["brand"], clusteringKey: ["id"] } as const;
  const message = "view `v`: a text in `where` holds a quote: servers keep it in a form that is no CQL";
  for (const where of ["id = 'it''s'", "id IN ('a', 'it''s')", "id = $$it's$$"]) {
    assert.deepEqual(problems([view("v", products, { ...of, where })]), [message]);
  }
  assert.deepEqual(problems([view("v", products, { ...of, where: "id = ''" })]), []);
});

test("no table and no view has the name of the history", () => {
  const history = table("history", { id, brand: text() });
  const users = table("users", { id, brand: text() });
  const hidden = view("history", users, { columns: "all", partitionKey: ["brand"], clusteringKey: ["id"] });
  const named = userType("history", { street: text() });
  const options = { scope: "shop", capabilities, beside: schemaOf("") };
  const refusals = (model: Model, historyTable?: string): readonly string[] =>
    declareModels([model], { ...options, historyTable }).diagnostics.map(({ message }) => message);
  assert.deepEqual(refusals(history, "history"), [
    "table `history` has the name of the table in which tidemark keeps its history",
  ]);
  assert.deepEqual(refusals(hidden, "history"), [
    "view `history` has the name of the table in which tidemark keeps its history",
  ]);
  assert.deepEqual(refusals(named, "history"), []);
  assert.deepEqual(refusals(history), []);
});

test("what models say nothing of is taken over", () => {
  const cql = `CREATE TYPE gone (a int);
    CREATE FUNCTION f (a int) CALLED ON NULL INPUT RETURNS int LANGUAGE java AS 'return 1;';
    CREATE TABLE t (id uuid PRIMARY KEY, a text MASKED WITH DEFAULT, b int); ALTER TABLE t DROP b;
    CREATE TRIGGER tr ON t USING 'T';`;
  assert.deepEqual(changes(cql, [table("t", { id, a: text() })]), ["DROP TYPE shop.gone"]);
  const { schema } = declare([table("t", { id, a: text() })], cql);
  const made = schema.keyspaces.get("shop")?.tables.get("t");
  assert.equal(made?.dropped.has("b"), true);
  assert.equal(made?.triggers.has("tr"), true);
  assert.equal(made?.columns.get("a")?.mask?.function, "mask_default");
});

test("an index without a name has that of an equal one", () => {
  const cql = "CREATE TABLE t (id uuid PRIMARY KEY, a text, b text); CREATE INDEX mine ON t (a);";
  assert.deepEqual(changes(cql, [table("t", { id, a: text().indexed(), b: text() })]), []);
});

test("an index without a name and an equal has the name that servers give, where it is free", () => {
  const cql = "CREATE TABLE t (id uuid PRIMARY KEY, a text, b text); CREATE INDEX t_a_idx ON t (b);";
  const t = table("t", { id, a: text().indexed(), b: text().indexed() });
  assert.deepEqual(changes(cql, [t]), ["CREATE INDEX t_a_idx_1 ON shop.t (a)"]);
  const both = table("t", { id, m: map(text(), int()).indexed().indexed({ on: "keys" }) });
  assert.deepEqual(changes("CREATE TABLE t (id uuid PRIMARY KEY, m map<text, int>);", [both]), [
    "CREATE INDEX t_m_idx ON shop.t (values(m))",
    "CREATE INDEX t_m_idx_1 ON shop.t (keys(m))",
  ]);
});

test("an index that is defined anew keeps its name", () => {
  const cql = "CREATE TABLE t (id uuid PRIMARY KEY, a text); CREATE INDEX ON t (a);";
  assert.deepEqual(changes(cql, [table("t", { id, a: text().indexed({ using: "sai" }) })]), [
    "DROP INDEX shop.t_a_idx",
    "CREATE CUSTOM INDEX t_a_idx ON shop.t (a) USING 'sai'",
  ]);
});

test("what the server refuses is said with the place of its model, once", () => {
  const odd = userType("odd", { a: vector(float(), 2) });
  const holder = table("holder", { id, a: frozen(udt(odd)) });
  const old = capabilitiesFor("cassandra", "4.1");
  const { diagnostics } = declare([holder], "", old);
  const [only, ...more] = diagnostics.map(encodeDiagnostic);
  assert.deepEqual(more, []);
  assert.match(only?.message ?? "", /^type `odd`: .*vector/);
  assert.deepEqual([only?.file, only?.line, only?.column], [odd.place?.file, odd.place?.line, odd.place?.column]);
});

test("one mistake does not hide the next", () => {
  const one = table("one", { id, a: text().indexed({ using: "none" }) });
  const two = table("two", { id, c: counter() }, { defaultTtl: 1 });
  assert.equal(problems([one, two]).length, 2);
});

test("a model of another keyspace is refused", () => {
  assert.deepEqual(problems([table("t", { id }, { keyspace: "blue" }), table("u", { id }, { keyspace: "shop" })]), [
    "table `t` is of keyspace `blue`, and `shop` is managed",
  ]);
});

test("two models of one name are refused, and one that is listed twice counts once", () => {
  const [one, two] = [table("t", { id }), table("t", { id, a: int() })];
  assert.deepEqual(problems([one, one]), []);
  assert.match(problems([one, two])[0] ?? "", /^table `t` is declared twice, first at .*:\d+:\d+$/);
});

test("other keyspaces stay as they are", () => {
  const beside = withUnknownKeyspace(schemaOf("CREATE TABLE t (a int PRIMARY KEY)"), "other");
  const { schema } = declareModels([], { scope: "shop", capabilities, beside });
  assert.deepEqual([...schema.keyspaces.keys()].sort(), ["other", "shop"]);
  assert.equal(schema.keyspaces.get("shop")?.tables.size, 0);
});
