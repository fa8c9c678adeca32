import assert from "node:assert/strict";
import { test } from "node:test";
import { countSteps, describeStep, hashPlan, hashStatement, type Plan, type Step } from "./plan.ts";

const STEP: Step = {
  kind: "execute",
  index: 0,
  text: "CREATE TABLE shop.users (id int PRIMARY KEY)",
  hash: "00",
  statementKind: "create-table",
  effect: "schema",
  object: "shop.users",
  onRetry: "ask",
  keyspace: "shop",
  file: "V1__users.cql",
  line: 1,
};

const PLAN: Plan = {
  format: 1,
  operation: "migrate",
  dialect: "cassandra",
  scope: "shop",
  migrations: [
    {
      version: "1",
      label: "1",
      name: "V1__users.cql",
      description: "users",
      direction: "up",
      checksum: "sha256:00",
      steps: [STEP, STEP, STEP],
      doneCount: 1,
    },
  ],
};

test("a step is described by its verb and its object", () => {
  assert.equal(describeStep(STEP), "CREATE TABLE shop.users");
  assert.equal(describeStep({ ...STEP, statementKind: "insert", object: undefined }), "INSERT");
});

test("a step that is not understood is described by its first words", () => {
  const text = "FROBNICATE  the\nwhole table";
  assert.equal(describeStep({ ...STEP, statementKind: "opaque", text }), "FROBNICATE the whole");
});

test("what is done does not count", () => {
  assert.equal(countSteps(PLAN), 2);
});

test("equal plans have one hash, and any difference gives another", () => {
  const [migration] = PLAN.migrations;
  assert.ok(migration !== undefined);
  assert.equal(hashPlan(structuredClone(PLAN)), hashPlan(PLAN));
  assert.notEqual(hashPlan({ ...PLAN, scope: "audit" }), hashPlan(PLAN));
  assert.notEqual(hashPlan({ ...PLAN, migrations: [{ ...migration, doneCount: 2 }] }), hashPlan(PLAN));
});

test("the hash of a statement is 16 hex digits of its text", () => {
  assert.match(hashStatement("SELECT 1"), /^[0-9a-f]{16}$/);
  assert.notEqual(hashStatement("SELECT 1"), hashStatement("SELECT  1"));
});
