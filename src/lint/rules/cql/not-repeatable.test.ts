import assert from "node:assert/strict";
import { test } from "node:test";
import { classify } from "../../../cql/classify.ts";
import { messagesOf, wordsOf } from "../../lint-fixture.test.ts";

const CASES: readonly (readonly [words: readonly string[], text: string])[] = [
  [["uuid()"], "INSERT INTO t (a, b) VALUES (uuid(), 1)"],
  [["NOW()"], "insert into t (a, b)\n values (1, -- when\n toTimestamp(NOW()))"],
  [["shop.f(1)"], "UPDATE t SET b = shop.f(1) WHERE a = 1"],
  [["uuid()"], "INSERT INTO t (a) VALUES (uuid()) IF NOT EXISTS"],
  [["n = n + 1"], "UPDATE t SET n = n + 1 WHERE a = 1"],
  [['"N" -= 2'], 'UPDATE t SET b = 1, "N" -= 2 WHERE a = 1'],
  [["l = [1] + l"], "UPDATE t SET l = [1] + l WHERE a = 1"],
  [["l = ['x']"], "UPDATE t SET l = ['x'] WHERE a = 1"],
  [["l[0] = 'x'"], "UPDATE t SET l[0] = 'x' WHERE a = 1"],
  [["l[0]"], "DELETE l[0] FROM t WHERE a = 1"],
  [["['x']"], "INSERT INTO t (a, l) VALUES (1, ['x'])"],
  [[`'{"l": [1]}'`], `INSERT INTO t JSON '{"l": [1]}'`],
  [["t"], "UPDATE t SET b = 1 WHERE a = 1 AND l[0] = 1"],
  [["b = 1 AND c = 2"], "UPDATE t SET b = 2 WHERE a = 1 IF b = 1 AND c = 2"],
  [["t"], "DELETE FROM t WHERE a = 1 IF EXISTS"],
  [["n += 1"], "BEGIN COUNTER BATCH UPDATE t SET n += 1 WHERE a = 1; UPDATE t SET n += 1 WHERE a = 2; APPLY BATCH"],
  [["uuid()"], "BEGIN BATCH INSERT INTO t (a) VALUES (1); INSERT INTO t (a) VALUES (uuid()); APPLY BATCH"],
  [[], "INSERT INTO t (a, b) VALUES (1, 'now() [x]')"],
  [[], "INSERT INTO t (a, l) VALUES (1, ['x']) IF NOT EXISTS"],
  [[], "INSERT INTO t (a, s, m) VALUES (1, {1, 2}, {1: 2})"],
  [[], "UPDATE t SET s = s + {1}, m = m - {2}, m['x'] = 1 WHERE a = 1"],
  [[], "UPDATE t SET b = intAsBlob(1) WHERE a = 1"],
  [[], "DELETE FROM t WHERE a = 1"],
  [[], "SELECT now() FROM t"],
  [[], "CREATE TABLE IF NOT EXISTS t (a int PRIMARY KEY)"],
];

for (const [words, text] of CASES) {
  test(`${words.length === 0 ? "nothing" : words.join(", ")}: ${text}`, () => {
    assert.deepEqual(wordsOf("not-repeatable", `${text};`), words);
    const { effect, onRetry } = classify(text);
    assert.equal(effect === "data" && onRetry === "ask", words.length > 0, "a run asks a person just then");
  });
}

test("both sides are looked at, and the message says why", () => {
  const files = { "V1__x.cql": "SELECT a FROM t;\n-- @down\nUPDATE t SET n += 1 WHERE a = uuid();" };
  assert.deepEqual(messagesOf("not-repeatable", files), [
    "V1__x.cql: this calls uuid(): a run that is cut off here must not send it again, and waits for a person",
  ]);
});
