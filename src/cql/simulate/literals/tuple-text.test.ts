import assert from "node:assert/strict";
import { test } from "node:test";
import { capabilitiesFor } from "../../capabilities.ts";
import type { CqlType } from "../../schema/cql-type.ts";
import { parseCqlType } from "../../schema/parse-cql-type.ts";
import { Refused } from "../refuse.ts";
import { keyspaceIn, SHOP, schemaAfter } from "../simulate-fixture.test.ts";
import { bindTupleText } from "./tuple-text.ts";

const KEYSPACE = keyspaceIn(schemaAfter(`${SHOP} CREATE TYPE point (x int, y int);`));

/** Undefined for what is refused. */
function bound(text: string, tuple: string): string | undefined {
  const type: CqlType | undefined = parseCqlType(tuple);
  assert.ok(type?.kind === "tuple");
  const scope = { keyspace: KEYSPACE, capabilities: capabilitiesFor("cassandra", "5.0") };
  try {
    return bindTupleText({ kind: "literal", type: "string", value: text, start: 0, end: 0 }, type.elements, scope);
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
}

test("a text is a tuple of what stands between the colons", () => {
  assert.equal(bound("1:x", "tuple<int, text>"), "(1, 'x')");
  assert.equal(bound("1", "tuple<tinyint, text, varint>"), "(1, null, null)");
  assert.equal(bound("@:a\\:b", "tuple<int, text>"), "(null, 'a:b')");
  assert.equal(bound("", "tuple<int>"), "(null)");
});

test("each value is one of its type", () => {
  assert.equal(bound("x", "tuple<int>"), undefined);
  assert.equal(bound("1.5", "tuple<double>"), "(1.5)");
  assert.equal(bound("x", "tuple<decimal>"), undefined);
  assert.equal(bound("1000", "tuple<tinyint>"), undefined);
  assert.equal(bound("true", "tuple<boolean>"), "(true)");
  assert.equal(bound("1", "tuple<boolean>"), undefined);
  assert.equal(bound("1:2", "tuple<int>"), undefined);
});

test("bytes stand there without 0x, and a collection is bytes", () => {
  assert.equal(bound("0Aff", "tuple<blob>"), "(0x0aff)");
  assert.equal(bound("0af", "tuple<blob>"), undefined);
  assert.equal(bound("00", "tuple<list<int>>"), "(0x00)");
  assert.equal(bound("1", "tuple<list<int>>"), undefined);
});

test("a user's type within is a text of its own", () => {
  assert.equal(bound("1\\:2", "tuple<point>"), "((1, 2))");
});
