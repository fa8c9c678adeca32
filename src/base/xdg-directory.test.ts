import assert from "node:assert/strict";
import { homedir } from "node:os";
import { join } from "node:path";
import { afterEach, test } from "node:test";
import { xdgDirectory } from "./xdg-directory.ts";

const before = process.env.XDG_CACHE_HOME;

afterEach(() => {
  if (before === undefined) delete process.env.XDG_CACHE_HOME;
  else process.env.XDG_CACHE_HOME = before;
});

test("the variable says where the cache is, if its path is absolute", () => {
  process.env.XDG_CACHE_HOME = "/c";
  assert.equal(xdgDirectory("XDG_CACHE_HOME"), "/c");
  process.env.XDG_CACHE_HOME = "cache";
  assert.equal(xdgDirectory("XDG_CACHE_HOME"), join(homedir(), ".cache"));
});

test("without it the cache is in the home directory", () => {
  delete process.env.XDG_CACHE_HOME;
  assert.equal(xdgDirectory("XDG_CACHE_HOME"), join(homedir(), ".cache"));
});
