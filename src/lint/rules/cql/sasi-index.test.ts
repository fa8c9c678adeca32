import assert from "node:assert/strict";
import { test } from "node:test";
import { capabilitiesFor } from "../../../cql/capabilities.ts";
import { lintFiles, wordsOf } from "../../lint-fixture.test.ts";

const SASI = "'org.apache.cassandra.index.sasi.SASIIndex'";
const TABLE = "CREATE TABLE t (a int PRIMARY KEY, n text);";
const CASES: readonly (readonly [words: readonly string[], text: string])[] = [
  [[SASI], `CREATE CUSTOM INDEX i ON t (n) USING ${SASI};`],
  [
    [SASI],
    `create custom index if not exists "using" on t\n (n) using /* the class */ -- of it\n ${SASI} with options = {'mode': 'PREFIX'};`,
  ],
  [[], "CREATE INDEX i ON t (n);"],
  [[], "CREATE CUSTOM INDEX i ON t (n) USING 'StorageAttachedIndex';"],
  [[], `INSERT INTO t (a, n) VALUES (1, ${SASI});`],
];

for (const [words, text] of CASES) {
  test(`${words.length === 0 ? "nothing" : words.join(", ")}: ${text}`, () => {
    assert.deepEqual(wordsOf("sasi-index", `${TABLE} ${text}`), words);
    assert.deepEqual(wordsOf("sasi-index", text), words, "of a table that no file makes");
  });
}

test("from 4.0 on it says that servers have it switched off, from 5.0 on what to use", () => {
  const told = ["3.11", "4.0", "5.0"].map((version) => {
    const options = { capabilities: capabilitiesFor("cassandra", version) };
    const text = `${TABLE} CREATE CUSTOM INDEX i ON t (n) USING ${SASI};`;
    const finding = lintFiles({ "V1__x.cql": text }, options).find(({ rule }) => rule === "sasi-index");
    return [finding?.message.includes("switched off"), finding?.hint?.includes("'sai'")];
  });
  assert.deepEqual(told, [
    [false, false],
    [true, false],
    [true, true],
  ]);
});

test("where it is switched off, it is refused, and no more is said", () => {
  const capabilities = capabilitiesFor("cassandra", "5.0", { sasiIndexes: false });
  assert.deepEqual(
    wordsOf("sasi-index", `${TABLE} CREATE CUSTOM INDEX i ON t (n) USING ${SASI};`, { capabilities }),
    [],
  );
});
