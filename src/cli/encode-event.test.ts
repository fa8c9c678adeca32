import assert from "node:assert/strict";
import { test } from "node:test";
import { ToolError } from "../base/errors.ts";
import type { PlannedMigration, StatementStep } from "../plan/plan.ts";
import { statementStep } from "../plan/plan.ts";
import { encodeEvent } from "./encode-event.ts";

const FACTS = { kind: "create-table", effect: "schema", onRetry: "safe", object: "users" } as const;
const PLACE = { index: 1, keyspace: "shop", timeoutMs: undefined, file: "V1__a.cql", line: 3 };
const STEP: StatementStep = statementStep("CREATE TABLE users (id int PRIMARY KEY)", FACTS, PLACE);
const NAMES = { version: "1", label: "001", name: "V001__a.cql", description: "a", checksum: "" };
const MIGRATION: PlannedMigration = { ...NAMES, direction: "up", steps: [STEP, STEP], doneCount: 1 };

test("a step is told with its number from 1, its place and whole milliseconds", () => {
  const event = { kind: "step-finished", migration: MIGRATION, step: STEP, durationMs: 12.7 } as const;
  assert.deepEqual(
    encodeEvent(event, () => 1),
    {
      kind: "step-finished",
      version: "1",
      label: "001",
      step: 2,
      what: "CREATE TABLE users",
      file: "V1__a.cql",
      line: 3,
      inTransaction: false,
      durationMs: 13,
    },
  );
});

test("a plan is told without the texts of its statements", () => {
  const plan = {
    format: 1,
    operation: "migrate",
    dialect: "cassandra",
    scope: "shop",
    migrations: [MIGRATION],
  } as const;
  const text = JSON.stringify(encodeEvent({ kind: "run-started", plan, run: "8f2b" }, () => 1));
  assert.doesNotMatch(text, /PRIMARY KEY/);
  assert.match(text, /"steps":2,"done":1/);
});

test("a failure is told as the document of an error tells it", () => {
  const error = new ToolError("lock-held", "ann holds the lock", { hint: "wait", details: { epoch: 3 } });
  const record = encodeEvent({ kind: "run-failed", operation: "migrate", error, durationMs: 5 }, () => 3);
  const details = { epoch: 3 };
  assert.deepEqual(record.error, {
    code: "lock-held",
    message: "ann holds the lock",
    hint: "wait",
    exitCode: 3,
    details,
  });
});

test("a transaction that is refused as a whole has no statement", () => {
  const event = {
    kind: "transaction-repeated",
    migration: MIGRATION,
    step: undefined,
    reason: "busy",
    waitMs: 49.6,
  } as const;
  const { step, file, inTransaction, waitMs } = encodeEvent(event, () => 1);
  assert.deepEqual({ step, file, inTransaction, waitMs }, { step: null, file: null, inTransaction: true, waitMs: 50 });
});
