import assert from "node:assert/strict";
import { test } from "node:test";
import { type Capabilities, capabilitiesFor } from "../cql/capabilities.ts";
import { cassandra, SHOP, schemaAfter } from "../cql/simulate/simulate-fixture.test.ts";
import { type WrittenModels, writeModels } from "./write-models.ts";

function written(cql: string, capabilities: Capabilities = cassandra("5.0")): WrittenModels {
  return writeModels(schemaAfter(`${SHOP} ${cql}`, capabilities), "shop");
}

/** The line of a column, or the lines. */
function columnOf(cql: string, name: string): string {
  const { text } = written(cql);
  return new RegExp(`^ +(${name}: .*?),$`, "m").exec(text)?.[1] ?? text;
}

test("a keyspace is written as a person would write it", () => {
  const { text, warnings } = written(`
    CREATE TYPE address (street text, city text);
    CREATE TABLE products (
      id uuid, at timestamp, brand text, tags set<text>, shelf text static, home frozen<address>, homes list<frozen<address>>,
      PRIMARY KEY (id, at)
    ) WITH CLUSTERING ORDER BY (at DESC) AND default_time_to_live = 86400 AND comment = 'It''s "new"'
      AND compaction = {'class': 'LeveledCompactionStrategy', 'sstable_size_in_mb': 200};
    CREATE INDEX ON products (brand);
    CREATE INDEX by_tag ON products (tags);
    CREATE MATERIALIZED VIEW products_by_brand AS SELECT id, at, brand, tags FROM products
      WHERE brand IS NOT NULL AND id IS NOT NULL AND at IS NOT NULL PRIMARY KEY (brand, id, at);`);
  assert.deepEqual(warnings, []);
  assert.equal(
    text,
    `import { frozen, list, set, table, text, timestamp, udt, userType, uuid, view } from "tidemark/models";

export const address = userType("address", {
  street: text(),
  city: text(),
});

export const products = table(
  "products",
  {
    id: uuid().partitionKey(),
    at: timestamp().clusteringKey("desc"),
    shelf: text().static(),
    brand: text().indexed(),
    home: frozen(udt(address)),
    homes: list(frozen(udt(address))),
    tags: set(text()).indexed({ name: "by_tag" }),
  },
  {
    comment: 'It\\'s "new"',
    compaction: { class: "LeveledCompactionStrategy", sstable_size_in_mb: 200 },
    defaultTtl: 86400,
  },
);

export const productsByBrand = view("products_by_brand", products, {
  columns: ["brand", "id", "at", "tags"],
  partitionKey: ["brand"],
  clusteringKey: ["id", ["at", "desc"]],
});
`,
  );
});

test("a type stands behind those that it holds", () => {
  const { text } = written("CREATE TYPE z (a int); CREATE TYPE a (z frozen<list<frozen<z>>>);");
  assert.ok(text.indexOf("const z =") < text.indexOf("const a ="), text);
  assert.match(text, /z: frozen\(list\(udt\(z\)\)\)/);
});

test("constants have names that are free: of no word of the language, no maker, no other constant", () => {
  const { text } = written(`
    CREATE TYPE udt (a int); CREATE TYPE users (a int);
    CREATE TABLE users (a int PRIMARY KEY); CREATE TABLE "Users" (a int PRIMARY KEY); CREATE TABLE "class" (a int PRIMARY KEY);
    CREATE TABLE "text" (a int PRIMARY KEY); CREATE TABLE order_lines (a int PRIMARY KEY);`);
  const names = [...text.matchAll(/^export const (\S+) = \w+\("([^"]+)"/gm)].map(([, name, of]) => `${name} ${of}`);
  assert.deepEqual(names, [
    "udtType udt",
    "usersType users",
    "usersTable Users",
    "classTable class",
    "orderLines order_lines",
    "textTable text",
    "users users",
  ]);
});

test("names that are no words of TypeScript stand in quotes", () => {
  const cql = `CREATE TABLE t (p int PRIMARY KEY, "a b" int, "class" int, "1" int, "__proto__" int, "it""s" int);`;
  const { text } = written(cql);
  assert.match(text, /^ {2}"a b": int\(\),$/m);
  assert.match(text, /^ {2}class: int\(\),$/m);
  assert.match(text, /^ {2}"1": int\(\),$/m);
  assert.match(text, /^ {2}\["__proto__"\]: int\(\),$/m);
  assert.match(text, /^ {2}'it"s': int\(\),$/m);
});

test("what is frozen says so once, on the outside, but within a vector", () => {
  const table = (type: string): string => `CREATE TABLE t (p int PRIMARY KEY, c ${type});`;
  assert.equal(columnOf(table("frozen<map<text, frozen<list<int>>>>"), "c"), "c: frozen(map(text(), list(int())))");
  assert.equal(columnOf(table("map<text, frozen<list<int>>>"), "c"), "c: map(text(), frozen(list(int())))");
  assert.equal(columnOf(table("tuple<int, list<int>>"), "c"), "c: tuple(int(), list(int()))");
  assert.equal(
    columnOf(table("frozen<list<vector<frozen<list<int>>, 3>>>"), "c"),
    "c: frozen(list(vector(frozen(list(int())), 3)))",
  );
  assert.equal(columnOf(table("'org.apache.cassandra.db.marshal.LexicalUUIDType'"), "c").slice(0, 11), 'c: custom("');
});

test("an index says only what the server would not choose itself", () => {
  const table = "CREATE TABLE t (p int PRIMARY KEY, v int, m map<text, int>, f frozen<list<int>>, e vector<float, 3>);";
  assert.equal(columnOf(`${table} CREATE INDEX ON t (v);`, "v"), "v: int().indexed()");
  assert.equal(columnOf(`${table} CREATE INDEX other ON t (v);`, "v"), 'v: int().indexed({ name: "other" })');
  assert.equal(columnOf(`${table} CREATE INDEX ON t (m);`, "m"), "m: map(text(), int()).indexed()");
  assert.equal(columnOf(`${table} CREATE INDEX ON t (keys(m));`, "m"), 'm: map(text(), int()).indexed({ on: "keys" })');
  assert.equal(columnOf(`${table} CREATE INDEX ON t (full(f));`, "f"), "f: frozen(list(int())).indexed()");
  assert.equal(
    columnOf(
      `${table} CREATE INDEX ann ON t (e) USING 'sai' WITH OPTIONS = {'similarity_function': 'DOT_PRODUCT'};`,
      "e",
    ),
    'e: vector(float(), 3).indexed({ name: "ann", using: "sai", options: { similarity_function: "DOT_PRODUCT" } })',
  );
});

test("what models say nothing of is a comment and a warning", () => {
  const { text, warnings } = written(`
    CREATE TABLE users (id int PRIMARY KEY, email text MASKED WITH DEFAULT);
    CREATE FUNCTION f (a int) CALLED ON NULL INPUT RETURNS int LANGUAGE java AS 'return 1;';
    CREATE FUNCTION g () CALLED ON NULL INPUT RETURNS int LANGUAGE java AS 'return 1;';
    CREATE TRIGGER tr ON users USING 'org.x.Tr';`);
  const masks = 'models say nothing of masks, and leave them as they are: "email"';
  const triggers = 'models say nothing of triggers, and leave them as they are: "tr"';
  const functions = "models say nothing of functions, and leave them as they are: f(int), g()";
  assert.deepEqual(warnings, [functions, `table "users": ${masks}`, `table "users": ${triggers}`]);
  assert.ok(text.startsWith(`// ${functions}\n\nimport `), text);
  assert.ok(text.includes(`\n\n// ${masks}\n// ${triggers}\nexport const users = `), text);
});

test("what models have no words for is left out with the reason, and so is what stands on it", () => {
  const { text, warnings } = written(`
    CREATE TYPE odd ("1" int, a int);
    CREATE TABLE held (p int PRIMARY KEY, o frozen<odd>);
    CREATE TABLE numbered ("1" int, p int, PRIMARY KEY (p, "1"));
    CREATE MATERIALIZED VIEW v AS SELECT * FROM numbered WHERE p IS NOT NULL AND "1" IS NOT NULL PRIMARY KEY ("1", p);`);
  const leftOut = "left out, so that a comparison with these models shows it as gone";
  const lost = "would lose its place in an object of JavaScript";
  assert.deepEqual(warnings, [
    `type "odd": ${leftOut}: field "1" ${lost}`,
    `table "held": ${leftOut}: the type of "o", frozen<odd>, is of one that is not there`,
    `table "numbered": ${leftOut}: key column "1" ${lost}`,
    `view "v": ${leftOut}: its table "numbered" is left out`,
  ]);
  assert.doesNotMatch(text, /table\(|view\(|userType\(/);
});

test("an option that models have no name for is among the other ones", () => {
  const cql = "CREATE TABLE t (p int PRIMARY KEY) WITH nodesync = {'enabled': 'true'} AND comment = 'x';";
  const { text } = written(cql, capabilitiesFor("dse", "6.9"));
  assert.match(text, /\{ comment: "x", other: \{ nodesync: \{ enabled: true \} \} \}/);
});

test("an index that is local to a partition key is left out with the reason", () => {
  const cql = "CREATE TABLE t (p int, c int, v int, PRIMARY KEY (p, c)); CREATE INDEX i ON t ((p), v);";
  const { text, warnings } = written(cql, capabilitiesFor("scylla", "2025.1"));
  assert.match(warnings.join(), /^table "t": index "i": left out, .*: it is local to a partition key$/);
  assert.match(text, /^\/\/ index "i": left out/m);
  assert.doesNotMatch(text, /indexed/);
});

test("a compact table is written as one", () => {
  const { text } = written(
    "CREATE TABLE t (p int, c int, v int, PRIMARY KEY (p, c)) WITH COMPACT STORAGE;",
    cassandra("3.11"),
  );
  assert.match(text, /\{ compactStorage: true \}/);
  assert.doesNotMatch(text, /column1|value/);
});

test("a line end in a name does not end the comment that it stands in", () => {
  const { text } = written(`CREATE TABLE t (p int PRIMARY KEY, "a\n;process" text MASKED WITH DEFAULT);`);
  assert.match(text, /as they are: "a\\n;process"$/m);
});

test("a keyspace with nothing in it is a module with nothing in it", () => {
  assert.equal(written("").text, '// Keyspace "shop" has nothing that models say.\nexport {};\n');
});

test("a view whose WHERE is no CQL is left out, and said to be", () => {
  const { text, warnings } = written(`CREATE TABLE t (id text PRIMARY KEY, c text);
    CREATE MATERIALIZED VIEW v AS SELECT * FROM t WHERE c IS NOT NULL AND id = 'it''s' PRIMARY KEY (c, id);`);
  assert.doesNotMatch(text, /view\(/);
  assert.equal(warnings.length, 1);
  assert.match(warnings[0] ?? "", /^view "v": left out.*: its WHERE is no CQL: c IS NOT NULL AND id = 'it's'$/);
});

test("a constant has a name that a program may have, and that the loader of modules leaves free", () => {
  const { text } = written(`CREATE TYPE "a²b" (a int); CREATE TYPE "half½" (a int);
    CREATE TABLE "jitiESMResolve" (a int PRIMARY KEY);`);
  const names = [...text.matchAll(/^export const (\S+) = /gm)].map(([, name]) => name);
  assert.deepEqual(names, ["aB", "half", "jitiESMResolveTable"]);
});
