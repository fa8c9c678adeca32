// Goal: what is taken to be as declared is what its model would make, and nothing else is.
// Method: tables as CQL beside models; each table that is near, and not the same.
import assert from "node:assert/strict";
import { test } from "node:test";
import { SHOP, schemaAfter, tableIn } from "../cql/simulate/simulate-fixture.test.ts";
import { int, set, table, text, timestamp } from "../models.ts";
import { isTableAsDeclared } from "./is-as-declared.ts";

const MODEL = table(
  "t",
  {
    k: int().partitionKey(),
    at: timestamp().clusteringKey("desc"),
    a: text().indexed(),
    b: set(text()).indexed({ name: "by_b" }),
  },
  { defaultTtl: 60, compaction: { class: "LeveledCompactionStrategy" } },
);

function isAsDeclared(create: string, ...indexes: readonly string[]): boolean {
  const all = [SHOP, create, ...indexes].join(" ");
  return isTableAsDeclared(MODEL, tableIn(schemaAfter(all), "t"));
}

const CREATE = `CREATE TABLE t (k int, at timestamp, a text, b set<text>, PRIMARY KEY (k, at))
  WITH CLUSTERING ORDER BY (at DESC) AND default_time_to_live = 60 AND compaction = {'class': 'LeveledCompactionStrategy'};`;
const INDEXES = ["CREATE INDEX whatever ON t (a);", "CREATE INDEX by_b ON t (b);"];

test("a table with the same columns, key, options and indexes is as declared, whatever an unnamed index is called", () => {
  assert.equal(isAsDeclared(CREATE, ...INDEXES), true);
});

const OTHERS: Readonly<Record<string, readonly [string, ...string[]]>> = {
  "a column of another type": [CREATE.replace("a text", "a varint"), ...INDEXES],
  "a column more": [CREATE.replace("a text", "a text, z int"), ...INDEXES],
  "a static column": [CREATE.replace("a text", "a text static"), ...INDEXES],
  "another order": [CREATE.replace("DESC", "ASC"), ...INDEXES],
  "another option": [CREATE.replace("= 60", "= 61"), ...INDEXES],
  "an option more": [`${CREATE.slice(0, -1)} AND comment = 'c';`, ...INDEXES],
  "an index of another name": [CREATE, INDEXES[0] ?? "", "CREATE INDEX other ON t (b);"],
  "an index too few": [CREATE, INDEXES[1] ?? ""],
  "an index more": [CREATE, ...INDEXES, "CREATE INDEX third ON t (at);"],
  "an index on another column": [CREATE, "CREATE INDEX whatever ON t (at);", INDEXES[1] ?? ""],
};

for (const [what, [create, ...indexes]] of Object.entries(OTHERS)) {
  test(`${what} is not as declared`, () => {
    assert.equal(isAsDeclared(create, ...indexes), false);
  });
}
