import assert from "node:assert/strict";
import { test } from "node:test";
import { type Access, missingPermissions } from "./access.ts";
import { cassandra } from "./permissions-fixture.test.ts";
import { describeRequirement, grantStatement, need, needSuperuser, type Requirement } from "./requirement.ts";

const ALTER_USERS = need("ALTER", { kind: "table", keyspace: "shop", name: "users" });

/** "ALTER <table shop.users>" */
function holding(...grants: readonly string[]): Access {
  const held = grants.map((grant) => {
    const [permission = "", ...resource] = grant.split(" ");
    return { permission, resource: resource.join(" "), holder: "app" };
  });
  return { kind: "granted", role: "app", grants: held };
}

function isMissing(requirement: Requirement, access: Access, version = "5.0"): boolean {
  return missingPermissions([requirement], access, cassandra(version)).length > 0;
}

test("a permission on the thing itself, or on anything that it stands in, will do", () => {
  for (const resource of ["<table shop.users>", "<all tables in shop>", "<keyspace shop>", "<all keyspaces>"]) {
    assert.ok(!isMissing(ALTER_USERS, holding(`ALTER ${resource}`)), resource);
  }
});

test("another permission, or one on another thing, will not", () => {
  const others = holding("SELECT <table shop.users>", "ALTER <table shop.orders>", "ALTER <keyspace other>");
  assert.ok(isMissing(ALTER_USERS, others));
  assert.ok(isMissing(ALTER_USERS, holding()));
});

test("a permission on all tables of a keyspace says nothing to a server before 4.1", () => {
  assert.ok(isMissing(ALTER_USERS, holding("ALTER <all tables in shop>"), "4.0"));
});

test("who may see what is under a mask may also compare it", () => {
  const compare = need("SELECT_MASKED", { kind: "table", keyspace: "shop", name: "users" });
  assert.ok(!isMissing(compare, holding("UNMASK <keyspace shop>")));
  assert.ok(isMissing(compare, holding("SELECT <keyspace shop>")));
});

test("no permission makes a superuser", () => {
  assert.ok(isMissing(needSuperuser("create triggers"), holding("ALTER <all keyspaces>", "ALTER <all roles>")));
});

test("nothing is missing to a superuser, or where nobody is asked, or as far as is known", () => {
  assert.ok(!isMissing(ALTER_USERS, { kind: "everything", reason: "superuser" }));
  assert.ok(!isMissing(ALTER_USERS, { kind: "unknown", reason: "the server does not tell" }));
});

test("what is missing comes in the order in which it was asked for", () => {
  const select = need("SELECT", { kind: "table", keyspace: "shop", name: "users" });
  const missing = missingPermissions(
    [select, ALTER_USERS, needSuperuser("create triggers")],
    holding("SELECT <all keyspaces>"),
    cassandra("5.0"),
  );
  assert.deepEqual(missing.map(describeRequirement), [
    "ALTER on <table shop.users>",
    "a superuser, who alone may create triggers",
  ]);
});

test("the GRANT for it names the role in quotes where it needs them; for a superuser there is none", () => {
  assert.equal(grantStatement(ALTER_USERS, "migrator"), "GRANT ALTER ON TABLE shop.users TO migrator");
  assert.equal(grantStatement(ALTER_USERS, "Team A"), 'GRANT ALTER ON TABLE shop.users TO "Team A"');
  assert.equal(grantStatement(needSuperuser("create triggers"), "migrator"), undefined);
});
