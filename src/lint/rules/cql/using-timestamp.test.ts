import assert from "node:assert/strict";
import { test } from "node:test";
import { messagesOf, wordsOf } from "../../lint-fixture.test.ts";

test("it is found in every kind of write, at the number", () => {
  const text = [
    "INSERT INTO t (a) VALUES (1) USING TIMESTAMP 1767225600000001;",
    "INSERT INTO t JSON '{\"a\": 1}' USING TTL 5 AND TIMESTAMP 1767225600000002;",
    "update t using\n timestamp /* now */ 1767225600000003 set b = 1 where a = 1;",
    "DELETE FROM t USING TIMESTAMP 1767225600000004 WHERE a = 1;",
    "BEGIN BATCH USING TIMESTAMP 1767225600000005 INSERT INTO t (a) VALUES (1); APPLY BATCH;",
    "BEGIN BATCH INSERT INTO t (a) VALUES (1) USING TIMESTAMP 1767225600000006; APPLY BATCH;\n-- @down",
    "DELETE FROM t USING TIMESTAMP 1767225600000007 WHERE a = 1;",
  ].join("\n");
  assert.deepEqual(
    wordsOf("using-timestamp", text),
    [1, 2, 3, 4, 5, 6, 7].map((digit) => `176722560000000${digit}`),
  );
});

/** What is said of a number. */
function said(number: string): string {
  const [message = ""] = messagesOf("using-timestamp", {
    "V1__x.cql": `INSERT INTO t (a) VALUES (1) USING TIMESTAMP ${number};`,
  });
  return message.slice("V1__x.cql: ".length);
}

test("seconds and milliseconds are the past, nanoseconds the future", () => {
  assert.match(said("1767225600"), /^in microseconds this is before 1974/);
  assert.match(said("1767225600000"), /^in microseconds this is before 1974/);
  assert.match(said("1767225600000000"), /^the number decides what wins/);
  assert.match(said("1767225600000000000"), /^in microseconds this is after 2286/);
});

test("a column that is dropped with a time is found, too", () => {
  const text =
    "ALTER TABLE t DROP (a, b)\n using timestamp 1767225600000 ; ALTER TABLE t DROP c USING TIMESTAMP 1767225600000000;";
  assert.deepEqual(wordsOf("using-timestamp", text), ["1767225600000", "1767225600000000"]);
  assert.deepEqual(messagesOf("using-timestamp", { "V1__x.cql": text }), [
    "V1__x.cql: in microseconds this is before 1974: all that the column holds comes back when it is added again",
    "V1__x.cql: the number decides what of the column comes back when it is added again",
  ]);
});

test("a TTL, a column and a text of that name are no timestamps", () => {
  const text = [
    "INSERT INTO t (a, timestamp) VALUES (1, 5) USING TTL 5;",
    "UPDATE t SET timestamp = 5 WHERE a = 'USING TIMESTAMP 5';",
    "SELECT writetime(a) FROM t WHERE a = 1; ALTER TABLE t DROP timestamp;",
  ].join("\n");
  assert.deepEqual(wordsOf("using-timestamp", text), []);
});
