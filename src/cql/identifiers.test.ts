import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { cqlString, parseIdentifier, quoteIdentifier, quoteTypeName } from "./identifiers.ts";
import { nextToken } from "./lexer.ts";

for (const name of ["users", "a1_b", "date", "ttl", "values", "type"]) {
  test(`${name} stands bare`, () => assert.equal(quoteIdentifier(name), name));
}

for (const name of ["Users", "select", "table", "_a", "1a", "a-b", "größe", "true", "nan", "default", "check", ""]) {
  test(`${JSON.stringify(name)} is quoted`, () => assert.equal(quoteIdentifier(name), `"${name}"`));
}

test("a quote inside a name is doubled", () => assert.equal(quoteIdentifier('a"b'), '"a""b"'));

test("a user's type called like a native one is quoted", () => assert.equal(quoteTypeName("int"), '"int"'));

test("any other type is quoted as a name is", () => assert.equal(quoteTypeName("address"), "address"));

test("a bare name means its lower case", () => assert.equal(parseIdentifier("UserS"), "users"));

test("a quoted name means what it says", () => assert.equal(parseIdentifier('"a""B"'), 'a"B'));

test("a quote inside a string is doubled", () => assert.equal(cqlString("it's"), "'it''s'"));

test("property: a quoted identifier is one token, and reads back as its name", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (name) => {
      const written = quoteIdentifier(name);
      assert.equal(nextToken(written, 0).end, written.length);
      assert.equal(parseIdentifier(written), name);
    }),
  );
});

test("property: a string literal is one token", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (value) => {
      const written = cqlString(value);
      assert.deepEqual(nextToken(written, 0), { kind: "string", start: 0, end: written.length });
    }),
  );
});
