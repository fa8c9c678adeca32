import assert from "node:assert/strict";
import { test } from "node:test";
import { messagesOf, wordsOf } from "../../lint-fixture.test.ts";

const REPLICATION = "{'class': 'NetworkTopologyStrategy', 'dc1': 3}";
const CASES: readonly (readonly [words: readonly string[], text: string])[] = [
  [["archive"], "DROP KEYSPACE IF EXISTS archive;"],
  [['"Archive"'], 'drop schema\n -- the old one\n "Archive";'],
  [["archive"], `CREATE KEYSPACE IF NOT EXISTS archive WITH replication = ${REPLICATION}; DROP KEYSPACE archive;`],
  [[], `CREATE KEYSPACE archive WITH replication = ${REPLICATION}; DROP KEYSPACE archive;`],
  [[], `CREATE KEYSPACE archive WITH replication = ${REPLICATION};\n-- @down\nDROP KEYSPACE archive;`],
  [[], "-- @allow-destructive\nDROP KEYSPACE archive;"],
  [[], "DROP TABLE archive; INSERT INTO t (a) VALUES ('DROP KEYSPACE archive');"],
];

for (const [words, text] of CASES) {
  test(`${words.length === 0 ? "nothing" : words.join(", ")}: ${text}`, () => {
    assert.deepEqual(wordsOf("keyspace-drop", text), words);
  });
}

test("with the managed keyspace goes the history, whichever side drops it", () => {
  const files = { "V1__x.cql": "DROP KEYSPACE shop;\n-- @down\nDROP KEYSPACE IF EXISTS shop;" };
  const messages = messagesOf("keyspace-drop", files);
  assert.equal(messages.length, 2);
  for (const message of messages) assert.match(message, /history of all migrations/);
});

test("where no keyspace is configured, none is the managed one", () => {
  const [message, ...others] = messagesOf(
    "keyspace-drop",
    { "V1__x.cql": "DROP KEYSPACE shop;\n-- @down\nDROP KEYSPACE shop;" },
    { keyspace: undefined },
  );
  assert.deepEqual(others, []);
  assert.doesNotMatch(message ?? "", /history/);
});
