import assert from "node:assert/strict";
import { test } from "node:test";
import { messagesOf, wordsOf } from "../../lint-fixture.test.ts";

test("USE is found in both sides, at the keyspace", () => {
  assert.deepEqual(wordsOf("use-statement", 'USE archive;\n-- @down\nuse -- there\n "Archive";'), [
    "archive",
    '"Archive"',
  ]);
});

test("of the managed keyspace it says that it changes nothing", () => {
  assert.deepEqual(messagesOf("use-statement", { "V1__x.cql": "USE shop; USE other;" }), [
    "V1__x.cql: USE ties the file to the keyspace `shop`, where it stands anyway",
    "V1__x.cql: USE moves what stands below it to the keyspace `other`, and away from the managed one",
  ]);
});

test("a variable ties the file to nothing", () => {
  const text = 'USE ${archive}; USE "${archive}";';
  assert.deepEqual(wordsOf("use-statement", text, { variables: { archive: "old" } }), []);
});

test("words in texts, names and comments are no USE", () => {
  const text = "INSERT INTO use (a) VALUES ('USE x;'); -- USE x;\nSELECT \"use\" FROM t;";
  assert.deepEqual(wordsOf("use-statement", text), []);
});
