import assert from "node:assert/strict";
import { test } from "node:test";
import { parseDatacenters } from "./parse-datacenters.ts";

test("data centres keep their order", () => {
  assert.deepEqual(Object.entries(parseDatacenters("west:2, east:1")), [
    ["west", 2],
    ["east", 1],
  ]);
});

for (const text of ["", "dc1", "dc1:", ":2", "dc1:x", "dc1:-1", "dc1:1.5", "dc1:2,", "dc1:1,dc1:2", "dc1:2:3"]) {
  test(`${JSON.stringify(text)} is refused`, () => {
    assert.throws(() => parseDatacenters(text), { code: "commander.invalidArgument" });
  });
}
