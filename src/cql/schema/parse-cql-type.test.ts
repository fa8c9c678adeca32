import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { CqlType } from "./cql-type.ts";
import { EMPTY_CLASS, parseCqlType } from "./parse-cql-type.ts";
import { printCqlType } from "./print-cql-type.ts";
import { freeze } from "./type-facts.ts";

const user = (name: string, isFrozen = false): CqlType => ({ kind: "user", name, isFrozen });

const TYPES = fc.letrec<{ type: CqlType }>((tie) => ({
  type: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom<CqlType>(
      { kind: "native", name: "int" },
      { kind: "native", name: "text" },
      { kind: "native", name: "timeuuid" },
      { kind: "custom", className: EMPTY_CLASS },
      { kind: "custom", className: "org.x.Composite(a=>org.y.Z,org.y.W)" },
    ),
    fc
      .constantFrom("address", "Quoted Type", 'a"b', "int", "list", "empty", "frozen", "select")
      .map((name) => user(name)),
    fc
      .tuple(fc.constantFrom("list" as const, "set" as const), tie("type"))
      .map(([kind, element]): CqlType => ({ kind, element, isFrozen: false })),
    fc.tuple(tie("type"), tie("type")).map(([key, value]): CqlType => ({ kind: "map", key, value, isFrozen: false })),
    fc
      .array(tie("type"), { minLength: 1, maxLength: 3 })
      .map((elements): CqlType => ({ kind: "tuple", elements: elements.map(freeze) })),
    fc
      .tuple(tie("type"), fc.integer({ min: 1, max: 2 ** 31 - 1 }))
      .map(([element, dimension]): CqlType => ({ kind: "vector", element, dimension })),
    tie("type").map(freeze),
  ),
})).type;

test("a type is read back as it was printed", () => {
  fc.assert(fc.property(TYPES, (type) => assert.deepEqual(parseCqlType(printCqlType(type)), type)));
});

test("what servers write in system_schema is read", () => {
  for (const text of [
    "frozen<list<frozen<map<int, frozen<set<text>>>>>>",
    "frozen<tuple<text, int, frozen<tuple<int, frozen<list<text>>>>>>",
    "vector<list<int>, 2>",
    'map<text, frozen<"Quoted Type">>',
    "'org.apache.cassandra.db.marshal.DynamicCompositeType(a=>org.apache.cassandra.db.marshal.Int32Type)'",
    "empty",
  ]) {
    const type = parseCqlType(text);
    assert.ok(type !== undefined, text);
    assert.equal(printCqlType(type), text);
  }
});

test("a name of a user's type that Cassandra wrote without its quotes is no native type", () => {
  assert.deepEqual(parseCqlType("frozen<int>"), user("int", true));
  assert.deepEqual(parseCqlType("byte"), user("byte"));
  assert.deepEqual(parseCqlType("list"), user("list"));
});

test("a keyspace in front of a user's type, blanks and capitals make no difference", () => {
  assert.deepEqual(parseCqlType(" Map < VARCHAR ,k.address>"), {
    kind: "map",
    key: { kind: "native", name: "text" },
    value: user("address"),
    isFrozen: false,
  });
});

test("what is no type is none", () => {
  for (const text of [
    "",
    "list<",
    "list<int",
    "list<int>>",
    "map<int>",
    "set<int, int>",
    "vector<int>",
    "a b",
    "'x",
    "k.",
    "<",
  ]) {
    assert.equal(parseCqlType(text), undefined, text);
  }
  assert.equal(parseCqlType("list<".repeat(100_000)), undefined);
});
