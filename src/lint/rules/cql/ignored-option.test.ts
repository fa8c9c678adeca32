import assert from "node:assert/strict";
import { test } from "node:test";
import { capabilitiesFor } from "../../../cql/capabilities.ts";
import { messagesOf, wordsOf } from "../../lint-fixture.test.ts";

const ASTRA = { capabilities: capabilitiesFor("astra", "4.0") };
const TEXT =
  "CREATE TABLE t (k int PRIMARY KEY) WITH gc_grace_seconds = 5 AND comment = 'x';\nALTER TABLE t WITH compaction = {'class': 'LeveledCompactionStrategy'} AND default_time_to_live = 5;";

test("Astra ignores most options, in CREATE and in ALTER", () => {
  assert.deepEqual(wordsOf("ignored-option", TEXT, ASTRA), ["gc_grace_seconds", "compaction"]);
});

test("ScyllaDB ignores the chances of a read repair", () => {
  const text = "ALTER TABLE t WITH read_repair_chance = 0.1 AND gc_grace_seconds = 5;";
  const options = { capabilities: capabilitiesFor("scylla", "2025.1") };
  assert.deepEqual(messagesOf("ignored-option", { "V1__x.cql": text }, options), [
    "V1__x.cql: option `read_repair_chance` has no effect: ScyllaDB does nothing with it",
  ]);
});

test("Cassandra ignores none", () => {
  assert.deepEqual(wordsOf("ignored-option", TEXT), []);
});
