import assert from "node:assert/strict";
import { test } from "node:test";
import { checkDuration, checkVersion, parseCount } from "./parse-option.ts";

test("a count is a whole number of at least 1", () => {
  assert.equal(parseCount("1"), 1);
  assert.equal(parseCount("012"), 12);
  for (const text of ["0", "-1", "1.5", "1e3", "", " 1", "99999999999999999999"])
    assert.throws(() => parseCount(text), text);
});

test("a duration is kept as it was written", () => {
  for (const text of ["30", "500ms", "1.5m"]) assert.equal(checkDuration(text), text);
  for (const text of ["-1", "soon", "5 weeks", ""]) assert.throws(() => checkDuration(text), text);
});

test("a version is kept as it was written", () => {
  for (const text of ["9", "V009", "v1.2", "20260203_001"]) assert.equal(checkVersion(text), text);
  for (const text of ["", "V", "nine", "1.", "-1"]) assert.throws(() => checkVersion(text), text);
});
