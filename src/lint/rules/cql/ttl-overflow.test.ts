import assert from "node:assert/strict";
import { test } from "node:test";
import { capabilitiesFor } from "../../../cql/capabilities.ts";
import { messagesOf, wordsOf } from "../../lint-fixture.test.ts";

const CASES: readonly (readonly [words: readonly string[], text: string])[] = [
  [["630720000"], "CREATE TABLE t (a int PRIMARY KEY) WITH default_time_to_live = 630720000;"],
  [["630720000"], "alter table t\n with -- twenty years\n DEFAULT_TIME_TO_LIVE = 630720000;"],
  [["500000000"], "INSERT INTO t (a) VALUES (1) USING TTL 500000000;"],
  [["500000000"], "BEGIN BATCH UPDATE t USING TIMESTAMP 1 AND TTL 500000000 SET b = 1 WHERE a = 1; APPLY BATCH;"],
  [["500000000"], `INSERT INTO t JSON '{"a": 1}' USING TTL 500000000;`],
  [[], "CREATE TABLE t (a int PRIMARY KEY) WITH default_time_to_live = 157680000;"],
  [[], "INSERT INTO t (a) VALUES (500000000) USING TTL 60;"],
  [[], "UPDATE t SET ttl = 500000000 WHERE a = 1;"],
];

for (const [words, text] of CASES) {
  test(`${words.length === 0 ? "nothing" : words.join(", ")}: ${text}`, () => {
    assert.deepEqual(wordsOf("ttl-overflow", text), words);
  });
}

test("what is longer than a table may have is refused, and no more is said", () => {
  assert.deepEqual(
    wordsOf("ttl-overflow", "CREATE TABLE t (a int PRIMARY KEY) WITH default_time_to_live = 630720001;"),
    [],
  );
});

test("on 4.1 it is so in any case; other products have other bounds", () => {
  const files = { "V1__x.cql": "INSERT INTO t (a) VALUES (1) USING TTL 500000000;" };
  const [message] = messagesOf("ttl-overflow", files, { capabilities: capabilitiesFor("cassandra", "4.1") });
  assert.match(message ?? "", /: servers refuse the statement$/);
  assert.match(messagesOf("ttl-overflow", files)[0] ?? "", /unless their `storage_compatibility_mode` is NONE/);
  assert.deepEqual(messagesOf("ttl-overflow", files, { capabilities: capabilitiesFor("scylla", "2025.1") }), []);
});
