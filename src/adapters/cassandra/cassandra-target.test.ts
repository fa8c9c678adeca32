import assert from "node:assert/strict";
import { test } from "node:test";
import { readSyntaxError } from "./cassandra-target.ts";

test("the line of a syntax error becomes an offset", () => {
  const message = "line 2:14 no viable alternative at input 'x' (...)";
  assert.deepEqual(readSyntaxError(message), { message: "no viable alternative at input 'x' (...)", lineOffset: 1 });
});

test("any other message stays as it is", () => {
  assert.deepEqual(readSyntaxError("line of thought: unknown"), { message: "line of thought: unknown" });
});
