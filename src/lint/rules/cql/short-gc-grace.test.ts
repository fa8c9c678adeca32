import assert from "node:assert/strict";
import { test } from "node:test";
import { capabilitiesFor } from "../../../cql/capabilities.ts";
import { type FixtureOptions, lintFiles, wordsOf } from "../../lint-fixture.test.ts";

function found(text: string, options?: FixtureOptions): readonly string[] {
  return lintFiles({ "V1__a.cql": "CREATE TABLE t (a int PRIMARY KEY);", "V2__b.cql": text }, options)
    .filter(({ rule }) => rule === "short-gc-grace")
    .map(({ source, span, message }) => `${source.text.slice(span?.start, span?.end)} ${message.split(" ")[0]}`);
}

const CASES: readonly (readonly [found: readonly string[], text: string])[] = [
  [["0 hints"], "CREATE TABLE u (a int PRIMARY KEY) WITH gc_grace_seconds = 0;"],
  [["0 hints"], "ALTER TABLE t\n WITH -- at once\n GC_GRACE_SECONDS = /* now */ 0;"],
  [["10799 hints"], "ALTER TABLE other.u WITH gc_grace_seconds = 10799;"],
  [["86400 deletes"], "ALTER TABLE shop.t WITH comment = '' AND gc_grace_seconds = 86400;"],
  [[], "CREATE TABLE u (a int PRIMARY KEY) WITH gc_grace_seconds = 86400;"],
  [[], "ALTER TABLE t WITH gc_grace_seconds = 864000;"],
  [[], "ALTER TABLE t WITH gc_grace_seconds = 999999;"],
  [[], "ALTER TABLE u WITH gc_grace_seconds = 86400;"],
  [[], "CREATE TABLE u (a int PRIMARY KEY); ALTER TABLE u WITH gc_grace_seconds = 86400;"],
  [[], "ALTER TABLE t WITH comment = 'gc_grace_seconds = 0';"],
];

for (const [words, text] of CASES) {
  test(`${words.length === 0 ? "nothing" : words.join(", ")}: ${text}`, () => assert.deepEqual(found(text), words));
}

test("how long nodes keep hints can be told", () => {
  const text = "CREATE TABLE t (a int PRIMARY KEY) WITH gc_grace_seconds = 10800;";
  const options = { options: { "short-gc-grace": { hint_window: 86_400 } } };
  assert.deepEqual(wordsOf("short-gc-grace", text), []);
  assert.deepEqual(wordsOf("short-gc-grace", text, options), ["10800"]);
});

test("ScyllaDB has other rules for hints, and may wait for repairs", () => {
  const capabilities = capabilitiesFor("scylla", "2025.1");
  assert.deepEqual(found("CREATE TABLE u (a int PRIMARY KEY) WITH gc_grace_seconds = 0;", { capabilities }), []);
  assert.deepEqual(found("ALTER TABLE t WITH gc_grace_seconds = 86400;", { capabilities }), ["86400 deletes"]);
  const byRepair = "ALTER TABLE t WITH gc_grace_seconds = 86400 AND tombstone_gc = {'mode': 'repair'};";
  assert.deepEqual(found(byRepair, { capabilities }), []);
});
