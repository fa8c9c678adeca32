import assert from "node:assert/strict";
import { test } from "node:test";
import { capabilitiesFor } from "../capabilities.ts";
import { parse } from "../parser/parse.ts";
import { emptySchema, withUnknownKeyspace } from "../schema/schema.ts";
import { simulate } from "./simulate.ts";

const ASTRA = capabilitiesFor("astra", "4.0");
const DSE_6_8 = capabilitiesFor("dse", "6.8.50");
const DSE_6_9 = capabilitiesFor("dse", "6.9.2");
const TABLE = "CREATE TABLE t (k int PRIMARY KEY, a int, v text);";
const VECTOR = "CREATE TABLE u (k int PRIMARY KEY, v vector<float, 3>);";

/** Why each statement of a text is refused in a keyspace that is there; "" where it is not. */
function refusals(text: string, capabilities = ASTRA): readonly string[] {
  let schema = withUnknownKeyspace(emptySchema("shop"), "shop");
  return parse(text).statements.map((statement) => {
    const { schema: after, diagnostics } = simulate(schema, statement, capabilities);
    schema = after;
    return diagnostics[0]?.message ?? "";
  });
}

test("Astra has no statements for keyspaces, no views, functions and aggregates", () => {
  const replication = "WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}";
  const statements = [
    TABLE,
    `CREATE KEYSPACE x ${replication};`,
    `ALTER KEYSPACE shop ${replication};`,
    "DROP KEYSPACE shop;",
    "CREATE MATERIALIZED VIEW w AS SELECT * FROM t WHERE k IS NOT NULL AND a IS NOT NULL PRIMARY KEY (a, k);",
    "CREATE FUNCTION f(a int) CALLED ON NULL INPUT RETURNS int LANGUAGE java AS 'return a;';",
    "CREATE AGGREGATE g(int) SFUNC f STYPE int;",
    "CREATE SEARCH INDEX ON t;",
  ];
  assert.deepEqual(
    refusals(statements.join("\n")).map((message) =>
      message.replace(/^(Astra DB has no [a-z]+|[A-Z ]+ needs DSE).*$/, "$1"),
    ),
    [
      "",
      "Astra DB has no statements",
      "Astra DB has no statements",
      "Astra DB has no statements",
      "Astra DB has no materialized",
      "Astra DB has no functions",
      "Astra DB has no functions",
      "SEARCH INDEX needs DSE",
    ],
  );
});

test("Astra has vectors and indexes by the name of their class", () => {
  const text = `${VECTOR} CREATE CUSTOM INDEX ON u (v) USING 'StorageAttachedIndex'; ${TABLE} CREATE INDEX ON t (v) USING 'sai'; SELECT k FROM u ORDER BY v ANN OF [1, 2, 3] LIMIT 1;`;
  assert.deepEqual(refusals(text), ["", "", "", "", ""]);
});

test("DSE has vectors since 6.9, and its search indexes are kept as they stand", () => {
  assert.deepEqual(refusals(VECTOR, DSE_6_9), [""]);
  assert.match(refusals(VECTOR, DSE_6_8)[0] ?? "", /`vector` needs/);
  const search =
    "CREATE SEARCH INDEX IF NOT EXISTS ON shop.t WITH COLUMNS a { excluded: true }; COMMIT SEARCH INDEX ON t; RELOAD SEARCH INDEX ON t; REBUILD SEARCH INDEX ON t; ALTER SEARCH INDEX SCHEMA ON t DROP FIELD a; DROP SEARCH INDEX ON t;";
  assert.deepEqual(parse(search).diagnostics, []);
  assert.deepEqual(refusals(search, DSE_6_8), ["", "", "", "", "", ""]);
  assert.match(refusals(search, capabilitiesFor("cassandra", "5.0"))[0] ?? "", /needs DSE/);
});

test("DSE has options of tables and keyspaces of its own", () => {
  const text =
    "CREATE TABLE t (k int PRIMARY KEY) WITH nodesync = {'enabled': 'true'}; CREATE KEYSPACE g WITH replication = {'class': 'EverywhereStrategy'} AND graph_engine = 'Core';";
  assert.deepEqual(refusals(text, DSE_6_8), ["", ""]);
});

test("Astra changes no place of a list", () => {
  const text =
    "CREATE TABLE t (k int PRIMARY KEY, l list<int>, m map<int, int>); UPDATE t SET l[0] = 1 WHERE k = 1; DELETE l[0] FROM t WHERE k = 1; UPDATE t SET l = l + [1], m[0] = 1 WHERE k = 1;";
  const refused = refusals(text).map((message) => message !== "");
  assert.deepEqual(refused, [false, true, true, false]);
});
