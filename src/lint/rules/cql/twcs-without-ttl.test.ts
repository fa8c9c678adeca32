import assert from "node:assert/strict";
import { test } from "node:test";
import { capabilitiesFor } from "../../../cql/capabilities.ts";
import { wordsOf } from "../../lint-fixture.test.ts";

const WINDOWS = "compaction = {'class': 'TimeWindowCompactionStrategy'}";
const FULL = "compaction = {'class': 'org.apache.cassandra.db.compaction.TimeWindowCompactionStrategy'}";
const CLASS = "'TimeWindowCompactionStrategy'";
const TABLE = "CREATE TABLE t (a int PRIMARY KEY)";
const CASES: readonly (readonly [words: readonly string[], text: string])[] = [
  [[CLASS], `${TABLE} WITH ${WINDOWS};`],
  [
    ["'org.apache.cassandra.db.compaction.TimeWindowCompactionStrategy'"],
    `${TABLE} with /* x */\n ${FULL} and comment = '';`,
  ],
  [[CLASS], `${TABLE} WITH ${WINDOWS} AND default_time_to_live = 0;`],
  [[CLASS], `${TABLE}; ALTER TABLE t WITH ${WINDOWS};`],
  [["0"], `${TABLE} WITH ${WINDOWS} AND default_time_to_live = 60; ALTER TABLE t WITH default_time_to_live = 0;`],
  [[], `${TABLE} WITH ${WINDOWS} AND default_time_to_live = 60;`],
  [[], `${TABLE} WITH default_time_to_live = 60; ALTER TABLE t WITH ${WINDOWS};`],
  [[], `${TABLE} WITH comment = 'TimeWindowCompactionStrategy';`],
  [[], `${TABLE} WITH default_time_to_live = 60; ALTER TABLE t WITH default_time_to_live = 0;`],
  [[], `${TABLE}; CREATE TABLE IF NOT EXISTS t (a int PRIMARY KEY) WITH ${WINDOWS};`],
  [[], `ALTER TABLE t WITH ${WINDOWS};`],
];

for (const [words, text] of CASES) {
  test(`${words.length === 0 ? "nothing" : words.join(", ")}: ${text}`, () => {
    assert.deepEqual(wordsOf("twcs-without-ttl", text), words);
  });
}

test("so it is on ScyllaDB; Astra does nothing with the option", () => {
  const text = `${TABLE} WITH ${WINDOWS};`;
  assert.deepEqual(wordsOf("twcs-without-ttl", text, { capabilities: capabilitiesFor("scylla", "2025.1") }), [CLASS]);
  assert.deepEqual(wordsOf("twcs-without-ttl", text, { capabilities: capabilitiesFor("astra", "4.0") }), []);
});
