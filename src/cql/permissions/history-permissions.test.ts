import assert from "node:assert/strict";
import { test } from "node:test";
import { type HistoryPlace, historyPermissions } from "./history-permissions.ts";
import { cassandra } from "./permissions-fixture.test.ts";
import { describeRequirement } from "./requirement.ts";

function needsOf(exists: HistoryPlace["exists"], version = "5.0"): readonly string[] {
  return historyPermissions({ keyspace: "shop", table: "log", exists }, cassandra(version)).map(describeRequirement);
}

test("a history that is there is read and written", () => {
  assert.deepEqual(needsOf("table"), ["SELECT on <table shop.log>", "MODIFY on <table shop.log>"]);
});

test("who makes the history, or its keyspace too, needs no more than that", () => {
  assert.deepEqual(needsOf("keyspace"), ["CREATE on <all tables in shop>"]);
  assert.deepEqual(needsOf("keyspace", "4.0"), ["CREATE on <keyspace shop>"]);
  assert.deepEqual(needsOf("nothing"), ["CREATE on <all keyspaces>"]);
});
