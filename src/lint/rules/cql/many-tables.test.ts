import assert from "node:assert/strict";
import { test } from "node:test";
import { capabilitiesFor } from "../../../cql/capabilities.ts";
import { messagesOf, wordsOf } from "../../lint-fixture.test.ts";

const OPTIONS = { options: { "many-tables": { limit: 3 } } };

function tables(...names: readonly string[]): string {
  return names.map((name) => `CREATE TABLE IF NOT EXISTS ${name} (a int PRIMARY KEY);\n`).join("");
}

test("it is said once, of the table that goes over the limit, in whatever file", () => {
  const files = { "V1__x.cql": tables("a", "b"), "V2__x.cql": tables("c", "d", "e") };
  assert.deepEqual(messagesOf("many-tables", files, OPTIONS), [
    "V2__x.cql: from here on there are more than 3 tables and views, of which each takes memory on every node",
  ]);
  assert.deepEqual(wordsOf("many-tables", tables("a", "b", "c", "other.d", "e"), OPTIONS), ["other.d"]);
});

test("views count, and what is dropped does not", () => {
  const view = "CREATE MATERIALIZED VIEW IF NOT EXISTS v AS SELECT a FROM a WHERE a IS NOT NULL PRIMARY KEY (a);";
  assert.deepEqual(wordsOf("many-tables", tables("a", "b", "c") + view, OPTIONS), ["v"]);
  assert.deepEqual(wordsOf("many-tables", `${tables("a", "b", "c")}DROP TABLE a; ${tables("d")}`, OPTIONS), []);
  assert.deepEqual(wordsOf("many-tables", tables("a", "b", "c", "c"), OPTIONS), []);
});

test("150 are fine unless it is said otherwise, and ScyllaDB bears more", () => {
  const names = Array.from({ length: 151 }, (_, index) => `t${index}`);
  assert.deepEqual(wordsOf("many-tables", tables(...names)), ["t150"]);
  const capabilities = capabilitiesFor("scylla", "2025.1");
  assert.deepEqual(wordsOf("many-tables", tables(...names), { capabilities }), []);
});
