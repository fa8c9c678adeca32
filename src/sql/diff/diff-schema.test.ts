import assert from "node:assert/strict";
import { test } from "node:test";
import { emptySqlSchema, type SqlSchema, type SqlType } from "../schema.ts";
import { diffSqlSchemas } from "./diff-schema.ts";

function withEnum(...labels: readonly string[]): SqlSchema {
  const type: SqlType = { kind: "enum", name: "mood", comment: undefined, labels, needs: [] };
  return { ...emptySqlSchema("postgres"), types: [type] };
}

test("equal schemas have no difference", () => {
  assert.deepEqual(diffSqlSchemas(withEnum("a"), withEnum("a")), { changes: [], statements: [] });
});

test("labels join an enum where they belong", () => {
  const { statements } = diffSqlSchemas(withEnum("b", "d"), withEnum("a", "b", "c", "d", "e"));
  assert.deepEqual(statements, [
    "ALTER TYPE mood ADD VALUE 'a' BEFORE 'b'",
    "ALTER TYPE mood ADD VALUE 'c' AFTER 'b'",
    "ALTER TYPE mood ADD VALUE 'e'",
  ]);
});

test("a label that has to go cannot go in place, and no statement tries", () => {
  const { changes, statements } = diffSqlSchemas(withEnum("a", "b"), withEnum("a"));
  assert.deepEqual(statements, []);
  assert.deepEqual(
    changes.map(({ isInPlace, description }) => [isInPlace, description]),
    [[false, "labels cannot be removed: 'b'"]],
  );
});
