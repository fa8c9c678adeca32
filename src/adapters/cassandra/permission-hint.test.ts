import assert from "node:assert/strict";
import { test } from "node:test";
import { advisePermission } from "./permission-hint.ts";

for (const [resource, statement] of [
  ["<table shop.carts>", "GRANT ALTER ON TABLE shop.carts TO app"],
  ["<keyspace shop>", "GRANT ALTER ON KEYSPACE shop TO app"],
  ["<keyspace Shop>", 'GRANT ALTER ON KEYSPACE "Shop" TO app'],
  ["<all tables in shop>", "GRANT ALTER ON ALL TABLES IN KEYSPACE shop TO app"],
  ["<all functions in shop>", "GRANT ALTER ON ALL FUNCTIONS IN KEYSPACE shop TO app"],
  ["<all roles>", "GRANT ALTER ON ALL ROLES TO app"],
  ["<all keyspaces>", "GRANT ALTER ON ALL KEYSPACES TO app"],
  ["<function shop.f(int, list<int>)>", "GRANT ALTER ON FUNCTION shop.f(int, list<int>) TO app"],
  ["<role Team A>", 'GRANT ALTER ON ROLE "Team A" TO app'],
]) {
  test(`${resource} gets ${statement}`, () => {
    const message = `User app has no ALTER permission on ${resource} or any of its parents`;
    assert.ok(advisePermission(message).endsWith(statement ?? ""), advisePermission(message));
  });
}

test("a role whose name has spaces and capitals is named in quotes", () => {
  const advice = advisePermission("User Team A has no SELECT permission on <table shop.t> or any of its parents");
  assert.equal(advice, 'as a role that may: GRANT SELECT ON TABLE shop.t TO "Team A"');
});

test("what is not understood gets advice in general", () => {
  assert.match(advisePermission("User app has no DROP permission on <graph x> or any of its parents"), /^grant it to/);
  assert.match(advisePermission("You are not allowed"), /^grant it to the role/);
});
