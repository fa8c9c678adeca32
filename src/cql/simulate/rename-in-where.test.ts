import assert from "node:assert/strict";
import { test } from "node:test";
import { renameInWhere } from "./rename-in-where.ts";

test("a column is renamed wherever it stands, quoted where it must be", () => {
  assert.equal(
    renameInWhere("a IS NOT NULL AND aa > 1 AND token(a, b) > 3", "a", "A"),
    '"A" IS NOT NULL AND aa > 1 AND token("A", b) > 3',
  );
  assert.equal(renameInWhere('"A" = 1 AND a = 2', "A", "b"), "b = 1 AND a = 2");
});

test("strings and functions of the same name stay", () => {
  assert.equal(renameInWhere("x = 'a' AND y = a(1) AND a = 2", "a", "b"), "x = 'a' AND y = a(1) AND b = 2");
});
