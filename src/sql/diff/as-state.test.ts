import assert from "node:assert/strict";
import { test } from "node:test";
import { asState } from "./as-state.ts";
import { change } from "./change.ts";

const SIDES = { from: "in the history", to: "live" };
const CASES = [
  ["add-column", "add column age int", "column age int only live"],
  ["drop-column", "drop column age", "column age only in the history"],
  ["drop-table", "drop", "only in the history"],
  ["create-table", "create (id bigint)", "only live (id bigint)"],
  ["create-index", "create on users (email), unique", "only live on users (email), unique"],
  ["drop-index", "drop (on users (email))", "only in the history (on users (email))"],
  ["drop-trigger", "drop from users", "only in the history on users"],
  ["alter-column-type", "column age: int → bigint", "column age: int → bigint"],
] as const;

for (const [kind, done, state] of CASES) {
  test(`"${done}" is "${state}"`, () => {
    assert.equal(asState(change(kind, "x", done), SIDES).description, state);
  });
}
