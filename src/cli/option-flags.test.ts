import assert from "node:assert/strict";
import { test } from "node:test";
import { parseFlags } from "./option-flags.ts";

test("the names are read, and whether a value follows", () => {
  assert.deepEqual(parseFlags("-n, --steps <count>"), { names: ["-n", "--steps"], takesValue: true });
  assert.deepEqual(parseFlags("--dry-run"), { names: ["--dry-run"], takesValue: false });
  assert.deepEqual(parseFlags("--name [name]"), { names: ["--name"], takesValue: true });
});

test("a comma in the value is no part of a name", () => {
  assert.deepEqual(parseFlags("--host <a,b>"), { names: ["--host"], takesValue: true });
});
