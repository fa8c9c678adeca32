import assert from "node:assert/strict";
import { test } from "node:test";
import { capabilitiesFor } from "../../../cql/capabilities.ts";
import { messagesOf, wordsOf } from "../../lint-fixture.test.ts";

const TIERS = "'class': 'SizeTieredCompactionStrategy'";
const LZ4 = "'class': 'LZ4Compressor'";

function table(options: string): string {
  return `CREATE TABLE t (a int PRIMARY KEY) WITH ${options};`;
}

const CASES: readonly (readonly [words: readonly string[], made: string, text: string])[] = [
  [["compaction"], `compaction = {${TIERS}, 'min_threshold': 8}`, `ALTER TABLE t WITH compaction = {${TIERS}};`],
  [
    ["COMPACTION"],
    `compaction = {${TIERS}, 'enabled': 'false'}`,
    `alter table shop.t\n with -- all\n COMPACTION = {${TIERS}};`,
  ],
  [["compression"], `compression = {${LZ4}, 'chunk_length_in_kb': 4}`, `ALTER TABLE t WITH compression = {${LZ4}};`],
  [
    ["caching"],
    "caching = {'keys': 'NONE', 'rows_per_partition': '10'}",
    "ALTER TABLE t WITH caching = {'keys': 'ALL'};",
  ],
  [
    [],
    `compaction = {${TIERS}, 'min_threshold': 8}`,
    `ALTER TABLE t WITH compaction = {${TIERS}, 'min_threshold': 4};`,
  ],
  [[], `compaction = {${TIERS}, 'min_threshold': 4}`, `ALTER TABLE t WITH compaction = {${TIERS}};`],
  [
    [],
    `compaction = {${TIERS}, 'min_threshold': 8}`,
    "ALTER TABLE t WITH compaction = {'class': 'LeveledCompactionStrategy'};",
  ],
  [[], `compression = {${LZ4}, 'chunk_length_in_kb': 4}`, "ALTER TABLE t WITH compression = {'enabled': 'false'};"],
  [[], `compaction = {${TIERS}, 'min_threshold': 8}`, "ALTER TABLE t WITH comment = 'x';"],
];

for (const [words, made, text] of CASES) {
  test(`${words.length === 0 ? "nothing" : words.join(", ")}: ${text}`, () => {
    assert.deepEqual(wordsOf("erased-suboptions", `${table(made)} ${text}`), words);
  });
}

test("it names what goes; of a table that no file makes nothing is known", () => {
  const made = table(`compaction = {${TIERS}, 'max_threshold': 64, 'min_threshold': 8}`);
  const [message] = messagesOf("erased-suboptions", {
    "V1__x.cql": `${made} ALTER TABLE t WITH compaction = {${TIERS}};`,
  });
  assert.match(message ?? "", /`'max_threshold': '64', 'min_threshold': '8'`/);
  assert.deepEqual(wordsOf("erased-suboptions", `ALTER TABLE t WITH compaction = {${TIERS}};`), []);
});

test("Cassandra before 5.0 knows the chunk length by its old name, too", () => {
  const text = `${table(`compression = {${LZ4}, 'chunk_length_in_kb': 4}`)} ALTER TABLE t WITH compression = {${LZ4}, 'chunk_length_kb': 8};`;
  assert.deepEqual(wordsOf("erased-suboptions", text, { capabilities: capabilitiesFor("cassandra", "4.1") }), []);
});
