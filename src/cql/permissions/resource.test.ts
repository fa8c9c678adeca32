import assert from "node:assert/strict";
import { test } from "node:test";
import { capabilitiesFor } from "../capabilities.ts";
import { chainOf, describeResource, type HeldResource, printResource, resourceKey } from "./resource.ts";

const TABLE: HeldResource = { kind: "table", keyspace: "shop", name: "users" };

function chainText(resource: HeldResource, version: string): string {
  return chainOf(resource, capabilitiesFor("cassandra", version)).map(describeResource).join(" ");
}

test("a table stands in its keyspace, and since Cassandra 4.1 in all tables of it first", () => {
  assert.equal(chainText(TABLE, "4.0"), "<table shop.users> <keyspace shop> <all keyspaces>");
  assert.equal(chainText(TABLE, "4.1"), "<table shop.users> <all tables in shop> <keyspace shop> <all keyspaces>");
});

test("what is granted on all keyspaces does not reach those of the server", () => {
  const settings: HeldResource = { kind: "table", keyspace: "system_views", name: "settings" };
  assert.equal(
    chainText(settings, "5.0"),
    "<table system_views.settings> <all tables in system_views> <keyspace system_views>",
  );
});

test("a function and a role stand in what holds their like", () => {
  const plus: HeldResource = { kind: "function", keyspace: "shop", name: "plus", argumentTypes: ["int", "int"] };
  assert.equal(chainText(plus, "5.0"), "<function shop.plus(int, int)> <all functions in shop> <all functions>");
  assert.equal(chainText({ kind: "role", name: "app" }, "5.0"), "<role app> <all roles>");
});

test("GRANT gets names in quotes where they need them, and the server's words have none", () => {
  const odd: HeldResource = { kind: "table", keyspace: "Shop", name: "table" };
  assert.deepEqual([printResource(odd), describeResource(odd)], ['TABLE "Shop"."table"', "<table Shop.table>"]);
  assert.equal(printResource({ kind: "role", name: "Team A" }), 'ROLE "Team A"');
  const street: HeldResource = { kind: "function", keyspace: "shop", name: "g H", argumentTypes: ["list<int>"] };
  assert.equal(printResource(street), 'FUNCTION shop."g H"(list<int>)');
});

test("a function is the same whether a server writes its types frozen or not", () => {
  const [one, other] = ["<function shop.f(frozen<list<int>>, text)>", "<function shop.f(list<int>,text)>"];
  assert.equal(resourceKey(one), resourceKey(other));
  assert.notEqual(resourceKey(one), resourceKey("<function shop.f(list<int>)>"));
});
