import assert from "node:assert/strict";
import { test } from "node:test";
import { capabilitiesFor } from "../../../cql/capabilities.ts";
import { type FixtureOptions, lintFiles, wordsOf } from "../../lint-fixture.test.ts";

const WINDOWS = "'class': 'TimeWindowCompactionStrategy'";
const LEVELS = "{'class': 'LeveledCompactionStrategy'}";

/** What is found in a second file, on a table that the first one makes. */
function found(made: string, text: string, options?: FixtureOptions): readonly string[] {
  const create = `CREATE TABLE t (a int PRIMARY KEY)${made === "" ? "" : ` WITH compaction = ${made}`};`;
  return lintFiles({ "V1__a.cql": create, "V2__b.cql": text }, options)
    .filter(({ rule }) => rule === "compaction-change")
    .map(({ source, span }) => source.text.slice(span?.start, span?.end));
}

const CASES: readonly (readonly [words: readonly string[], made: string, text: string])[] = [
  [["'LeveledCompactionStrategy'"], "", `ALTER TABLE t WITH compaction = ${LEVELS};`],
  [["'LeveledCompactionStrategy'"], "", `alter table shop.t\n with comment = 'x' -- and\n and COMPACTION = ${LEVELS};`],
  [
    ["'SizeTieredCompactionStrategy'"],
    LEVELS,
    "ALTER TABLE t WITH compaction = {'class': 'SizeTieredCompactionStrategy'};",
  ],
  [
    ["'TimeWindowCompactionStrategy'"],
    `{${WINDOWS}}`,
    `ALTER TABLE t WITH compaction = {${WINDOWS}, 'compaction_window_size': 7};`,
  ],
  [["'LeveledCompactionStrategy'"], "", `SELECT a FROM t;\n-- @down\nALTER TABLE t WITH compaction = ${LEVELS};`],
  [[], `{${WINDOWS}}`, `ALTER TABLE t WITH compaction = {${WINDOWS}, 'compaction_window_unit': 'DAYS'};`],
  [[], "", "ALTER TABLE t WITH compaction = {'class': 'SizeTieredCompactionStrategy', 'min_threshold': 8};"],
  [[], LEVELS, `ALTER TABLE t WITH compaction = ${LEVELS};`],
  [[], "", "ALTER TABLE t WITH comment = 'compaction';"],
  [[], "", "ALTER TABLE t WITH compaction = {'class': 'NoSuchStrategy'};"],
  [[], "", `CREATE TABLE u (a int PRIMARY KEY) WITH compaction = ${LEVELS};`],
];

for (const [words, made, text] of CASES) {
  test(`${words.length === 0 ? "nothing" : words.join(", ")}: ${text}`, () =>
    assert.deepEqual(found(made, text), words));
}

test("a table that the same side made has nothing to compact", () => {
  const text = `CREATE TABLE t (a int PRIMARY KEY); ALTER TABLE t WITH compaction = ${LEVELS};`;
  assert.deepEqual(wordsOf("compaction-change", text), []);
});

test("of a table that no file makes each class is found, and the message says if", () => {
  const [finding] = lintFiles({ "V1__x.cql": `ALTER TABLE t WITH compaction = ${LEVELS};` }).filter(
    ({ rule }) => rule === "compaction-change",
  );
  assert.match(finding?.message ?? "", /^if `t` has another strategy than 'LeveledCompactionStrategy': /);
});

test("Astra does nothing with it", () => {
  const capabilities = capabilitiesFor("astra", "4.0");
  assert.deepEqual(found("", `ALTER TABLE t WITH compaction = ${LEVELS};`, { capabilities }), []);
});
