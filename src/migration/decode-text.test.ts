import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { encodeDiagnostic } from "../text/diagnostic.ts";
import { type DecodedText, decodeText } from "./decode-text.ts";

function decode(bytes: Uint8Array): DecodedText {
  return decodeText("V1__x.cql", bytes);
}

function firstPlace(bytes: Uint8Array): string {
  const [diagnostic] = decode(bytes).diagnostics;
  if (diagnostic === undefined) return "none";
  const { message, line, column } = encodeDiagnostic(diagnostic);
  return `${line}:${column} ${message}`;
}

test("any text comes back from its bytes", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "grapheme" }).filter((text) => !text.includes("\0") && !text.startsWith("\uFEFF")),
      (text) => {
        const { source, diagnostics } = decode(Buffer.from(text));
        assert.equal(source.text, text);
        assert.deepEqual(diagnostics, []);
      },
    ),
  );
});

test("a byte order mark is taken off", () =>
  assert.equal(decode(Buffer.from("\uFEFFSELECT 1")).source.text, "SELECT 1"));

test("line ends stay as they are", () => assert.equal(decode(Buffer.from("a\r\nb\r")).source.text, "a\r\nb\r"));

test("a byte that is not UTF-8 is reported where it stands", () => {
  assert.equal(firstPlace(Buffer.from("SELECT 1;\n-- caf\xe9\n", "latin1")), "2:7 this is not UTF-8");
});

test("a replacement character that the file holds itself is no mistake, and the one after it is found", () => {
  const bytes = Buffer.concat([Buffer.from("\uFEFFa\uFFFDb\n\uFFFD"), Buffer.from([0xef, 0xbf]), Buffer.from("x")]);
  assert.equal(firstPlace(bytes), "2:2 this is not UTF-8");
  assert.equal(firstPlace(Buffer.from("a\uFFFDb")), "none");
});

test("UTF-16 is named", () => {
  assert.match(firstPlace(Buffer.from("\uFEFFSELECT", "utf16le")), /UTF-16/);
});

test("a NUL is reported where it stands", () => {
  assert.match(firstPlace(Buffer.from("a\nb\0c")), /^2:2 a NUL character/);
});

test("a view into a larger buffer is read by its own bounds", () => {
  assert.equal(decode(new Uint8Array(Buffer.from("xxabcxx")).subarray(2, 5)).source.text, "abc");
});
