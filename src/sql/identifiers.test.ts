import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseIdentifier, parseName, quoteIdentifier, quoteName, sqlString } from "./identifiers.ts";
import { nextToken } from "./lexer.ts";

for (const [name, expected] of [
  ["users", "users"],
  ["_a1", "_a1"],
  ["Users", '"Users"'],
  ["1a", '"1a"'],
  ["a$", '"a$"'],
  ["é", '"é"'],
  ['a"b', '"a""b"'],
  ["order", '"order"'],
  ["family", '"family"'],
  ["name", "name"],
  ["", '""'],
] as const) {
  test(`${JSON.stringify(name)} is written ${expected}`, () => {
    assert.equal(quoteIdentifier(name), expected);
  });
}

for (const [written, expected] of [
  ["Users", "users"],
  ["ÄB", "Äb"],
  ['"Us""ers"', 'Us"ers'],
  ['U&"d\\0061t\\+000061"', "data"],
  ['u&"a\\\\b"', "a\\b"],
] as const) {
  test(`${written} means ${expected}`, () => {
    assert.equal(parseIdentifier(written), expected);
  });
}

test("any name is itself when it is quoted, read as a token, and parsed", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (name) => {
      const quoted = quoteIdentifier(name);
      const { kind, start, end } = nextToken(quoted, 0);
      assert.deepEqual([start, end], [0, quoted.length]);
      assert.ok(kind === "word" || kind === "quoted-name");
      assert.equal(parseIdentifier(quoted), name);
    }),
    { numRuns: 2_000 },
  );
});

test("any string literal is one token, and holds the value", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom("'", "\\", "a", "\n", "$") }), (value) => {
      const written = sqlString(value);
      const { kind, end } = nextToken(written, 0);
      assert.deepEqual([kind, end], ["string", written.length]);
      const inner = written.startsWith("E") ? written.slice(2, -1).replaceAll("\\\\", "\\") : written.slice(1, -1);
      assert.equal(inner.replaceAll("''", "'"), value);
    }),
  );
});

test("a name of several parts is parsed into them", () => {
  assert.deepEqual(parseName('Billing . "In""voices"'), ["billing", 'In"voices']);
  assert.deepEqual(parseName("t"), ["t"]);
  assert.equal(parseName("a."), undefined);
  assert.equal(parseName("a b"), undefined);
  assert.equal(quoteName("a", "B"), 'a."B"');
});
