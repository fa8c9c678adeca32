import assert from "node:assert/strict";
import { test } from "node:test";
import type { IndexTarget } from "../schema/schema.ts";
import { assertVerdicts, cassandra, SHOP, schemaAfter, tableIn } from "./simulate-fixture.test.ts";

const TABLE = `${SHOP} CREATE TABLE t (k int, c frozen<map<int, text>>, d frozen<list<int>>, m map<int, text>, PRIMARY KEY (k, c, d)) WITH CLUSTERING ORDER BY (c ASC, d DESC);`;

function targetOf(index: string, version: string): IndexTarget | undefined {
  const table = tableIn(schemaAfter(`${TABLE} CREATE INDEX i ON t (${index});`, cassandra(version)), "t");
  return table.indexes.get("i")?.target;
}

test("a frozen collection is indexed as a whole, another by what is in it", () => {
  assertVerdicts(TABLE, {
    "CREATE INDEX ON t (full(c))": "all",
    "CREATE INDEX ON t (c)": "none",
    "CREATE INDEX ON t (keys(c))": "none",
    "CREATE INDEX ON t (full(m))": "none",
    "CREATE INDEX ON t (entries(m))": "all",
  });
  assert.equal(targetOf("m", "5.0")?.kind, "values");
});

test("Cassandra 3.11 does not see the collection in a clustering column that descends", () => {
  assertVerdicts(TABLE, {
    "CREATE INDEX ON t (full(d))": "4.0 4.1 5.0",
    "CREATE INDEX ON t (values(d))": "none",
    "CREATE INDEX ON t (d)": "3.11",
  });
  assert.equal(targetOf("d", "3.11")?.kind, "simple");
});
