import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import fc from "fast-check";
import { checksumOfSides } from "./checksum-of-sides.ts";

test("it is SHA-256 of up, NUL and down", () => {
  const expected = createHash("sha256").update("SELECT 1;\0SELECT 2;").digest("hex");
  assert.equal(checksumOfSides("SELECT 1;", "SELECT 2;"), `sha256:${expected}`);
});

test("no down side is an empty one", () => assert.equal(checksumOfSides("a", undefined), checksumOfSides("a", "")));

test("text that moves from one side to the other changes it", () => {
  assert.notEqual(checksumOfSides("a b", ""), checksumOfSides("a", "b"));
});

test("white space and comments inside count", () => {
  assert.notEqual(checksumOfSides("a  b", ""), checksumOfSides("a b", ""));
  assert.notEqual(checksumOfSides("a -- x\nb", ""), checksumOfSides("a\nb", ""));
});

test("byte order mark, line ends and white space at the ends do not count", () => {
  const lines = fc.array(fc.string().map((text) => text.replace(/[\r\n]/g, "")));
  const blank = fc.constantFrom("", " ", "\n", "\r\n\t", "\uFEFF");
  fc.assert(
    fc.property(lines, lines, blank, blank, fc.constantFrom("\r\n", "\r"), (up, down, before, after, end) => {
      const original = checksumOfSides(up.join("\n"), down.join("\n"));
      const changed = checksumOfSides(before + up.join(end) + after, before + down.join(end) + after);
      assert.equal(changed, original);
    }),
  );
});
