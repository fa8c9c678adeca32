import assert from "node:assert/strict";
import { test } from "node:test";
import { capabilitiesFor } from "../../../cql/capabilities.ts";
import { messagesOf, wordsOf } from "../../lint-fixture.test.ts";

const TABLE = "CREATE TABLE t (a int PRIMARY KEY, b int);";
const AS = "AS SELECT * FROM t WHERE b IS NOT NULL AND a IS NOT NULL PRIMARY KEY (b, a)";
const CASES: readonly (readonly [words: readonly string[], text: string])[] = [
  [["v"], `CREATE MATERIALIZED VIEW v ${AS};`],
  [['shop."V"'], `create materialized -- derived\n view if not exists\n shop."V" ${AS};`],
  [[], "DROP MATERIALIZED VIEW IF EXISTS v;"],
  [[], "CREATE TABLE v (b int PRIMARY KEY); -- CREATE MATERIALIZED VIEW v"],
];

for (const [words, text] of CASES) {
  test(`${words.length === 0 ? "nothing" : words.join(", ")}: ${text}`, () => {
    assert.deepEqual(wordsOf("materialized-view", `${TABLE} ${text}`), words);
  });
}

test("from 4.0 on it says that servers have them switched off", () => {
  const text = `${TABLE} CREATE MATERIALIZED VIEW v ${AS};`;
  const told = ["3.11", "4.0"].map((version) => {
    const options = { capabilities: capabilitiesFor("cassandra", version) };
    return messagesOf("materialized-view", { "V1__x.cql": text }, options)[0]?.includes("switched off");
  });
  assert.deepEqual(told, [false, true]);
});

test("only on Cassandra, and not where they are switched off", () => {
  const text = `${TABLE} CREATE MATERIALIZED VIEW v ${AS};`;
  const off = capabilitiesFor("cassandra", "5.0", { materializedViews: false });
  assert.deepEqual(wordsOf("materialized-view", text, { capabilities: capabilitiesFor("scylla", "2025.1") }), []);
  assert.deepEqual(wordsOf("materialized-view", text, { capabilities: off }), []);
});
