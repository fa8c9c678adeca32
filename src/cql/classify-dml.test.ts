import assert from "node:assert/strict";
import { test } from "node:test";
import { classify } from "./classify.ts";

for (const statement of [
  "INSERT INTO t (a) VALUES (1)",
  "INSERT INTO t (a) VALUES ('now()')",
  "INSERT INTO t (a) VALUES ('[1]')",
  'INSERT INTO t ("now()", values) VALUES (1, 2)',
  "INSERT INTO t(a, b) VALUES ({1, 2}, {'k': -1}) USING TTL 5 AND TIMESTAMP 6",
  "INSERT INTO t (a) VALUES ((1, 'x'))",
  "INSERT INTO t (a) VALUES (textAsBlob('x'))",
  "INSERT INTO t (a) VALUES (int_as_blob(1))",
  "INSERT INTO t (a) VALUES (system.blobAsInt(0x01))",
  "INSERT INTO t (a) VALUES (maxTimeuuid('2020-01-01'))",
  "INSERT INTO t (a) VALUES (CAST(1 AS text))",
  "INSERT INTO t (a) VALUES ((int) 1 + 2)",
  "INSERT INTO t JSON '{\"a\": 1}'",
  "UPDATE t SET a = 1, b = 'x' WHERE c IN (1, 2) AND (d, e) > (1, 2)",
  "UPDATE t SET s = s + {1}, m += {'k': 2} WHERE a = 1",
  "UPDATE t SET s = s - {1}, m -= {'k'} WHERE a = 1",
  "UPDATE t SET m['k'] = 1, u.field = 2 WHERE a = 1",
  "UPDATE t USING TTL 5 SET a = -1 WHERE b = -1",
  "UPDATE t SET a = 1 + 2 WHERE b = 1",
  "DELETE FROM t WHERE a = 1 AND token(b) > 5",
  "DELETE a, m['k'] FROM t USING TIMESTAMP 5 WHERE b = 1",
]) {
  test(`${statement} is the same twice with one timestamp`, () => {
    assert.equal(classify(statement).onRetry, "same-timestamp");
  });
}

for (const [statement, reason] of [
  ["INSERT INTO t (a) VALUES (now())", /^calls now\(\)$/],
  ["INSERT INTO t (a) VALUES (toTimestamp(now()))", /^calls now\(\)$/],
  ["INSERT INTO t (a) VALUES (UUID ())", /^calls UUID\(\)$/],
  ["INSERT INTO t (a) VALUES (current_timestamp())", /^calls current_timestamp\(\)$/],
  ["INSERT INTO t (a) VALUES (shop.f(1))", /^calls shop\.f\(\)$/],
  ["INSERT INTO t (a) VALUES (shop.token(1))", /^calls shop\.token\(\)$/],
  ['INSERT INTO t (a) VALUES ("Token"(1))', /^calls "Token"\(\)$/],
  ["INSERT INTO t (a) VALUES (mineAsBlob(1))", /^calls mineAsBlob\(\)$/],
  ["INSERT INTO t (a) VALUES ({'k': uuid()})", /^calls uuid\(\)$/],
  ["DELETE FROM t WHERE a < toTimestamp(now())", /^calls now\(\)$/],
  ["INSERT INTO t (a) VALUES (uuid()) IF NOT EXISTS", /^calls uuid\(\)$/],
  ["UPDATE t SET c = c + 1 WHERE a = 1", /counter or a list/],
  ["UPDATE t SET c = c -1 WHERE a = 1", /counter or a list/],
  ["UPDATE t SET c += 1 WHERE a = 1", /counter or a list/],
  ["UPDATE t SET c-=1 WHERE a = 1", /counter or a list/],
  ["UPDATE t SET l = l + [1] WHERE a = 1", /counter or a list/],
  ["UPDATE t SET l = [1] + l WHERE a = 1", /counter or a list/],
  ['UPDATE t SET "L" = "L" - [1] WHERE a = 1', /counter or a list/],
  ["UPDATE t SET s = s + {1}, c = c + 1 WHERE a = 1", /counter or a list/],
  ["UPDATE t SET l = l + [1] WHERE a = 1 IF EXISTS", /counter or a list/],
  ["UPDATE t SET l = [1, 2] WHERE a = 1", /writes a list/],
  ["INSERT INTO t (a, l) VALUES (1, [1, 2])", /writes a list/],
  ["INSERT INTO t (a, l) VALUES (1, (list<int>)[1])", /writes a list/],
  ["INSERT INTO t JSON '{\"l\": [1]}'", /writes a list/],
  ["INSERT INTO t (a, l) VALUES (1, fromJson('[1]'))", /writes a list/],
  ["UPDATE t SET l[0] = 1 WHERE a = 1", /by its index/],
  ["DELETE l[0] FROM t WHERE a = 1", /by its index/],
  ["UPDATE t SET a = 1 WHERE a = 1 IF EXISTS", /IF EXISTS/],
  ["DELETE FROM t WHERE a = 1 IF EXISTS", /IF EXISTS/],
  ["UPDATE t SET a = 1 WHERE b = 1 IF a = 2", /conditional/],
  ["DELETE FROM t WHERE b = 1 IF exists = 2", /conditional/],
] as const) {
  test(`${statement} is not run twice unasked`, () => {
    const { onRetry, askReason = "" } = classify(statement);
    assert.equal(onRetry, "ask");
    assert.match(askReason, reason);
  });
}

for (const [statement, guard] of [
  ["INSERT INTO t (a, l) VALUES (1, [1]) IF NOT EXISTS USING TTL 5", "if-not-exists"],
] as const) {
  test(`${statement} is safe by its guard`, () => {
    const facts = classify(statement);
    assert.deepEqual([facts.onRetry, facts.guard], ["safe", guard]);
  });
}

for (const [statement, kind, object] of [
  ["insert into k.t (a) values (1)", "insert", "k.t"],
  ['UPDATE "K"."T" SET a = 1 WHERE b = 1', "update", '"K"."T"'],
  ["DELETE a FROM t WHERE b = 1", "delete", "t"],
] as const) {
  test(`${statement} is ${kind} of ${object}`, () => {
    const facts = classify(statement);
    assert.deepEqual([facts.kind, facts.effect, facts.object], [kind, "data", object]);
  });
}
