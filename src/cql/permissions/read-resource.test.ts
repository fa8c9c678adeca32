import assert from "node:assert/strict";
import { test } from "node:test";
import { readResource } from "./read-resource.ts";
import { describeResource, type HeldResource } from "./resource.ts";

const NESTED = ["frozen<map<int, list<text>>>", "int", "tuple<int, int>"];

const RESOURCES: readonly HeldResource[] = [
  { kind: "all-keyspaces" },
  { kind: "all-functions" },
  { kind: "all-roles" },
  { kind: "all-mbeans" },
  { kind: "keyspace", keyspace: "Shop" },
  { kind: "tables-in-keyspace", keyspace: "shop" },
  { kind: "functions-in-keyspace", keyspace: "shop" },
  { kind: "table", keyspace: "shop", name: "Users" },
  { kind: "function", keyspace: "shop", name: "now", argumentTypes: [] },
  { kind: "function", keyspace: "shop", name: "g (H).i", argumentTypes: NESTED },
  { kind: "role", name: "Team <A>" },
  { kind: "role", name: "" },
  { kind: "mbean", pattern: "org.apache.cassandra.db:type=*" },
];

for (const resource of RESOURCES) {
  const described = describeResource(resource);
  test(`${described} is read as what is called so`, () => assert.deepEqual(readResource(described), resource));
}

test("what is called otherwise is not understood", () => {
  for (const text of ["", "table shop.users", "<>", "<table users>", "<graph shop.g>", "<keyspace shop.users>"]) {
    assert.equal(readResource(text), undefined, text);
  }
});
