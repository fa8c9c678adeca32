import assert from "node:assert/strict";
import { test } from "node:test";
import { capabilitiesFor } from "../../../cql/capabilities.ts";
import { lintFiles, wordsOf } from "../../lint-fixture.test.ts";

const TABLE = 'CREATE TABLE t (a int, at timestamp, u uuid, "On" boolean, n text, s set<uuid>, PRIMARY KEY (a, at));';
const CASES: readonly (readonly [words: readonly string[], text: string])[] = [
  [["u"], "CREATE INDEX ON t (u);"],
  [["at"], "create index if not exists i\n on shop.t ( -- when\n at );"],
  [['"On"'], 'CREATE INDEX i ON t ("On");'],
  [["u"], "CREATE INDEX i ON t (u) USING 'legacy_local_table';"],
  [[], "CREATE INDEX i ON t (n);"],
  [[], "CREATE INDEX i ON t (u) USING 'sai';"],
  [[], "CREATE CUSTOM INDEX i ON t (u) USING 'StorageAttachedIndex';"],
  [[], "CREATE INDEX i ON t (values(s));"],
  [[], "CREATE INDEX i ON unknown (u);"],
  [[], "DROP INDEX i; SELECT u FROM t;"],
];

for (const [words, text] of CASES) {
  test(`${words.length === 0 ? "nothing" : words.join(", ")}: ${text}`, () => {
    assert.deepEqual(wordsOf("secondary-index", `${TABLE} ${text}`), words);
  });
}

test("the indexes of ScyllaDB are global, those of Astra of another kind", () => {
  const text = `${TABLE} CREATE INDEX i ON t (u); CREATE INDEX j ON t ("On");`;
  assert.deepEqual(wordsOf("secondary-index", text, { capabilities: capabilitiesFor("scylla", "2025.1") }), ['"On"']);
  assert.deepEqual(wordsOf("secondary-index", text, { capabilities: capabilitiesFor("astra", "4.0") }), []);
});

test("only Cassandra 5.0 has a better index to offer", () => {
  const hints = ["4.1", "5.0"].map((version) => {
    const options = { capabilities: capabilitiesFor("cassandra", version) };
    return lintFiles({ "V1__x.cql": `${TABLE} CREATE INDEX i ON t (u);` }, options).find(
      ({ rule }) => rule === "secondary-index",
    )?.hint;
  });
  assert.deepEqual(hints, [
    "make a table with a key that fits the read",
    "make a table with a key that fits the read, or an index `USING 'sai'`",
  ]);
});
