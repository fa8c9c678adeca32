import assert from "node:assert/strict";
import { test } from "node:test";
import { lintFiles, messagesOf } from "../../lint-fixture.test.ts";

const MADE = {
  "V1__a.cql": "CREATE TABLE t (a int PRIMARY KEY); CREATE TABLE x (a int PRIMARY KEY) WITH default_time_to_live = 60;",
};

const CASES: readonly (readonly [words: readonly string[], text: string])[] = [
  [["60"], "ALTER TABLE t WITH default_time_to_live = 60;"],
  [["0"], "alter table shop.x with comment = '' -- and\n and DEFAULT_TIME_TO_LIVE = /* none */ 0;"],
  [["60"], "ALTER TABLE unknown WITH default_time_to_live = 60;"],
  [[], "ALTER TABLE x WITH default_time_to_live = 60;"],
  [[], "CREATE TABLE u (a int PRIMARY KEY) WITH default_time_to_live = 60;"],
  [[], "CREATE TABLE u (a int PRIMARY KEY); ALTER TABLE u WITH default_time_to_live = 60;"],
  [[], "SELECT a FROM t;\n-- @down\nALTER TABLE t WITH default_time_to_live = 60;"],
  [[], "UPDATE t USING TTL 60 SET b = 1 WHERE a = 1;"],
];

for (const [words, text] of CASES) {
  test(`${words.length === 0 ? "nothing" : words.join(", ")}: ${text}`, () => {
    const findings = lintFiles({ ...MADE, "V2__b.cql": text }).filter(({ rule }) => rule === "ttl-change");
    assert.deepEqual(
      findings.map(({ source, span }) => source.text.slice(span?.start, span?.end)),
      words,
    );
  });
}

test("rows that were to stay, stay; of others it is said that they may", () => {
  const text = "ALTER TABLE t WITH default_time_to_live = 60; ALTER TABLE x WITH default_time_to_live = 0;";
  const [first, second] = messagesOf("ttl-change", { ...MADE, "V2__b.cql": text });
  assert.match(first ?? "", /rows that `t` has never expire$/);
  assert.match(second ?? "", /rows that `x` has expire as they were to/);
});
