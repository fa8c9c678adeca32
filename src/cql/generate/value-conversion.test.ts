import assert from "node:assert/strict";
import { test } from "node:test";
import { PersistentMap } from "../../base/persistent-map.ts";
import { parseCqlType } from "../schema/parse-cql-type.ts";
import type { UserType } from "../schema/schema.ts";
import { type ConversionScope, valueConversion } from "./value-conversion.ts";

/** One type of the user in a schema of its own. */
function typeOf(name: string, ...fields: readonly (readonly [string, string])[]): PersistentMap<UserType> {
  const list = fields.map(([field, text]) => {
    const type = parseCqlType(text);
    assert.ok(type !== undefined);
    return { name: field, type };
  });
  return PersistentMap.from([[name, { name, fields: list }]]);
}

const NO_TYPES: ConversionScope = { was: PersistentMap.empty<UserType>(), is: PersistentMap.empty<UserType>() };

function conversion(from: string, to: string, scope: ConversionScope = NO_TYPES): string {
  const [was, is] = [parseCqlType(from), parseCqlType(to)];
  assert.ok(was !== undefined && is !== undefined);
  const found = valueConversion(was, is, scope);
  return found.kind === "expression" ? found.of("v") : found.kind;
}

test("a wider number takes the value, as text where JavaScript has another class for it", () => {
  for (const [from, to] of ["tinyint int", "int double", "smallint float", "float double"].map((each) =>
    each.split(" "),
  )) {
    assert.equal(conversion(from ?? "", to ?? ""), "same");
  }
  for (const to of ["bigint", "varint", "decimal", "text"]) assert.equal(conversion("int", to), "String(v)");
  assert.equal(conversion("int", "float"), "unknown");
  assert.equal(conversion("double", "float"), "unknown");
});

test("a narrower number, or a text for a number, is looked at", () => {
  assert.equal(conversion("bigint", "int"), "wholeNumber(v, 32)");
  assert.equal(conversion("text", "bigint"), "wholeNumber(v, 64)");
  assert.equal(conversion("text", "varint"), "wholeNumber(v)");
});

test("what could be cut, or mean several things, is for a person", () => {
  for (const [from, to] of [
    ["blob", "text"],
    ["timestamp", "date"],
    ["uuid", "timeuuid"],
    ["list<int>", "set<int>"],
    ["text", "timestamp"],
    ["vector<float, 2>", "vector<float, 3>"],
  ] as const) {
    assert.equal(conversion(from, to), "unknown");
  }
});

test("collections go element by element, frozen or not", () => {
  assert.equal(conversion("list<int>", "frozen<list<int>>"), "same");
  assert.equal(conversion("set<int>", "list<int>"), "same");
  assert.equal(conversion("list<int>", "list<bigint>"), "(v as readonly unknown[]).map((each) => String(each))");
});

test("a map that an object of the driver can hold goes as it is", () => {
  for (const key of "ascii text tinyint smallint int bigint varint decimal double uuid timeuuid inet date time".split(
    " ",
  )) {
    assert.equal(conversion(`map<${key}, int>`, `frozen<map<${key}, int>>`), "same", key);
  }
  assert.equal(conversion("map<int, int>", "map<text, int>"), "unknown");
});

test("a map with keys that no object of the driver can hold goes as JSON, wherever it stands", () => {
  for (const key of [
    "boolean",
    "timestamp",
    "blob",
    "frozen<tuple<int, text>>",
    "frozen<set<text>>",
    "frozen<map<int, int>>",
    "frozen<vector<float, 2>>",
  ]) {
    const map = `map<${key}, int>`;
    for (const type of [map, `list<frozen<${map}>>`, `map<text, frozen<${map}>>`, `tuple<frozen<${map}>, int>`]) {
      assert.equal(conversion(type, type), "json", type);
    }
    assert.equal(conversion(map, `frozen<${map}>`), "json", key);
  }
});

test("such a map is for a person where its type changes, or where JSON of a server would cut it", () => {
  for (const [from, to] of [
    ["map<boolean, int>", "map<boolean, bigint>"],
    ["map<timestamp, int>", "map<bigint, int>"],
    ["map<boolean, decimal>", "map<boolean, decimal>"],
    ["map<boolean, frozen<tuple<double>>>", "map<boolean, frozen<tuple<double>>>"],
    ["list<frozen<map<blob, int>>>", "set<frozen<map<blob, int>>>"],
    ["map<'org.example.Kind', int>", "map<'org.example.Kind', int>"],
  ] as const) {
    assert.equal(conversion(from, to), "unknown", from);
  }
});

test("a timestamp becomes a number only where a Date can hold it", () => {
  assert.equal(conversion("timestamp", "bigint"), "milliseconds(v)");
  assert.equal(
    conversion("list<timestamp>", "list<bigint>"),
    "(v as readonly unknown[]).map((each) => milliseconds(each))",
  );
});

test("a user's type goes field by field; fields that are gone or new need nothing", () => {
  const was = typeOf("a", ["x", "int"], ["gone", "int"]);
  assert.equal(conversion("a", "frozen<a>", { was, is: typeOf("a", ["x", "int"], ["fresh", "int"]) }), "same");
  assert.equal(
    conversion("a", "a", { was, is: typeOf("a", ["x", "text"]) }),
    'withFields(v, { "x": (field) => String(field) })',
  );
});

test("a user's type with a map for JSON in it goes as JSON when all of its fields stay", () => {
  const was = typeOf("a", ["x", "int"], ["flags", "frozen<map<boolean, int>>"]);
  assert.equal(conversion("a", "frozen<a>", { was, is: was }), "json");
  assert.equal(conversion("map<frozen<a>, int>", "map<frozen<a>, int>", { was, is: was }), "json");
  const shorter = typeOf("a", ["flags", "frozen<map<boolean, int>>"]);
  assert.equal(conversion("a", "a", { was, is: shorter }), "unknown");
  const fractions = typeOf("a", ["x", "double"], ["flags", "frozen<map<boolean, int>>"]);
  assert.equal(conversion("a", "a", { was: fractions, is: fractions }), "unknown");
});
