import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { cacheDirectory, recordsDirectory, sandboxesDirectory } from "./places.ts";

const VARIABLES = ["XDG_CACHE_HOME", "XDG_STATE_HOME", "TMPDIR"] as const;
const before = VARIABLES.map((name) => [name, process.env[name]] as const);

afterEach(() => {
  for (const [name, value] of before) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
});

test("the XDG variables say where the cache and the records are", () => {
  process.env.XDG_CACHE_HOME = "/c";
  process.env.XDG_STATE_HOME = "/s";
  assert.equal(cacheDirectory(), "/c/tidemark/cassandra");
  assert.equal(recordsDirectory(), "/s/tidemark/sandboxes");
});

test("a temporary directory too long for the path of a socket is passed over", () => {
  process.env.TMPDIR = `/${"x".repeat(80)}`;
  assert.equal(sandboxesDirectory(), "/tmp");
});
