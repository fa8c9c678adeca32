import assert from "node:assert/strict";
import { test } from "node:test";
import { checksumOf } from "./checksum.ts";

test("it is the SHA-256 of the text, as hex behind its name", () => {
  // FIPS 180-4, "abc"
  assert.equal(checksumOf("abc"), "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
});

test("where a part ends counts", () => {
  assert.notEqual(checksumOf("ab", "c"), checksumOf("a", "bc"));
  assert.notEqual(checksumOf("abc"), checksumOf("abc", ""));
  assert.equal(checksumOf("a", "b"), checksumOf("a\0b"));
});
