import assert from "node:assert/strict";
import { test } from "node:test";
import { PersistentMap } from "../../base/persistent-map.ts";
import { type Capabilities, capabilitiesFor } from "../capabilities.ts";
import { parseType } from "../parser/parse.ts";
import { Refused } from "../simulate/refuse.ts";
import { printCqlType } from "./print-cql-type.ts";
import { resolveType } from "./resolve-type.ts";
import type { Keyspace } from "./schema.ts";

const CASSANDRA_5 = capabilitiesFor("cassandra", "5.0");

const SHOP: Keyspace = {
  name: "shop",
  replication: {},
  durableWrites: true,
  extra: {},
  types: PersistentMap.from([
    ["addr", { name: "addr", fields: [] }],
    ["Addr", { name: "Addr", fields: [] }],
  ]),
  tables: PersistentMap.empty(),
  views: PersistentMap.empty(),
  functions: PersistentMap.empty(),
  aggregates: PersistentMap.empty(),
};

/** The type as the server would write it; undefined when it is refused. */
function written(text: string, capabilities: Capabilities = CASSANDRA_5): string | undefined {
  const node = parseType(text);
  assert.ok(node !== undefined, text);
  try {
    return printCqlType(resolveType(node, SHOP, capabilities));
  } catch (error) {
    assert.ok(error instanceof Refused, String(error));
    return undefined;
  }
}

function assertWritten(types: Readonly<Record<string, string | undefined>>): void {
  for (const [text, expected] of Object.entries(types)) assert.equal(written(text), expected, text);
}

test("within something frozen everything is frozen, and says so", () => {
  assertWritten({
    "frozen<list<addr>>": "frozen<list<frozen<addr>>>",
    "frozen<map<text, list<set<int>>>>": "frozen<map<text, frozen<list<frozen<set<int>>>>>>",
    "tuple<int, list<addr>>": "frozen<tuple<int, frozen<list<frozen<addr>>>>>",
    "frozen<tuple<varchar>>": "frozen<tuple<text>>",
    "frozen<frozen<addr>>": "frozen<addr>",
    "list<frozen<addr>>": "list<frozen<addr>>",
    "list<tuple<int, int>>": "list<frozen<tuple<int, int>>>",
    'shop."Addr"': '"Addr"',
  });
});

test("frozen does not reach into a vector", () => {
  assertWritten({
    "vector<float, 3>": "vector<float, 3>",
    "frozen<vector<list<int>, 2>>": "vector<list<int>, 2>",
    "frozen<list<vector<addr, 2>>>": "frozen<list<vector<addr, 2>>>",
    "vector<int, 0>": undefined,
  });
});

test("what cannot be nested or frozen is refused", () => {
  assertWritten({
    "list<list<int>>": undefined,
    "map<addr, int>": undefined,
    "map<int, set<int>>": undefined,
    "list<counter>": undefined,
    "tuple<counter>": undefined,
    "set<duration>": undefined,
    "map<duration, int>": undefined,
    "list<duration>": "list<duration>",
  });
});

test("a user's type is one of the same keyspace", () => {
  assertWritten({ addr: "addr", "shop.addr": "addr", nothing: undefined, "other.addr": undefined });
});

test("a class is the type that it stands for, and stays a class where CQL has no name for it", () => {
  const package_ = "org.apache.cassandra.db.marshal.";
  assertWritten({
    [`'${package_}Int32Type'`]: "int",
    "'UTF8Type'": "text",
    "''": "blob",
    "'ListType(Int32Type)'": "list<int>",
    "'FrozenType(ListType(ListType(Int32Type)))'": "frozen<list<frozen<list<int>>>>",
    "'MapType(Int32Type, UTF8Type)'": "map<int, text>",
    "'ReversedType(Int32Type)'": "int",
    "'VectorType(Int32Type, 2)'": "vector<int, 2>",
    "'EmptyType'": "empty",
    "'LexicalUUIDType'": `'${package_}LexicalUUIDType'`,
    "'CompositeType(Int32Type, UTF8Type)'": `'${package_}CompositeType(${package_}Int32Type,${package_}UTF8Type)'`,
    "'DynamicCompositeType(a=>Int32Type)'": `'${package_}DynamicCompositeType(a=>${package_}Int32Type)'`,
    "'Nonsense'": undefined,
    "'PartitionerDefinedOrder'": undefined,
    "'ListType'": undefined,
    "'com.example.OwnType'": "'com.example.OwnType'",
  });
});

test("a class that a release does not have is refused", () => {
  assert.equal(written("'LegacyTimeUUIDType'", capabilitiesFor("cassandra", "4.0")), undefined);
  assert.equal(written("'LegacyTimeUUIDType'", capabilitiesFor("cassandra", "4.1")), "timeuuid");
  assert.equal(written("'VectorType(Int32Type, 2)'", capabilitiesFor("cassandra", "4.1")), undefined);
});

test("a class that is called like a member of every object is no type", () => {
  assertWritten({ "'constructor'": undefined, "'__proto__'": undefined, "'toString(Int32Type)'": undefined });
});

test("a class that is nested deeper than any server takes is refused", () => {
  const nested = (name: string, depth: number): string => `'${`${name}(`.repeat(depth)}Int32Type${")".repeat(depth)}'`;
  assert.notEqual(written(nested("ListType", 199)), undefined);
  assert.equal(written(nested("ListType", 200)), undefined);
  assert.equal(written(nested("CompositeType", 100_000)), undefined);
});
