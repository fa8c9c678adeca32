import assert from "node:assert/strict";
import { test } from "node:test";
import { assignedColumns } from "./assigned-columns.ts";

for (const [text, columns] of [
  ["email = lower(email)", ["email"]],
  ["a = 1, b = a + 2", ["a", "b"]],
  ['(A, "B") = (SELECT id, n FROM t WHERE id = 1), c = 2', ["a", "B", "c"]],
  ["tags[id] = 'x', place.id = 1", ["tags", "place"]],
  ["-- id = 1\n n /* id = 2 */ = 'id = 3, id = 4'", ["n"]],
  ["n = o.n FROM other AS o, id", ["n"]],
  ['U&"\\0069d" = 1', ["id"]],
  ["n = CASE WHEN id = 1 THEN f(1, id) END, m=-1", ["n", "m"]],
  ["", []],
] as const) {
  test(`assigned by ${JSON.stringify(text)}: ${columns.join(", ")}`, () => {
    assert.deepEqual(assignedColumns(text), columns);
  });
}
