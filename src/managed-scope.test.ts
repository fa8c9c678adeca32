import assert from "node:assert/strict";
import { test } from "node:test";
import { settleConfig } from "./config/settle-config.ts";
import { historyTableOf, scopeOf, shadowOptionsOf } from "./managed-scope.ts";

type Values = Parameters<typeof settleConfig>[0]["values"];

function settle(values: Values): ReturnType<typeof settleConfig> {
  return settleConfig({ cwd: "/nowhere", env: {}, flags: {}, values });
}

test("the scope of a SQL database is its schema, and public without one", async () => {
  assert.equal(scopeOf(await settle({ database: { url: "postgres://h/shop" } })), "public");
  const billing = await settle({ database: { url: "postgres://h/shop", schema: "billing" } });
  assert.equal(scopeOf(billing), "billing");
  assert.equal(shadowOptionsOf(billing).scope, "billing");
});

test("a history in another schema or keyspace is no part of the managed one", async () => {
  const database = { url: "postgres://h/shop", schema: "billing" };
  assert.equal(historyTableOf(await settle({ database })), "tidemark_history");
  assert.equal(historyTableOf(await settle({ database, history: { schema: "billing" } })), "tidemark_history");
  assert.equal(historyTableOf(await settle({ database, history: { schema: "other" } })), undefined);
});
