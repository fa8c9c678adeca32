import assert from "node:assert/strict";
import { test } from "node:test";
import { startedBuild } from "./started-build.ts";

test("an index is known by its name, or by what it is on", () => {
  assert.deepEqual(startedBuild("CREATE INDEX IF NOT EXISTS By_Email ON users (email)", "shop"), {
    kind: "index",
    keyspace: "shop",
    table: "users",
    name: "by_email",
    columns: ["email"],
  });
  const custom = startedBuild(
    `CREATE CUSTOM INDEX ON other."Users" (values(tags)) USING 'StorageAttachedIndex'`,
    "shop",
  );
  assert.deepEqual(custom, { kind: "index", keyspace: "other", table: "Users", name: undefined, columns: ["tags"] });
});

test("a materialized view is in its own keyspace", () => {
  const text =
    "CREATE MATERIALIZED VIEW by_day AS SELECT * FROM sales WHERE day IS NOT NULL AND id IS NOT NULL PRIMARY KEY (day, id)";
  assert.deepEqual(startedBuild(text, "shop"), { kind: "view", keyspace: "shop", name: "by_day" });
});

test("nothing else is built", () => {
  for (const text of ["CREATE TABLE t (id int PRIMARY KEY)", "DROP INDEX i", "no statement"]) {
    assert.equal(startedBuild(text, "shop"), undefined);
  }
});
