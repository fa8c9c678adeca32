import assert from "node:assert/strict";
import { test } from "node:test";
import { circularTypes } from "./circular-types.ts";

test("types that hold themselves are found, and those that hold one of them", () => {
  const uses = {
    a: ["b"],
    b: ["c", "d"],
    c: ["b"],
    d: [],
    self: ["self"],
    holder: ["a", "d"],
    plain: ["d", "unknown"],
  };
  const circular = circularTypes(new Map(Object.entries(uses).map(([name, held]) => [name, new Set(held)])));
  assert.deepEqual([...circular], ["a", "b", "c", "self", "holder"]);
});
