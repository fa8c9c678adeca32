import assert from "node:assert/strict";
import { test } from "node:test";
import type { StepClass } from "../../plan/step-cost.ts";
import { costOfCql } from "./cost-of-statement.ts";

const CASES: readonly (readonly [StepClass, readonly string[]])[] = [
  ["none", ["SELECT * FROM t", "USE shop", "LIST ROLES", "DESCRIBE TABLES"]],
  [
    "metadata",
    [
      "CREATE TABLE t (id int PRIMARY KEY) WITH compaction = {'class': 'LeveledCompactionStrategy'}",
      "CREATE TYPE address (street text)",
      "ALTER TABLE t ADD a int",
      "ALTER TABLE t RENAME id TO key",
      "ALTER TABLE t WITH gc_grace_seconds = 10 AND comment = 'compaction'",
      "ALTER TABLE t DROP COMPACT STORAGE",
      "ALTER TYPE address ADD city text",
      "ALTER KEYSPACE shop WITH durable_writes = true",
      "ALTER KEYSPACE shop WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 3}",
      "DROP INDEX i",
      "DROP MATERIALIZED VIEW v",
      "DROP TYPE address",
      "GRANT SELECT ON t TO ann",
      "CREATE ROLE ann WITH PASSWORD = 'x'",
    ],
  ],
  [
    "data",
    [
      "INSERT INTO t (id) VALUES (1)",
      "UPDATE t SET a = 1 WHERE id = 1",
      "BEGIN BATCH INSERT INTO t (id) VALUES (1); UPDATE t SET a = 1 WHERE id = 1; APPLY BATCH",
    ],
  ],
  [
    "build",
    [
      "CREATE INDEX i ON t (a)",
      "/* one */ create\ncustom -- two\nindex on t (a) USING 'sai'",
      "CREATE MATERIALIZED VIEW v AS SELECT * FROM t WHERE a IS NOT NULL AND id IS NOT NULL PRIMARY KEY (a, id)",
    ],
  ],
  [
    "rewrite",
    [
      "ALTER TABLE t WITH compaction = {'class': 'LeveledCompactionStrategy'}",
      "ALTER TABLE t WITH comment = 'x' AND COMPRESSION = {'enabled': false}",
      "ALTER MATERIALIZED VIEW v WITH compaction = {'class': 'LeveledCompactionStrategy'}",
    ],
  ],
  ["unknown", ["FROBNICATE t", "ALTER TABLE"]],
  [
    "loss",
    [
      "DROP TABLE t",
      "DROP TABLE IF EXISTS shop.t",
      "DROP KEYSPACE shop",
      "ALTER TABLE t DROP a",
      "ALTER TABLE t DROP (a, b)",
      "TRUNCATE t",
      "DELETE FROM t WHERE id = 1",
      "DELETE a FROM t WHERE id = 1",
      "BEGIN BATCH INSERT INTO t (id) VALUES (1); DELETE FROM t WHERE id = 2; APPLY BATCH",
    ],
  ],
];

for (const [expected, texts] of CASES) {
  for (const text of texts) {
    test(`${expected}: ${text}`, () => {
      assert.equal(costOfCql(text).class, expected);
    });
  }
}

test("what is built, written anew or lost says why", () => {
  const worth = CASES.filter(([name]) => name === "build" || name === "rewrite" || name === "loss");
  for (const text of worth.flatMap(([, texts]) => texts)) assert.ok((costOfCql(text).why ?? "") !== "", text);
});
